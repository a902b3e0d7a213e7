import type pg from 'pg';
import type { TraceEntry } from '../../workflows/model/run.js';
import { projectTrace } from './project-trace.js';

interface StoredLine {
  readonly seq: number;
  readonly entry: TraceEntry;
  /** It is the line that the run has under this number now. */
  readonly stands: boolean;
}

/** Whether the run has other lines under the numbers of these, which were ordered before those. */
export async function neverHappened(client: pg.PoolClient, runId: string, entries: readonly TraceEntry[]): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM trace_entries t JOIN unnest($2::int[], $3::jsonb[]) AS n (seq, entry) ON n.seq = t.seq
      WHERE t.run_id = $1 AND t.entry <> n.entry LIMIT 1`,
    [runId, entries.map(({ seq }) => seq), entries.map((entry) => JSON.stringify(entry))],
  );
  return rowCount !== 0;
}

/**
 * Takes lines out of a flight record that a run never came to: a worker wrote them and was cut off before Temporal heard of
 * it, and the run then did something else from there on. What lists read is worked out again from the lines that stand.
 * Lines before the given ones happened; what is not among them from there on did not.
 * @returns false = every line stands.
 */
export async function dropWhatNeverHappened(
  client: pg.PoolClient,
  runId: string,
  entries: readonly TraceEntry[],
): Promise<boolean> {
  const first = entries[0]?.seq;
  if (first === undefined) return false;
  const { rows } = await client.query<StoredLine>(
    `SELECT t.seq, t.entry, t.entry IS NOT DISTINCT FROM n.entry AS stands
       FROM trace_entries t LEFT JOIN unnest($3::int[], $4::jsonb[]) AS n (seq, entry) ON n.seq = t.seq
      WHERE t.run_id = $1 AND t.seq >= $2 ORDER BY t.seq`,
    [runId, first, entries.map(({ seq }) => seq), entries.map((entry) => JSON.stringify(entry))],
  );
  const from = rows.find(({ stands }) => !stands)?.seq;
  if (from === undefined) return false;
  const dropped = rows.filter(({ seq }) => seq >= from).map(({ entry }) => entry);
  await client.query('DELETE FROM trace_entries WHERE run_id = $1 AND seq >= $2', [runId, from]);
  await forget(client, runId, dropped);
  await projectAgain(client, runId);
  return true;
}

async function forget(client: pg.PoolClient, runId: string, dropped: readonly TraceEntry[]): Promise<void> {
  await client.query('DELETE FROM step_records WHERE run_id = $1', [runId]);
  await client.query('DELETE FROM check_records WHERE run_id = $1', [runId]);
  // An exit that was decided outside of the run and is on its way to it goes on keeping its messages back.
  const left = dropped.some(({ type }) => type === 'exit_taken' || type === 'run_cancelled');
  await client.query(
    `UPDATE runs r SET status = 'starting', result = NULL, finished_at = NULL, exit_id = NULL, version = e.version,
            exiting_at = CASE WHEN $2 THEN NULL ELSE r.exiting_at END,
            csm_id = CASE WHEN r.handed_over_at IS NULL THEN r.csm_id ELSE r.first_csm_id END,
            handed_over_at = NULL, first_csm_id = NULL
       FROM enrollments e WHERE r.id = $1 AND e.id = r.enrollment_id`,
    [runId, left],
  );
}

/** Of a task that was opened only its step: the task itself may have been moved since. */
async function projectAgain(client: pg.PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<{ entry: TraceEntry }>('SELECT entry FROM trace_entries WHERE run_id = $1 ORDER BY seq', [
    runId,
  ]);
  for (const { entry } of rows) {
    if (entry.type !== 'task_opened') await projectTrace(client, runId, [entry]);
    else
      await client.query('UPDATE step_records SET due_at = $3 WHERE run_id = $1 AND key = $2', [
        ...[runId, entry.key, new Date(entry.due).toISOString()],
      ]);
  }
}
