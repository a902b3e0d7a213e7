import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { homeOption, jsonOption, wholeNumber } from '../options.js';
import { checkNames } from '../known-names.js';
import { runOrderCommands } from '../orders/run-order-commands.js';
import { withDatabase } from '../with-database.js';

const STATUSES = ['live', 'starting', 'running', 'paused', 'verifying', 'finished', 'failed'] as const;

interface ListOptions {
  readonly json?: true;
  readonly home?: string;
  readonly status?: (typeof STATUSES)[number];
  readonly playbook?: string;
  readonly account?: string;
  readonly limit: number;
}

/** `sopwith runs`: runs, newest first. */
export function runsCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('runs')
    .description('Lists runs, newest first')
    .addOption(
      new Option('--status <status>', 'only these; live = starting, running, paused or verifying').choices([...STATUSES]),
    )
    .option('--playbook <id>', 'only of this playbook')
    .option('--account <id>', 'only of this account')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 50)
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith runs --status live --playbook usage_drop_rescue\n')
    .action(
      cli.run(async (options: ListOptions) =>
        withDatabase(cli, options, async (db) => {
          const { runList } = await import('../../../prisma/read-models/run-list.js');
          const { status, playbook, account, limit } = options;
          await checkNames(db, { playbook, account });
          const page = await runList(db, { status, playbook, account, limit });
          if (options.json) {
            terminal.json({ runs: page.items, nextCursor: page.nextCursor });
            return EXIT.done;
          }
          if (page.items.length === 0) {
            terminal.print('No runs.');
            return EXIT.done;
          }
          const { textTable } = await import('../text-table.js');
          const { zonedTimeText } = await import('../output/time-text.js');
          const rows = page.items.map((run) => [
            run.run,
            run.arm === 'holdout' ? `${run.status} (holdout)` : run.status,
            run.result ?? (run.activeSteps.join(', ') || '-'),
            zonedTimeText(run.startedAt, run.timezone),
            run.csm?.name ?? '-',
            run.accountName,
          ]);
          terminal.print(textTable(['run', 'status', 'result or step', 'started', 'csm', 'account'], rows));
          if (page.nextCursor !== null) terminal.note(`More follow: raise --limit (now ${limit}).`);
          return EXIT.done;
        }),
      ),
    );
}

interface RunOptions {
  readonly json?: true;
  readonly home?: string;
}

/** `sopwith run ID`: one run's flight record; `sopwith run pause ID` and its like order it about. */
export function runCommand(cli: Cli): Command {
  const { terminal } = cli;
  const command = new Command('run')
    .description(
      "One run's flight record: each step, when due, when done, by whom, with which facts. Its commands order the run about",
    )
    .argument('<id>', 'as `sopwith runs` prints it')
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith run pb:usage_drop_rescue:acme:check#1\n  npx sopwith run pause pb:usage_drop_rescue:acme:check#1 --reason "The customer asked us to wait"\n',
    )
    .action(
      cli.run(async (id: string, options: RunOptions) =>
        withDatabase(cli, options, async (db) => {
          const { runRecord } = await import('../../../prisma/read-models/run-record.js');
          const record = await runRecord(db, id);
          if (record === null)
            throw usage('no-such-run', `There is no run ${JSON.stringify(id)}`, 'List them with: npx sopwith runs');
          if (options.json) terminal.json(record);
          else (await import('../output/print-run.js')).printRun(terminal, record);
          return EXIT.done;
        }),
      ),
    );
  for (const order of runOrderCommands(cli)) command.addCommand(order);
  return command;
}
