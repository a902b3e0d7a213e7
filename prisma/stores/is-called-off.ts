import type pg from 'pg';

/**
 * True when nothing of a step may start any more: its run is being left, or somebody had it left out or cut short. The row
 * locks make this wait for a transaction that decides it right now, and the other way round.
 * @param stepKey what its channel was given
 */
export async function isCalledOff(client: pg.PoolClient, runId: string, stepKey: string): Promise<boolean> {
  if (await isExiting(client, runId)) return true;
  const { rows } = await client.query<{ status: string }>(
    'SELECT status FROM step_records WHERE run_id = $1 AND key = $2 FOR SHARE',
    [runId, baseKey(stepKey)],
  );
  const status = rows[0]?.status;
  return status === 'skipped' || status === 'cancelled';
}

/** The same about the run alone. */
export async function isExiting(client: pg.PoolClient, runId: string): Promise<boolean> {
  const { rows } = await client.query<{ exiting: boolean }>(
    'SELECT exiting_at IS NOT NULL AS exiting FROM runs WHERE id = $1 FOR SHARE',
    [runId],
  );
  return rows[0]?.exiting ?? false;
}

/** The key of a step, whatever the number of its try: `call#3` of `call#3.2`. */
function baseKey(stepKey: string): string {
  return stepKey.replace(/(#\d+)\.\d+$/, '$1');
}
