import type pg from 'pg';

/**
 * True when a run is being left, so that nothing of it may start any more. The row lock makes this wait for a
 * transaction that decides an exit right now, and the other way round.
 */
export async function isExiting(client: pg.PoolClient, runId: string): Promise<boolean> {
  const { rows } = await client.query<{ exiting: boolean }>(
    'SELECT exiting_at IS NOT NULL AS exiting FROM runs WHERE id = $1 FOR SHARE',
    [runId],
  );
  return rows[0]?.exiting ?? false;
}
