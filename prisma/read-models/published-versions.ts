import type { Database } from '../database.js';

/** The versions of a playbook that were published, oldest first; empty = there is no such playbook. */
export async function publishedVersions(db: Pick<Database, 'pool'>, playbook: string): Promise<number[]> {
  const { rows } = await db.pool.query<{ version: number }>(
    'SELECT version FROM playbook_versions WHERE playbook = $1 ORDER BY version',
    [playbook],
  );
  return rows.map(({ version }) => version);
}
