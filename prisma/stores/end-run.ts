import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';
import { poolTransaction } from '../pool-transaction.js';
import { leave } from './project-trace.js';

/** How a run ended that could not say so itself. */
export interface ForcedEnd {
  readonly result: 'cancelled' | 'failed';
  /** Business time at which it was seen. */
  readonly at: Instant;
  /** What happened, for whoever looks at the run. */
  readonly error: string;
}

/** Which of these runs are under way as far as we know. */
export async function liveAmong(db: Pick<Database, 'pool'>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.pool.query<{ id: string }>(`SELECT id FROM runs WHERE id = ANY($1::text[]) AND status IN ${LIVE}`, [
    ids,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Ends a run whose workflow is gone: nothing of it is sent any more, its open tasks and steps are closed.
 * @returns false when it was over already; nothing was written then.
 */
export async function endRun(db: Pick<Database, 'pool'>, runId: string, { result, at, error }: ForcedEnd): Promise<boolean> {
  return poolTransaction(db, async (client) => {
    const when = new Date(at).toISOString();
    const { rowCount } = await client.query(
      `UPDATE runs SET status = $2, result = $3, finished_at = greatest($4::timestamptz, started_at), error = $5
        WHERE id = $1 AND status IN ${LIVE}`,
      [runId, result === 'failed' ? 'failed' : 'finished', result, when, error],
    );
    if (rowCount !== 1) return false;
    await leave(client, runId, { at, messages: error, tasks: 'cancelled', kinds: ['step', 'fallback'] });
    await client.query(
      `UPDATE step_records SET status = 'cancelled', done_at = greatest($2::timestamptz, started_at), reason = $3
        WHERE run_id = $1 AND done_at IS NULL`,
      [runId, when, 'workflow_ended'],
    );
    return true;
  });
}
