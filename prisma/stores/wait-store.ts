import type { PushedRunEvent } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';

/** A `wait_for` step under way that was told of nothing yet. */
export interface ActiveWait {
  readonly key: string;
  readonly step: string;
}

/** Run -> its steps that wait as of an instant, in the order they started. */
export async function activeWaits(
  db: Pick<Database, 'pool'>,
  runIds: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, readonly ActiveWait[]>> {
  const waits = new Map<string, ActiveWait[]>();
  if (runIds.length === 0) return waits;
  const { rows } = await db.pool.query<ActiveWait & { run_id: string }>(
    `SELECT run_id, key, step FROM step_records
      WHERE run_id = ANY($1) AND verb = 'wait_for' AND status = 'active' AND detail IS NULL AND started_at <= $2
      ORDER BY run_id, started_at, key`,
    [runIds, new Date(at)],
  );
  for (const { run_id, key, step } of rows) waits.set(run_id, [...(waits.get(run_id) ?? []), { key, step }]);
  return waits;
}

/**
 * Tells a step that what it waits for is true; the relay carries it to the run.
 * @returns false when it was told before or is over; nothing was written then.
 */
export async function recordConditionMet(
  db: Pick<Database, 'pool'>,
  runId: string,
  event: Extract<PushedRunEvent, { type: 'condition_met' }>,
): Promise<boolean> {
  return poolTransaction(db, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE step_records SET detail = '{"met": true}' WHERE run_id = $1 AND key = $2 AND status = 'active' AND detail IS NULL`,
      [runId, event.key],
    );
    if (rowCount !== 1) return false;
    await client.query(`INSERT INTO outbox (kind, payload) VALUES ('push_event', $1::jsonb)`, [JSON.stringify({ runId, event })]);
    return true;
  });
}
