import type { Instant } from '../../workflows/model/time.js';
import type { PushedRunEvent } from '../../workflows/model/run.js';
import type { Database, Executor } from '../database.js';

/** What the relay can be asked to do, written in the transaction that decided it. */
export type OutboxWork =
  /** Start the workflow of a run; everything else is read from its rows. */
  | { readonly kind: 'start_run'; readonly payload: { readonly runId: string } }
  /** Push an event into a run. */
  | { readonly kind: 'push_event'; readonly payload: { readonly runId: string; readonly event: PushedRunEvent } }
  /** Carry out an order that is noted among the orders of a run. */
  | { readonly kind: 'order_run'; readonly payload: { readonly runId: string; readonly order: string } }
  /** Something about an account changed: ask the `exit` conditions of its runs as of `at`. */
  | { readonly kind: 'watch_exits'; readonly payload: { readonly accountId: string; readonly at: Instant } };

/** A claimed row. `attempts` counts this claim. */
export type OutboxItem = OutboxWork & { readonly id: string; readonly attempts: number };

interface OutboxRow {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempts: number;
}

/** Adds work; with a transaction's executor it exists exactly when the decision does. */
export async function enqueue(tx: Executor, ...work: readonly OutboxWork[]): Promise<void> {
  if (work.length === 0) return;
  const kinds = work.map((item) => item.kind);
  const payloads = work.map((item) => JSON.stringify(item.payload));
  await tx.$executeRaw`
    INSERT INTO outbox (kind, payload)
    SELECT * FROM unnest(${kinds}::text[], ${payloads}::jsonb[])`;
}

/**
 * Takes the oldest open rows that are due; orders come last, so that a thousand of them keep no start and no answer
 * waiting. The claim is a lease in machine time: a row whose holder dies is due again after `leaseMs`, so work is done at
 * least once and whoever does it must be idempotent.
 */
export async function claimOutbox(
  db: Database,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<OutboxItem[]> {
  const { rows } = await db.pool.query<OutboxRow>(
    `UPDATE outbox SET attempts = attempts + 1, not_before = now() + $2 * interval '1 millisecond'
      WHERE id IN (SELECT id FROM outbox WHERE done_at IS NULL AND not_before <= now()
                    ORDER BY kind = 'order_run', id LIMIT $1 FOR UPDATE SKIP LOCKED)
      RETURNING id::text AS id, kind, payload, attempts`,
    [limit, leaseMs],
  );
  return rows.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id))) as unknown as OutboxItem[];
}

/** Marks rows as done; `note` says what was odd about it, e.g. that the run was over already. */
export async function finishOutbox(db: Database, ids: readonly string[], note: string | null = null): Promise<void> {
  if (ids.length === 0) return;
  await db.pool.query('UPDATE outbox SET done_at = now(), last_error = $2 WHERE id = ANY($1::bigint[]) AND done_at IS NULL', [
    ids,
    note,
  ]);
}

/** Gives rows back, due again after `delayMs`, with the reason where everybody can read it. */
export async function retryOutbox(db: Database, ids: readonly string[], error: string, delayMs: number): Promise<void> {
  if (ids.length === 0) return;
  await db.pool.query(
    `UPDATE outbox SET last_error = $2, not_before = now() + $3 * interval '1 millisecond'
      WHERE id = ANY($1::bigint[]) AND done_at IS NULL`,
    [ids, error.slice(0, 2_000), delayMs],
  );
}

/** True while the start of a run still waits in the outbox: an event for it is early, not lost. */
export async function isStartPending(db: Database, runId: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ pending: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM outbox WHERE done_at IS NULL AND kind = 'start_run' AND payload->>'runId' = $1) AS pending`,
    [runId],
  );
  return rows[0]?.pending ?? false;
}

/** Open rows that are due and the age of the oldest one in machine milliseconds: what a health page shows. */
export async function outboxBacklog(db: Database): Promise<{ open: number; oldestMs: number }> {
  const { rows } = await db.pool.query<{ open: number; oldest_ms: number }>(
    `SELECT count(*)::int AS open, coalesce(extract(epoch FROM now() - min(created_at)) * 1000, 0)::float8 AS oldest_ms
       FROM outbox WHERE done_at IS NULL AND (attempts > 0 OR not_before <= now())`,
  );
  return { open: rows[0]?.open ?? 0, oldestMs: rows[0]?.oldest_ms ?? 0 };
}

/** Deletes what was done long ago (machine time); the facts themselves live in their own tables. */
export async function pruneOutbox(db: Database, olderThanDays: number): Promise<number> {
  const result = await db.pool.query(`DELETE FROM outbox WHERE done_at < now() - $1 * interval '1 day'`, [olderThanDays]);
  return result.rowCount ?? 0;
}
