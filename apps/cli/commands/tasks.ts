import { Command, Option } from 'commander';
import type { CloseTaskResult } from '../../../prisma/stores/task-store.js';
import type { Cli } from '../cli.js';
import { CliFailure, EXIT, usage } from '../failure.js';
import { homeOption, jsonOption, wholeNumber } from '../options.js';
import { checkNames } from '../known-names.js';
import { withDatabase } from '../with-database.js';

interface ListOptions {
  readonly json?: true;
  readonly home?: string;
  readonly status?: string;
  readonly assignee?: string;
  readonly account?: string;
  readonly overdue?: true;
  readonly limit: number;
}

/** `sopwith tasks`: what people have to do, the most urgent first. */
export function tasksCommand(cli: Cli): Command {
  const { terminal } = cli;
  return new Command('tasks')
    .description("CSMs' tasks, the most urgent first")
    .addOption(
      new Option('--status <status>', 'only these').choices(['open', 'done', 'expired', 'cancelled', 'all']).default('open'),
    )
    .option('--assignee <id>', 'only of this member (also escalated to them)')
    .option('--account <id>', 'only of this account')
    .option('--overdue', 'only open ones past their due time')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 50)
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npx sopwith tasks --assignee csm-anna --overdue\n')
    .action(
      cli.run(async (options: ListOptions) =>
        withDatabase(cli, options, async (db) => {
          const { taskList } = await import('../../../prisma/read-models/task-list.js');
          const { businessNow } = await import('../business-now.js');
          await checkNames(db, { account: options.account, member: options.assignee });
          const page = await taskList(db, {
            asOf: await businessNow(db),
            status: options.status === 'all' ? undefined : options.status,
            assignee: options.assignee,
            account: options.account,
            overdue: options.overdue,
            limit: options.limit,
          });
          if (options.json) {
            terminal.json({ tasks: page.items, nextCursor: page.nextCursor });
            return EXIT.done;
          }
          if (page.items.length === 0) {
            terminal.print('No tasks.');
            return EXIT.done;
          }
          const { textTable } = await import('../text-table.js');
          const { zonedTimeText } = await import('../output/time-text.js');
          const rows = page.items.map((task) => [
            task.id,
            (task.overdue ? 'overdue' : task.status) + (task.simulated ? ' (simulated)' : ''),
            zonedTimeText(task.dueAt, task.timezone),
            task.assignee?.name ?? 'nobody',
            task.accountName,
            task.title,
            task.outcome ?? (task.status === 'open' ? task.outcomes.join('|') : '-'),
          ]);
          terminal.print(textTable(['task', 'status', 'due', 'assignee', 'account', 'title', 'outcome'], rows));
          if (page.nextCursor !== null) terminal.note(`More follow: raise --limit (now ${options.limit}).`);
          return EXIT.done;
        }),
      ),
    );
}

interface CloseOptions {
  readonly json?: true;
  readonly home?: string;
  readonly outcome: string;
  readonly note?: string;
  readonly evidence?: string;
  readonly by?: string;
}

/** `sopwith task close`: closes a task with one of its outcomes. */
export function taskCommand(cli: Cli): Command {
  const { terminal } = cli;
  const close = new Command('close')
    .description('Closes a task with one of its declared outcomes; its run goes on at once')
    .argument('<id>', 'as `sopwith tasks` prints it')
    .requiredOption('--outcome <word>', 'one of the outcomes the task declares')
    .option('--note <text>', 'what was done and agreed')
    .option('--evidence <url-or-text>', 'where it can be seen')
    .option('--by <member>', "who did it: a member's id (default: cli, nobody in particular)")
    .addOption(homeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npx sopwith task close 0d4c... --outcome reached --note "Spoke with the key user, training on Friday" --by csm-anna\n',
    )
    .action(
      cli.run(async (id: string, options: CloseOptions) =>
        withDatabase(cli, options, async (db) => {
          const { closeTask } = await import('../../../prisma/stores/task-store.js');
          const { businessNow } = await import('../business-now.js');
          await checkNames(db, { member: options.by });
          const at = await businessNow(db);
          const evidence = options.evidence === undefined ? undefined : { text: options.evidence };
          const result = await closeTask(db, {
            taskId: id,
            outcome: options.outcome,
            note: options.note ?? null,
            evidence,
            by: options.by ?? 'cli',
            at,
          });
          if (result.status !== 'ok') throw refusal(id, options.outcome, result);
          if (options.json) terminal.json({ task: id, run: result.runId, outcome: options.outcome, repeated: result.repeated });
          else
            terminal.print(
              result.repeated
                ? `Task ${id} was closed with this outcome before; nothing is changed.`
                : `Closed. Its run is ${result.runId}.`,
            );
          return EXIT.done;
        }),
      ),
    );
  return new Command('task').description("One CSM's task").addCommand(close);
}

function refusal(id: string, outcome: string, result: Exclude<CloseTaskResult, { status: 'ok' }>): CliFailure {
  switch (result.status) {
    case 'not_found':
      return usage('no-such-task', `There is no task ${JSON.stringify(id)}`, 'List them with: npx sopwith tasks');
    case 'already_closed':
      return usage(
        'already-closed',
        `Task ${id} is closed already: ${result.outcome ?? result.reason ?? 'no outcome'}${result.by === null ? '' : ` by ${result.by}`}`,
      );
    case 'undeclared_outcome':
      return usage(
        'undeclared-outcome',
        `${JSON.stringify(outcome)} is not an outcome of this task`,
        `Declared: ${result.declared.join(', ')}`,
      );
    case 'note_too_short':
      return usage(
        'note-too-short',
        `The note has ${result.has} characters, this task wants at least ${result.needs}`,
        'Say more with --note "..."',
      );
  }
}
