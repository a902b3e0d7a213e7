import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { jsonOption } from '../options.js';

interface Options {
  readonly from?: string;
  readonly into?: string;
  readonly list?: true;
  readonly json?: true;
}

/** `sopwith new`: a playbook that works, to be changed. */
export function newCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('new')
    .description('Writes a new playbook from a template: its messages in English and Chinese, its tests green; never over a file')
    .argument('[name]', 'id of the new playbook, e.g. rescue_small_accounts')
    .option('--from <template>', 'which template (see --list)')
    .option('--into <folder>', 'where to (default: playbooks/NAME)')
    .option('--list', 'list the templates')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith new rescue_small_accounts --from usage_rescue\n')
    .action(
      cli.run(async (name: string | undefined, { from, into, list, json }: Options) => {
        const { playbookTemplates } = await import('../new/playbook-templates.js');
        const templates = playbookTemplates();
        if (list) {
          const listed = templates.map(({ name: id, title, about }) => ({ name: id, title, about }));
          if (json) terminal.json({ templates: listed });
          else {
            const width = Math.max(...templates.map((template) => template.name.length));
            for (const template of listed) terminal.print(`${template.name.padEnd(width)}  ${template.about}`);
          }
          return EXIT.done;
        }
        const known = `Templates: ${templates.map((template) => template.name).join(', ')}`;
        if (name === undefined)
          throw usage('no-name', 'The new playbook needs a name', 'E.g. sopwith new my_rescue --from usage_rescue');
        if (from === undefined) throw usage('no-template', 'The new playbook needs a template: --from TEMPLATE', known);
        const { idProblem } = await import('../../../workflows/language/scalars.js');
        const problem = idProblem(name);
        if (problem) throw usage('invalid-name', problem[0], saysOf(problem[1]));
        const template = templates.find((one) => one.name === from);
        if (!template) throw usage('no-such-template', `There is no template ${from}`, known);
        const { writeNewPlaybook } = await import('../new/write-new-playbook.js');
        const written = await writeNewPlaybook(template, name, into ?? null);
        if (json) {
          const diagnostics = written.diagnostics.map(({ file, span, severity, code, message }) => ({
            ...{ file, line: span.line, column: span.column, severity, code, message },
          }));
          terminal.json({ template: from, name, files: written.files, diagnostics });
        } else {
          for (const file of written.files) terminal.print(file);
          const { formatDiagnostic } = await import('../../../workflows/language/format-diagnostic.js');
          const lacks = written.diagnostics.some(({ severity }) => severity === 'error');
          if (written.diagnostics.length > 0)
            terminal.print(lacks ? '\nYour book does not have everything it names yet:\n' : '\nTo be thought of in your book:\n');
          for (const one of written.diagnostics)
            terminal.print(formatDiagnostic(one, written.texts.get(one.file), terminal.color.isColorSupported));
          terminal.print(`\nNext: read ${written.playbook}, change it, then npx sopwith lint and npx sopwith test`);
        }
        return written.diagnostics.some(({ severity }) => severity === 'error') ? EXIT.found : EXIT.done;
      }),
    );
}

function saysOf(advice: string | { readonly says: string } | undefined): string | null {
  return typeof advice === 'object' ? advice.says : (advice ?? null);
}
