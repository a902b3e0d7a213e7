import type { Locale } from '../../workflows/model/localized-text.js';
import type { Database } from '../database.js';

export interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** An account with the people a message may name: its CSM, the CSM's manager, and one contact per role. */
export interface AccountPeople {
  readonly id: string;
  readonly name: string;
  readonly segment: string | null;
  readonly locale: Locale;
  readonly timezone: string;
  readonly csm: Person | null;
  readonly manager: Person | null;
  /** Role -> the contact that stands for it (the same choice as for recipients). */
  readonly roles: Readonly<Record<string, Person>>;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly segment: string | null;
  readonly locale: string;
  readonly timezone: string;
  readonly csm: Person | null;
  readonly manager: Person | null;
}

/**
 * Null = no such account.
 * @param csm the member whom the run was handed to; left out, the account's own
 */
export async function accountPeople(db: Pick<Database, 'pool'>, accountId: string, csm?: string): Promise<AccountPeople | null> {
  const { rows } = await db.pool.query<AccountRow>(
    `SELECT a.id, a.name, a.segment, a.locale, a.timezone,
            CASE WHEN c.active THEN json_build_object('id', c.id, 'name', c.name, 'email', c.email) END AS csm,
            CASE WHEN m.active THEN json_build_object('id', m.id, 'name', m.name, 'email', m.email) END AS manager
       FROM accounts a LEFT JOIN members c ON c.id = coalesce($2, a.csm_id) LEFT JOIN members m ON m.id = c.manager_id
      WHERE a.id = $1`,
    [accountId, csm ?? null],
  );
  const account = rows[0];
  if (!account) return null;
  const contacts = await db.pool.query<Person & { role: string }>(
    `SELECT DISTINCT ON (role) role, id, name, email FROM contacts WHERE account_id = $1 AND active
      ORDER BY role, (email IS NULL OR email = ''), id`,
    [accountId],
  );
  const roles = Object.fromEntries(contacts.rows.map(({ role, id, name, email }) => [role, { id, name, email }]));
  return { ...account, locale: account.locale === 'zh' ? 'zh' : 'en', roles };
}
