import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { calendarDay, jsonOption, machineSpan } from '../options.js';

interface Options {
  readonly json?: true;
  readonly from: string;
  readonly to: string;
  readonly day: number;
  readonly playbooks?: string;
  readonly mapping?: string;
  readonly autopilot?: string;
  readonly home?: string;
  readonly keep?: true;
  readonly fast?: true;
  readonly seed?: string;
}

/** `sopwith replay DIR`: lets a folder of history drive the real stack at a scaled clock. */
export function replayCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('replay')
    .description(
      'Lets the history in a folder of CSV files drive the real stack (database, Temporal, mail, worker) at a scaled clock',
    )
    .argument('<dir>', 'folder with accounts.csv, contacts.csv, subscriptions.csv, events.csv ...')
    .requiredOption('--from <day>', 'first day that is lived through', calendarDay)
    .requiredOption('--to <day>', 'last day that is lived through', calendarDay)
    .option('--day <span>', 'how long a business day takes', machineSpan, 1_000)
    .option('--playbooks <dir>', 'book to run (default: the shipped playbooks)')
    .option('--mapping <file>', 'YAML file that says which column is what')
    .option('--autopilot <file>', 'YAML file that says how people behave (simulated)')
    .option('--home <dir>', 'folder to work in, empty or new; it is kept (default: a scratch folder)')
    .option('--keep', 'keep the scratch folder')
    .option(
      '--fast',
      'the workflows alone, on a server that skips time: a year in minutes, and every flight record is compared with the backtest',
    )
    .option('--seed <seed>', 'with --fast: another seed makes other people of the same kind')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith replay ../shared/data/oulad --from 2013-10-01 --to 2014-02-28 --day 1s \\\n' +
        '    --playbooks test/real/oulad/playbooks --mapping test/real/oulad/mapping.yaml --autopilot test/real/oulad/autopilot.yaml\n',
    )
    .action(
      cli.run(async (dir: string, options: Options) => {
        if (options.to < options.from) throw usage('bad-period', `--to ${options.to} is before --from ${options.from}`);
        if (options.fast) return fast(cli, dir, options);
        if (options.seed !== undefined)
          throw usage('only-with-fast', '--seed is given without --fast', 'Write it into the autopilot file');
        const { replay } = await import('../replay/replay.js');
        const { json, day, ...rest } = options;
        const { report, kept } = await replay(cli, { ...rest, data: dir, dayMs: day });
        if (json) terminal.json(report);
        else terminal.print((await import('../../../workflows/report/render-report.js')).renderReport(report).trimEnd());
        if (kept !== null) terminal.note(`Kept: ${kept}`);
        return EXIT.done;
      }),
    );
}

/** @returns 1 when the real host and the simulator differ about a run. */
async function fast(cli: Cli, data: string, { json, playbooks, from, to, ...options }: Options): Promise<number> {
  const { mapping, autopilot, seed } = options;
  if (options.home !== undefined || options.keep)
    throw usage('not-with-fast', '--home and --keep are of no use with --fast: nothing is kept', 'Leave them out');
  const { runFastReplay } = await import('../replay/fast/run-fast-replay.js');
  const document = await runFastReplay(cli, {
    ...{ data, from, to, capacity: 40, playbooks: playbooks === undefined ? [] : [playbooks] },
    ...(mapping === undefined ? {} : { mapping }),
    ...(autopilot === undefined ? {} : { autopilot }),
    ...(seed === undefined ? {} : { seed }),
  });
  if (json) cli.terminal.json(document);
  else {
    (await import('../backtest/print-backtest.js')).printBacktest(cli.terminal, document);
    (await import('../replay/fast/print-parity.js')).printParity(cli.terminal, document.parity);
  }
  return document.parity.different.length === 0 ? EXIT.done : EXIT.found;
}
