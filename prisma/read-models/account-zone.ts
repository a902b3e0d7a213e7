import type { Database } from '../database.js';

/** The time zone an account lives in; UTC when there is no such account (any more). */
export async function accountZone(db: Pick<Database, 'pool'>, accountId: string): Promise<string> {
  const { rows } = await db.pool.query<{ timezone: string }>('SELECT timezone FROM accounts WHERE id = $1', [accountId]);
  return rows[0]?.timezone ?? 'UTC';
}
