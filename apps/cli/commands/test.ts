import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { catalogueOption, jsonOption } from '../options.js';

type Format = 'pretty' | 'json' | 'junit';

interface Options {
  readonly json?: true;
  readonly format?: Format;
  readonly verbose?: true;
  readonly catalogue?: string;
}

const FORMATS: readonly Format[] = ['pretty', 'json', 'junit'];

function formatOf({ json, format }: Options): Format {
  if (json && format !== undefined && format !== 'json')
    throw usage('two-formats', `--json and --format ${format} ask for two formats`, 'Leave one of them out');
  return json ? 'json' : (format ?? 'pretty');
}

/** `sopwith test`: the playbooks' own tests on the virtual clock. */
export function testCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('test')
    .description("Runs the playbooks' own tests on a virtual clock: no database, no waiting")
    .argument('[paths...]', 'files or folders (default: playbooks)')
    .addOption(new Option('--format <format>', 'how to print (default: pretty)').choices(FORMATS))
    .addOption(jsonOption())
    .option('--verbose', 'print the time line of every run, not only around what failed')
    .addOption(catalogueOption())
    .addHelpText(
      'after',
      `
Example:
  npx sopwith test playbooks/renewal
  npx sopwith test playbooks --format junit > tests.xml

Beside each playbook stands how many of its ways its tests take: every arm of a branch, every exit, every \`when\` both
ways, and what steps come to when nobody acts. A playbook whose tests fail is not published.
`,
    )
    .action(
      cli.run(async (given: string[], options: Options) => {
        const format = formatOf(options);
        const paths = given.length > 0 ? given : ['playbooks'];
        const { selectBooks } = await import('../catalogued-book.js');
        const { compileAsked } = await import('../test-books/compile-asked.js');
        const { testPlaybook } = await import('../../../workflows/simulate/test-playbook.js');
        const { notRunnable, sayNotRunnable } = await import('../../../workflows/compile/not-runnable.js');
        const playbooks = compileAsked(selectBooks(paths, options.catalogue), paths, options.catalogue, 'tested');
        const all = playbooks.map((asked) => ({ asked, tested: testPlaybook(asked.playbook, asked.catalogue) }));
        const unpublishable = playbooks.flatMap(({ playbook: { file, plan }, catalogue }) => {
          const parts = notRunnable(plan, catalogue);
          return parts.length > 0 ? [{ file, playbook: plan.playbook, notRunnable: parts }] : [];
        });
        const tests = all.flatMap(({ tested }) => tested.tests.map((test) => ({ ...test, playbook: tested.playbook })));
        const failed = tests.filter(({ status }) => status === 'failed').length;
        const passed = tests.length - failed;
        if (format === 'json') {
          terminal.json({
            passed,
            failed,
            tests: tests.map(({ file, playbook, name, status, expected, actual, differences }) => ({
              ...{ file, playbook, name, status },
              ...(status === 'failed' ? { expected, actual, differences } : {}),
            })),
            coverage: all.map(({ tested }) => tested.coverage),
            unpublishable,
          });
        } else if (format === 'junit') {
          const { junitTests } = await import('../../../workflows/simulate/junit-tests.js');
          terminal.print(junitTests(all.map(({ tested }) => tested)));
        } else {
          const { printTests } = await import('../test-books/print-tests.js');
          printTests(terminal, all, options.verbose ?? false);
          for (const { playbook, notRunnable: parts } of unpublishable)
            terminal.print(`\n${playbook} cannot be published yet, the engine does not carry out: ${sayNotRunnable(parts)}`);
          terminal.print(`\n${passed} passed, ${failed} failed`);
        }
        return failed > 0 ? EXIT.found : EXIT.done;
      }),
    );
}
