import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

interface MemberOf {
  readonly id: string;
  readonly email: string | null;
}

/** The people of one account as a look at its history needs them. */
export interface HistoryPeopleRow {
  readonly accountId: string;
  readonly csm: MemberOf | null;
  readonly manager: MemberOf | null;
  /** Active contacts, by id. */
  readonly contacts: readonly { readonly id: string; readonly role: string; readonly email: string | null }[];
}

/**
 * Who belongs to each account, by account.
 * @param roles only contacts with one of these; null = all
 */
export async function historyPeople(db: Pick<Database, 'pool'>, roles: readonly string[] | null): Promise<HistoryPeopleRow[]> {
  const { rows } = await db.pool.query<HistoryPeopleRow>(
    `SELECT a.id AS "accountId",
            CASE WHEN c.active THEN json_build_object('id', c.id, 'email', c.email) END AS csm,
            CASE WHEN m.active THEN json_build_object('id', m.id, 'email', m.email) END AS manager,
            coalesce((SELECT json_agg(json_build_object('id', p.id, 'role', p.role, 'email', p.email) ORDER BY p.id)
                        FROM contacts p WHERE p.account_id = a.id AND p.active AND ($1::text[] IS NULL OR p.role = ANY ($1))),
                     '[]'::json) AS contacts
       FROM accounts a LEFT JOIN members c ON c.id = a.csm_id LEFT JOIN members m ON m.id = c.manager_id
      ORDER BY a.id`,
    [roles],
  );
  return rows;
}

/** Member id -> name. */
export async function memberNames(db: Pick<Database, 'pool'>): Promise<Record<string, string>> {
  const { rows } = await db.pool.query<{ id: string; name: string }>('SELECT id, name FROM members ORDER BY id');
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** When each contact used the product, ascending. */
export async function contactActivity(db: Pick<Database, 'pool'>, from: Instant, to: Instant): Promise<Map<string, Instant[]>> {
  const { rows } = await db.pool.query<{ id: string; at: number[] }>(
    `SELECT contact_id AS id, array_agg(date_part('epoch', occurred_at) * 1000 ORDER BY occurred_at) AS at
       FROM events WHERE contact_id IS NOT NULL AND occurred_at >= $1 AND occurred_at <= $2 GROUP BY contact_id`,
    [new Date(from), new Date(to)],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** The events of some names by account, ascending. */
export async function eventsNamed(
  db: Pick<Database, 'pool'>,
  names: readonly string[],
  from: Instant,
  to: Instant,
): Promise<Map<string, { readonly name: string; readonly at: Instant }[]>> {
  if (names.length === 0) return new Map();
  const { rows } = await db.pool.query<{ account: string; name: string; at: Date }>(
    `SELECT account_id AS account, name, occurred_at AS at FROM events
      WHERE name = ANY ($1::text[]) AND occurred_at >= $2 AND occurred_at <= $3 ORDER BY occurred_at, id`,
    [names, new Date(from), new Date(to)],
  );
  const byAccount = new Map<string, { name: string; at: Instant }[]>();
  for (const { account, name, at } of rows) {
    const mine = byAccount.get(account) ?? [];
    mine.push({ name, at: at.getTime() });
    byAccount.set(account, mine);
  }
  return byAccount;
}

/** From the first to the last thing that happened or was measured; null = nothing is known. Ask before periods are closed. */
export async function historySpan(
  db: Pick<Database, 'pool'>,
): Promise<{ readonly first: Instant; readonly last: Instant } | null> {
  const { rows } = await db.pool.query<{ first: Date | null; last: Date | null }>(
    `SELECT least((SELECT min(occurred_at) FROM events), (SELECT min(period_start) FROM metric_points)) AS first,
            greatest((SELECT max(occurred_at) FROM events), (SELECT max(period_end) FROM metric_points)) AS last`,
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  return first && last ? { first: first.getTime(), last: last.getTime() } : null;
}
