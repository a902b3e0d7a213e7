import type { MigrationImpact, MigrationItem } from '../../shared/orders/migration-impact.js';
import { migrationImpact } from '../../shared/orders/migration-impact.js';
import { orderMigration } from '../../shared/orders/order-migration.js';
import { businessNow } from '../business-now.js';
import type { Cli } from '../cli.js';
import { EXIT, usage } from '../failure.js';
import { checkNames } from '../known-names.js';
import { localCalendar } from '../output/local-calendar.js';
import { moveText } from '../output/order-text.js';
import { timeText } from '../output/time-text.js';
import { textTable } from '../text-table.js';
import { followBatch, printOutcome } from './follow-batch.js';
import type { SaidOptions } from './said-options.js';
import { withOrders } from './with-orders.js';

export interface MigrateOptions extends Omit<SaidOptions, 'reason'> {
  readonly to: number;
  readonly from?: number;
  readonly run?: string;
  readonly apply?: true;
  readonly reason?: string;
}

/** `sopwith playbook migrate`: the impact list first, and with `--apply` the orders, run by run. */
export function migratePlaybook(cli: Cli, playbook: string, options: MigrateOptions): Promise<number> {
  const { terminal } = cli;
  const { to, from, run, apply = false, reason, by = 'cli' } = options;
  if (apply && reason === undefined)
    throw usage('no-reason', '--apply needs a reason, which stands in every flight record', 'Say why with --reason "..."');
  return withOrders(cli, options, async (db, deps) => {
    await checkNames(db, { playbook, member: options.by });
    let said = 0;
    const answer = await migrationImpact(deps, { playbook, to, from, run, at: await businessNow(db) }, (done, of) => {
      if (of < 20 || (done !== of && Date.now() - said < 1_000)) return;
      said = Date.now();
      terminal.progress(`${done} of ${of} runs were asked where they stand`);
    });
    if (answer.status === 'no_such_version')
      throw usage(
        'no-such-version',
        `Version ${to} of ${playbook} was never published`,
        `Published: ${answer.versions.join(', ')}`,
      );
    const { impact } = answer;
    if (!options.json) printImpact(cli, impact, apply);
    if (!apply) {
      if (options.json) terminal.json({ ...shown(impact), applied: false });
      return impact.verdicts.moves === impact.runs.length ? EXIT.done : EXIT.found;
    }
    const { batch, ordered } = await orderMigration(db, impact, {
      by,
      reason: reason ?? '',
      origin: 'cli',
      at: await businessNow(db),
    });
    const outcome = await followBatch(cli, db, batch);
    const { taken, refused, asked } = outcome.counts;
    if (options.json)
      terminal.json({ ...shown(impact), applied: true, batch, ordered, orders: outcome.counts, refused: outcome.refused });
    else {
      terminal.print(`${taken} of ${ordered} ${ordered === 1 ? 'run' : 'runs'} moved to version ${to}, ${refused} refused`);
      printOutcome(cli, batch, outcome);
    }
    return refused + asked + impact.verdicts.refused > 0 ? EXIT.found : EXIT.done;
  });
}

const iso = (due: number | undefined) => (due === undefined ? {} : { due: new Date(due).toISOString() });

function shown(impact: MigrationImpact) {
  return {
    ...impact,
    runs: impact.runs.map((item) => ({ ...item, moves: item.moves.map(({ due, ...move }) => ({ ...move, ...iso(due) })) })),
  };
}

function printImpact({ terminal }: Cli, { playbook, to, runs, verdicts, moves }: MigrationImpact, apply: boolean): void {
  const { color } = terminal;
  if (runs.length === 0) {
    terminal.print(`No live run of ${playbook} is on another version than ${to}.`);
    return;
  }
  terminal.print(
    textTable(
      ['run', 'on', 'status', 'stands at', `would in version ${to}`, 'account'],
      runs.map((item) => [
        item.run,
        `v${item.version}`,
        item.status,
        item.at.join(', ') || '-',
        doesText(item),
        item.accountName,
      ]),
    ),
  );
  for (const { subject, does, runs: count } of moves)
    if (does !== 'stays') terminal.print(`${subject} ${does}: ${count} ${count === 1 ? 'run' : 'runs'}`);
  const parts = [
    `${verdicts.moves} would move`,
    ...(verdicts.refused > 0 ? [color.yellow(`${verdicts.refused} cannot`)] : []),
    ...(verdicts.unanswered > 0 ? [color.yellow(`${verdicts.unanswered} did not answer`)] : []),
  ];
  terminal.print(`${runs.length} live ${runs.length === 1 ? 'run' : 'runs'}: ${parts.join(', ')}`);
  if (!apply) terminal.note('Nothing was changed. Carry it out with: --apply --reason "..."');
}

function doesText({ verdict, moves, reason, timezone }: MigrationItem): string {
  if (verdict !== 'moves') return `${verdict}: ${reason ?? '-'}`;
  const time = (at: string | null) => (at === null ? '-' : timeText(at, localCalendar(timezone, at)));
  const changed = moves.filter(({ does }) => does !== 'stays');
  return changed.length === 0
    ? 'go on as it is'
    : changed.map(({ due, ...move }) => moveText({ ...move, ...iso(due) }, time)).join(', ');
}
