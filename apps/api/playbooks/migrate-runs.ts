import { isoTime } from '../../../prisma/read-models/fact-view.js';
import type { Instant } from '../../../workflows/model/time.js';
import { migrationImpact } from '../../shared/orders/migration-impact.js';
import type { MigrationItem } from '../../shared/orders/migration-impact.js';
import type { OrderDependencies } from '../../shared/orders/order-dependencies.js';
import { orderMigration } from '../../shared/orders/order-migration.js';
import { notFound, Problem, shorten } from '../problems/problem.js';
import { checkMember } from '../runs/order-or-refuse.js';
import type { MigrateBody, MigrationDto, MigrationItemDto } from './retirement-dto.js';

/** The impact list of a migration, and its orders when they are wanted. */
export async function migrateRuns(
  deps: OrderDependencies,
  playbook: string,
  body: MigrateBody,
  at: Instant,
): Promise<MigrationDto> {
  const { to, from, run, apply = false, by = '', reason = '', orderId } = body;
  if (apply) await checkMember(deps.db, { by });
  const answer = await migrationImpact(deps, { playbook, to, from, run, at });
  if (answer.status === 'no_such_version') {
    if (answer.versions.length === 0) throw notFound('playbook', playbook, '`GET /v1/playbooks` lists the published ones.');
    const cause = `Version ${to} of \`${shorten(playbook)}\` was never published.`;
    throw new Problem(422, 'no-such-version', cause, `Give one of ${answer.versions.join(', ')}.`, { place: 'body.to' });
  }
  const { impact } = answer;
  const given = apply
    ? await orderMigration(deps.db, impact, { by, reason: reason.trim(), origin: 'api', at, id: orderId })
    : { batch: null, ordered: 0 };
  return { ...impact, runs: impact.runs.map(itemDto), applied: apply, ...given };
}

function itemDto({ run, account, accountName, version, status, at, verdict, moves, reason }: MigrationItem): MigrationItemDto {
  const shown = moves.map(({ due, ...move }) => ({ ...move, ...(due === undefined ? {} : { due: isoTime(due) }) }));
  return { run, account, accountName, version, status, at, verdict, moves: shown, reason };
}
