import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

/** The accounts with an open episode, per playbook. */
export async function openEpisodes(
  db: Database,
  playbooks: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await db.pool.query<{ playbook: string; account_id: string }>(
    'SELECT playbook, account_id FROM episodes WHERE closed_at IS NULL AND playbook = ANY($1::text[])',
    [playbooks],
  );
  const open = new Map<string, Set<string>>(playbooks.map((playbook) => [playbook, new Set()]));
  for (const { playbook, account_id } of rows) open.get(playbook)?.add(account_id);
  return open;
}

/** Ends the open episodes of accounts whose trigger is false as of `at`. A late sweep never ends a younger episode. */
export async function closeEpisodes(db: Database, playbook: string, accountIds: readonly string[], at: Instant): Promise<number> {
  if (accountIds.length === 0) return 0;
  const { rowCount } = await db.pool.query(
    `UPDATE episodes SET closed_at = $3
      WHERE playbook = $1 AND account_id = ANY($2::text[]) AND closed_at IS NULL AND opened_at < $3`,
    [playbook, accountIds, new Date(at)],
  );
  return rowCount ?? 0;
}
