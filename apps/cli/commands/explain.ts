import { Command } from 'commander';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { Cli } from '../cli.js';
import { EXIT, found, usage } from '../failure.js';
import { catalogueOption, jsonOption, localeOption } from '../options.js';
import type { Terminal } from '../terminal.js';

interface Options {
  readonly json?: true;
  readonly diagram?: true;
  readonly locale: Locale;
  readonly catalogue?: string;
}

/** `sopwith explain`: a playbook in plain sentences, every default written out. */
export function explainCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('explain')
    .description('Says in plain English or Chinese what a playbook does, every default written out')
    .argument('<file>', 'a playbook')
    .addOption(localeOption())
    .option('--diagram', 'print a Mermaid flowchart instead')
    .addOption(jsonOption())
    .addOption(catalogueOption())
    .addHelpText('after', '\nExample:\n  npx sopwith explain playbooks/adoption/usage_drop_rescue.playbook.yaml --locale zh\n')
    .action(
      cli.run(async (path: string, { json, diagram, locale, catalogue: folder }: Options) => {
        const { selectBooks } = await import('../catalogued-book.js');
        const { compileBook } = await import('../../../workflows/compile/compile-book.js');
        const { subjectOf } = await import('../../../workflows/explain/subject-of.js');
        const selection = selectBooks([path], folder);
        const asked = selection.books.flatMap((files) => {
          const { playbooks, catalogue, diagnostics } = compileBook(files);
          const errors = diagnostics.filter(({ severity }) => severity === 'error');
          const own = errors.find(({ file }) => selection.asked(file)) ?? (catalogue === null ? errors[0] : undefined);
          const explained = playbooks.filter(({ file }) => selection.asked(file));
          if (explained.length === 0 && own !== undefined)
            throw found(
              'book-has-errors',
              `${path} cannot be explained, it has errors, the first at ${own.file}:${own.span.line}:${own.span.column}: ${own.message}`,
              `See them all with: npx sopwith lint ${path}${folder === undefined ? '' : ` --catalogue ${folder}`}`,
            );
          return explained.map((playbook) => ({ playbook, subject: subjectOf(playbook, catalogue) }));
        });
        const [one, another] = asked;
        if (!one) throw usage('no-playbook', `There is no playbook in ${path}`, 'Name a file with kind: Playbook');
        if (another) {
          const files = asked.map(({ playbook }) => playbook.file);
          throw usage(
            'several-playbooks',
            `There are ${files.length} playbooks in ${path}`,
            `Name one of them: ${files.join(', ')}`,
          );
        }
        const { explainSections } = await import('../../../workflows/explain/explain-playbook.js');
        const { renderSections } = await import('../../../workflows/explain/explanation.js');
        const { drawPlaybook } = await import('../../../workflows/explain/draw-playbook.js');
        const sections = explainSections(one.subject, locale);
        if (json) {
          const { plan, file } = one.playbook;
          terminal.json({
            ...{ file, playbook: plan.playbook, version: plan.version, locale, sections },
            notRunnable: one.subject.notRunnable ?? [],
            text: renderSections(sections),
            diagram: drawPlaybook(one.subject, locale),
          });
        } else if (diagram) terminal.print(drawPlaybook(one.subject, locale).trimEnd());
        else terminal.print(shown(renderSections(sections).trimEnd(), terminal));
        return EXIT.done;
      }),
    );
}

/** Markdown, with headings and names in bold where the terminal can. */
function shown(markdown: string, { color }: Terminal): string {
  if (!color.isColorSupported) return markdown;
  return markdown
    .split('\n')
    .map((line) =>
      /^#+ /.test(line)
        ? color.bold(line.replace(/^#+ /, ''))
        : line.replace(/^(\s*(?:-|\d+\.) )\*\*(.+?)\*\*/, (_, mark: string, id: string) => mark + color.bold(id)),
    )
    .join('\n');
}
