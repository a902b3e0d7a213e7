import type { Database } from '../database.js';

/** Whether there is a member of that id who still works here. */
export async function isActiveMember(db: Pick<Database, 'pool'>, id: string): Promise<boolean> {
  return (await db.pool.query('SELECT 1 FROM members WHERE id = $1 AND active', [id])).rows.length > 0;
}

/** Whether there is a member of that id. */
export async function memberExists(db: Pick<Database, 'pool'>, id: string): Promise<boolean> {
  return (await db.pool.query('SELECT 1 FROM members WHERE id = $1', [id])).rows.length > 0;
}
