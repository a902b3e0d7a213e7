import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';
import { poolTransaction } from '../pool-transaction.js';
import { insertQueued } from './order-store.js';
import type { OrderDraft } from './order-store.js';

/** What becomes of the runs under way: they finish, they are cancelled, or they are paused until the playbook is reopened. */
export type RetirementMode = 'drain' | 'stop' | 'freeze';

/** A playbook that takes nobody in. Instants are business time. */
export interface Retirement {
  readonly id: string;
  readonly playbook: string;
  readonly mode: RetirementMode;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

interface RetirementRow extends Omit<Retirement, 'at'> {
  readonly at: Date;
}

const COLUMNS = 'id::text AS id, playbook, mode, by, reason, at';

export type RetireResult =
  /** `ordered` = runs that are to be cancelled, paused or, when a freeze ends, resumed. */
  | { readonly status: 'retired'; readonly retirement: Retirement; readonly batch: string; readonly ordered: number }
  /** It was retired in this way before; nothing was written. */
  | { readonly status: 'repeated'; readonly retirement: Retirement; readonly batch: string };

export type ReopenResult =
  | { readonly status: 'reopened'; readonly retirement: Retirement; readonly batch: string; readonly ordered: number }
  | { readonly status: 'not_retired' };

/** Decisions about a playbook are taken one after another: nobody is enrolled by one that is being retired. */
export async function lockPlaybook(client: Pick<pg.PoolClient, 'query'>, playbook: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`sopwith:enroll:${playbook}`]);
}

/** Why a playbook takes nobody in; null = it does. */
export async function retirementInForce(query: Pick<pg.PoolClient, 'query'>, playbook: string): Promise<Retirement | null> {
  const { rows } = await query.query<RetirementRow>(
    `SELECT ${COLUMNS} FROM playbook_retirements WHERE playbook = $1 AND ended_at IS NULL`,
    [playbook],
  );
  return rows[0] === undefined ? null : { ...rows[0], at: rows[0].at.getTime() };
}

/** All playbooks that take nobody in, by id. */
export async function retirementsInForce(db: Pick<Database, 'pool'>): Promise<ReadonlyMap<string, Retirement>> {
  const { rows } = await db.pool.query<RetirementRow>(`SELECT ${COLUMNS} FROM playbook_retirements WHERE ended_at IS NULL`);
  return new Map(rows.map((row) => [row.playbook, { ...row, at: row.at.getTime() }]));
}

/** Orders given by a retirement, and those that take them back. */
export const retireBatch = ({ id }: Pick<Retirement, 'id'>): string => `retire:${id}`;
export const reopenBatch = ({ id }: Pick<Retirement, 'id'>): string => `reopen:${id}`;

/**
 * Takes a playbook out of use with all its versions, those to come included, and in the same transaction orders what
 * becomes of every run under way: whatever happens afterwards, the relay carries it out. Retired in another way before, it
 * is retired in this one from now on.
 */
export async function retirePlaybook(db: Pick<Database, 'pool'>, draft: Omit<Retirement, 'id'>): Promise<RetireResult> {
  return poolTransaction(db, async (client): Promise<RetireResult> => {
    await lockPlaybook(client, draft.playbook);
    const before = await retirementInForce(client, draft.playbook);
    if (before?.mode === draft.mode) return { status: 'repeated', retirement: before, batch: retireBatch(before) };
    if (before !== null) await end(client, before, draft.at, draft.by, `retired anew: ${draft.mode}`);
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO playbook_retirements (playbook, mode, by, reason, at) VALUES ($1, $2, $3, $4, $5) RETURNING id::text AS id`,
      [draft.playbook, draft.mode, draft.by, draft.reason, new Date(draft.at)],
    );
    const retirement: Retirement = { ...draft, id: rows[0]?.id ?? '' };
    const batch = retireBatch(retirement);
    let ordered = 0;
    // What was frozen finishes now.
    if (draft.mode === 'drain' && before?.mode === 'freeze') ordered = await resumeFrozen(client, before, { ...draft, batch });
    if (draft.mode !== 'drain') ordered = await orderLive(client, retirement, batch);
    return { status: 'retired', retirement, batch, ordered };
  });
}

/** Takes a playbook into use again; the runs that its freeze paused go on. */
export async function reopenPlaybook(
  db: Pick<Database, 'pool'>,
  { playbook, by, reason, at }: { readonly playbook: string; readonly by: string; readonly reason: string; readonly at: Instant },
): Promise<ReopenResult> {
  return poolTransaction(db, async (client): Promise<ReopenResult> => {
    await lockPlaybook(client, playbook);
    const retirement = await retirementInForce(client, playbook);
    if (retirement === null) return { status: 'not_retired' };
    await end(client, retirement, at, by, reason);
    const batch = reopenBatch(retirement);
    const ordered = retirement.mode === 'freeze' ? await resumeFrozen(client, retirement, { by, reason, at, batch }) : 0;
    return { status: 'reopened', retirement, batch, ordered };
  });
}

async function end(client: pg.PoolClient, { id }: Retirement, at: Instant, by: string, reason: string): Promise<void> {
  await client.query('UPDATE playbook_retirements SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1::bigint', [
    id,
    new Date(at),
    by,
    reason,
  ]);
}

async function orderLive(client: pg.PoolClient, retirement: Retirement, batch: string): Promise<number> {
  const { playbook, mode, by, reason, at } = retirement;
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM runs WHERE playbook = $1 AND status IN ${LIVE} ORDER BY started_at, id`,
    [playbook],
  );
  const kind = mode === 'stop' ? 'cancel' : 'pause';
  const payload = mode === 'stop' ? {} : { resumeAt: null };
  const told = `the playbook was retired: ${reason}`;
  return insertQueued(
    client,
    rows.map(({ id }): OrderDraft => ({
      run: id,
      id: batch,
      kind,
      playbook,
      by,
      origin: 'retire',
      batch,
      at,
      reason: told,
      payload,
    })),
  );
}

/** Only the runs that this freeze paused, and only when nobody has paused or resumed them since. */
async function resumeFrozen(
  client: pg.PoolClient,
  frozen: Retirement,
  order: { readonly by: string; readonly reason: string; readonly at: Instant; readonly batch: string },
): Promise<number> {
  const undoes = retireBatch(frozen);
  const { rows } = await client.query<{ run_id: string }>(
    `SELECT o.run_id FROM run_orders o JOIN runs r ON r.id = o.run_id AND r.status IN ${LIVE}
      WHERE o.batch = $1 AND o.kind = 'pause' AND o.status IN ('asked', 'taken')
        AND NOT EXISTS (SELECT 1 FROM run_orders later WHERE later.run_id = o.run_id AND later.seq > o.seq
                          AND later.kind IN ('pause', 'resume') AND later.status = 'taken')
      ORDER BY o.seq`,
    [undoes],
  );
  const { by, reason, at, batch } = order;
  const common = { kind: 'resume', playbook: frozen.playbook, by, origin: 'reopen', batch, at, reason } as const;
  return insertQueued(
    client,
    rows.map(({ run_id: run }): OrderDraft => ({ ...common, run, id: batch, payload: { undoes } })),
  );
}
