import type { Database } from '../database.js';
import { nearest } from '../../workflows/model/did-you-mean.js';

const QUERIES = {
  playbook: 'SELECT DISTINCT playbook AS id FROM playbook_versions ORDER BY 1 LIMIT 1000',
  account: 'SELECT id FROM accounts ORDER BY 1 LIMIT 10000',
  member: 'SELECT id FROM members ORDER BY 1 LIMIT 10000',
} as const;

export interface UnknownName {
  readonly kind: keyof typeof QUERIES;
  readonly id: string;
  /** The one that was probably meant. */
  readonly near: string | null;
  /** All there are when they are few, else none. */
  readonly known: readonly string[];
}

/** The first of these ids that nothing here is called; null = all are known. Tells an empty list from a typing mistake. */
export async function unknownName(
  db: Pick<Database, 'pool'>,
  names: Readonly<Partial<Record<keyof typeof QUERIES, string | undefined>>>,
): Promise<UnknownName | null> {
  for (const kind of ['playbook', 'account', 'member'] as const) {
    const id = names[kind];
    if (id === undefined) continue;
    const { rows } = await db.pool.query<{ id: string }>(QUERIES[kind]);
    const known = rows.map((row) => row.id);
    if (known.includes(id) || known.length >= 10_000) continue;
    return { kind, id, near: nearest(id, known), known: known.length <= 12 ? known : [] };
  }
  return null;
}
