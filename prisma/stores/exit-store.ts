import type { PushedRunEvent } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';

/** A run whose exits are still watched. */
export interface WatchedRun {
  readonly id: string;
  readonly playbook: string;
  readonly version: number;
  readonly accountId: string;
  readonly startedAt: Instant;
}

/**
 * Runs that may still leave by a condition: under way, not verifying, not already leaving, and started by `at`.
 * @param filter accounts of one zone or one account; both left out = all
 */
export async function watchedRuns(
  db: Database,
  at: Instant,
  filter: { readonly zone?: string; readonly accountId?: string } = {},
): Promise<WatchedRun[]> {
  const { rows } = await db.pool.query<Omit<WatchedRun, 'startedAt'> & { startedAt: Date }>(
    `SELECT r.id, r.playbook, r.version, r.account_id AS "accountId", r.started_at AS "startedAt"
     FROM runs r JOIN accounts a ON a.id = r.account_id
     WHERE r.status IN ('starting', 'running', 'paused') AND r.exiting_at IS NULL AND r.started_at <= $1
       AND ($2::text IS NULL OR a.timezone = $2) AND ($3::text IS NULL OR r.account_id = $3)
     ORDER BY r.id`,
    [new Date(at), filter.zone ?? null, filter.accountId ?? null],
  );
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.getTime() }));
}

/**
 * Decides that a run leaves: from this commit on nothing of it is sent any more, and the relay tells the run.
 * @returns false when it was leaving or over already; nothing was written then.
 */
export async function recordExit(
  db: Database,
  runId: string,
  event: Extract<PushedRunEvent, { type: 'exit_met' }>,
): Promise<boolean> {
  return poolTransaction(db, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE runs SET exiting_at = $2 WHERE id = $1 AND exiting_at IS NULL AND status IN ('starting', 'running', 'paused')`,
      [runId, new Date(event.at)],
    );
    if (rowCount !== 1) return false;
    await client.query(`INSERT INTO outbox (kind, payload) VALUES ('push_event', $1::jsonb)`, [JSON.stringify({ runId, event })]);
    return true;
  });
}
