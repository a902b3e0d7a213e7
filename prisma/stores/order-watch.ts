import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';

/**
 * Orders the relay to ask the conditions that an account's runs watch (exits, and what steps wait for), in the caller's
 * transaction. Accounts without a run that listens need none; a run that starts at the same moment asks for itself.
 */
export async function orderWatch(client: Pick<pg.PoolClient, 'query'>, accountId: string, at: Instant): Promise<void> {
  await client.query(
    `INSERT INTO outbox (kind, payload)
     SELECT 'watch_exits', jsonb_build_object('accountId', $1::text, 'at', $2::bigint)
     WHERE EXISTS (
       SELECT 1 FROM runs WHERE account_id = $1 AND status IN ('starting', 'running', 'paused') AND exiting_at IS NULL
     )`,
    [accountId, at],
  );
}
