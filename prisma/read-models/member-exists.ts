import type { Database } from '../database.js';

/** Whether there is a member of that id. */
export async function memberExists(db: Pick<Database, 'pool'>, id: string): Promise<boolean> {
  return (await db.pool.query('SELECT 1 FROM members WHERE id = $1', [id])).rows.length > 0;
}
