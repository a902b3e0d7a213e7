import { Command, Option } from 'commander';
import type { Locale } from '../../../workflows/model/localized-text.js';
import type { TraceEntry } from '../../../workflows/model/run.js';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { catalogueOption, jsonOption, localeOption, wholeNumber } from '../options.js';

interface Options {
  readonly json?: true;
  readonly scenario?: string;
  readonly seed?: number;
  readonly locale: Locale;
  readonly catalogue?: string;
}

/** `sopwith simulate`: one run of a playbook on the virtual clock, as a time line. */
export function simulateCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('simulate')
    .description('Plays one run of a playbook through on a virtual clock and tells it day by day; sends nothing')
    .argument('<file>', 'a playbook')
    .option('--scenario <name or file>', 'a test of the playbook by its name, or a YAML file with given: and timeline:')
    .addOption(
      new Option(
        '--seed <n>',
        'people close tasks and answer questions by this seed, instead of the timeline (without --scenario: at the account of the first test that enters)',
      ).argParser(wholeNumber(0, 1_000_000_000)),
    )
    .addOption(localeOption())
    .addOption(jsonOption())
    .addOption(catalogueOption())
    .addHelpText(
      'after',
      `
Example:
  npx sopwith simulate playbooks/adoption/usage_drop_rescue.playbook.yaml --scenario "reached on the first call, usage recovers"
  npx sopwith simulate playbooks/adoption/usage_drop_rescue.playbook.yaml --seed 7 --locale zh

A scenario file holds what a test does, with or without expect:
  given: { account: { segment: mid, status: active }, health: { score: 52 }, logins: [400, 400, 180, 80] }
  timeline: [{ at: 2d, close: { call_owner: reached } }, { at: 9d, pause: the customer asked for quiet }]
Exit code 1: it expects something, and the run came out otherwise.
`,
    )
    .action(
      cli.run(async (path: string, options: Options) => {
        const { scenario, seed, locale, json, catalogue: folder } = options;
        if (scenario === undefined && seed === undefined)
          throw usage('no-scenario', 'It is not said what happens', 'Name a --scenario, or give a --seed');
        const { selectBooks } = await import('../catalogued-book.js');
        const { compileAsked } = await import('../test-books/compile-asked.js');
        const { findScenario } = await import('../simulate/find-scenario.js');
        const { runPlaybookTest } = await import('../../../workflows/simulate/run-playbook-test.js');
        const all = compileAsked(selectBooks([path], folder), [path], folder, 'simulated');
        const [asked, another] = all;
        if (!asked) throw usage('no-playbook', `There is no playbook in ${path}`, 'Name a file with kind: Playbook');
        if (another) {
          const files = all.map(({ playbook }) => playbook.file).join(', ');
          throw usage('several-playbooks', `There are ${all.length} playbooks in ${path}`, `Name one of them: ${files}`);
        }
        const { plan } = asked.playbook;
        const told = findScenario(asked, scenario);
        const people = seed === undefined ? null : await usualPeopleBy(seed);
        // Other people do other things than the test expects of its own.
        const test = people === null ? told : { ...told, expect: nothingOf(told.expect) };
        const result = runPlaybookTest(plan, asked.catalogue, test, people);
        if (json) {
          const { actual, trace, differences } = result;
          const { enrolled, because, skipped, result: outcome } = actual;
          terminal.json({
            ...{ playbook: plan.playbook, version: plan.version, scenario: told.name },
            ...(seed === undefined ? {} : { seed }),
            ...{ enrolled, because, skipped, trace: await readable(trace), result: outcome, differences },
          });
        } else {
          const { printSimulation } = await import('../simulate/print-simulation.js');
          printSimulation(terminal, asked, result, { locale, seed });
        }
        return result.status === 'failed' ? EXIT.found : EXIT.done;
      }),
    );
}

async function usualPeopleBy(seed: number) {
  const { usualPeople } = await import('../../../workflows/simulate/behaviour/usual-people.js');
  return usualPeople(String(seed));
}

function nothingOf<T extends object>(expect: T): { [K in keyof T]: null } {
  return Object.fromEntries(Object.keys(expect).map((key) => [key, null])) as { [K in keyof T]: null };
}

/** The flight record as `run ID --json` has it. */
async function readable(trace: readonly TraceEntry[]) {
  const { traceLine } = await import('../../../prisma/read-models/trace-view.js');
  return trace.map((entry) => traceLine({ seq: entry.seq, at: new Date(entry.at), type: entry.type, entry }));
}
