import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, found } from '../failure.js';
import { catalogueOption, jsonOption } from '../options.js';

interface Options {
  readonly json?: true;
  readonly catalogue?: string;
}

/** `sopwith test`: the playbooks' own tests on the virtual clock. */
export function testCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('test')
    .description("Runs the playbooks' own tests on a virtual clock: no database, no waiting")
    .argument('[paths...]', 'files or folders (default: playbooks)')
    .addOption(jsonOption())
    .addOption(catalogueOption())
    .addHelpText('after', '\nExample:\n  npx sopwith test playbooks/renewal\n')
    .action(
      cli.run(async (paths: string[], options: Options) => {
        const { selectBooks } = await import('../catalogued-book.js');
        const { compileBook } = await import('../../../workflows/compile/compile-book.js');
        const { runPlaybookTest } = await import('../../../workflows/simulate/run-playbook-test.js');
        const { notRunnable, sayNotRunnable } = await import('../../../workflows/compile/not-runnable.js');
        const selection = selectBooks(paths.length > 0 ? paths : ['playbooks'], options.catalogue);
        const books = selection.books.map((files) => compileBook(files));
        const errors = books.flatMap((book) =>
          book.diagnostics.filter((one) => one.severity === 'error' && selection.asked(one.file)),
        );
        if (errors.length > 0 || books.some((book) => book.catalogue === null)) {
          const first = errors[0];
          const where =
            first === undefined ? '' : `, the first at ${first.file}:${first.span.line}:${first.span.column}: ${first.message}`;
          throw found(
            'book-has-errors',
            `The book cannot be tested, it has ${errors.length} errors${where}`,
            `See them all with: npx sopwith lint ${[...paths, ...(options.catalogue === undefined ? [] : ['--catalogue', options.catalogue])].join(' ')}`.trimEnd(),
          );
        }
        const results = books.flatMap(({ catalogue, playbooks }) =>
          playbooks
            .filter(({ file }) => selection.asked(file))
            .flatMap(({ file, plan, tests }) =>
              tests.map((test) => {
                if (catalogue === null) throw new Error('checked above');
                return { file, playbook: plan.playbook, ...runPlaybookTest(plan, catalogue, test) };
              }),
            ),
        );
        const unpublishable = books.flatMap(({ catalogue, playbooks }) =>
          playbooks
            .filter(({ file }) => selection.asked(file))
            .map(({ file, plan }) => ({ file, playbook: plan.playbook, notRunnable: notRunnable(plan, catalogue) }))
            .filter((one) => one.notRunnable.length > 0),
        );
        const count = (wanted: (typeof results)[number]['status']) => results.filter(({ status }) => status === wanted).length;
        const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
        if (options.json) {
          const tests = results.map(({ file, playbook, name, status, expected, actual, differences, notRunnable }) => ({
            ...{ file, playbook, name, status },
            ...(status === 'failed' ? { expected, actual, differences } : {}),
            ...(status === 'skipped' ? { notRunnable } : {}),
          }));
          terminal.json({ passed, failed, skipped, tests, unpublishable });
        } else {
          const { color } = terminal;
          for (const playbook of new Set(results.map((result) => result.playbook))) {
            terminal.print(color.bold(playbook));
            for (const { name, status, differences, notRunnable: missing } of results.filter(
              (result) => result.playbook === playbook,
            )) {
              const marks = { passed: color.green('ok  '), failed: color.red('FAIL'), skipped: color.yellow('skip') };
              terminal.print(`  ${marks[status]} ${name}`);
              if (status === 'skipped') terminal.print(`       not runnable yet: ${sayNotRunnable(missing)}`);
              for (const { what, expected, actual } of differences) {
                terminal.print(`       ${what}: expected ${color.green(expected)}, was ${color.red(actual)}`);
              }
            }
          }
          for (const { playbook, notRunnable: parts } of unpublishable)
            terminal.print(`\n${playbook} cannot be published yet, the engine does not carry out: ${sayNotRunnable(parts)}`);
          terminal.print(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
        }
        return failed > 0 ? EXIT.found : EXIT.done;
      }),
    );
}
