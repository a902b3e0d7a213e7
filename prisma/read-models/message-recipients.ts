import type { Recipient } from '../../workflows/model/plan.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

/** A person a message or a task can be addressed to: somebody at the customer, or one of us. */
export interface RecipientRow {
  readonly kind: 'contact' | 'member';
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string | null;
  readonly locale: string | null;
}

/** Most people one step may reach. */
export const GROUP_LIMIT = 5_000;
/** A user without an event in this many days is inactive. */
const ACTIVE_DAYS = 14;

const GROUPS = ['active_users', 'inactive_users', 'all_users'] as const;
type Group = (typeof GROUPS)[number];

/** True for recipients that stand for many people. */
export function isGroup(recipient: Recipient): recipient is Group {
  return (GROUPS as readonly string[]).includes(recipient);
}

/**
 * Who a recipient is, as of a business instant; none = nobody could be found. A contact role names one person: an active
 * contact of that role, one with an e-mail address first. Inactive means no event in the last 14 days.
 * `csm` = the member whom the run was handed to; left out, the account's own.
 */
export async function messageRecipients(
  db: Pick<Database, 'pool'>,
  who: { readonly accountId: string; readonly recipient: Recipient; readonly at: Instant; readonly csm?: string | undefined },
): Promise<RecipientRow[]> {
  const { accountId, recipient, at, csm } = who;
  if (isGroup(recipient)) return group(db, accountId, recipient, at);
  const role = recipient.replace(/^account\./, '');
  if (role === 'csm' || role === 'manager') return member(db, accountId, role, csm);
  const { rows } = await db.pool.query<RecipientRow>(
    `SELECT 'contact' AS kind, id, name, email, role, locale FROM contacts
      WHERE account_id = $1 AND role = $2 AND active
      ORDER BY (email IS NULL OR email = ''), id LIMIT 1`,
    [accountId, role],
  );
  return rows;
}

async function member(
  db: Pick<Database, 'pool'>,
  accountId: string,
  role: 'csm' | 'manager',
  csm: string | undefined,
): Promise<RecipientRow[]> {
  const { rows } = await db.pool.query<RecipientRow>(
    `SELECT 'member' AS kind, p.id, p.name, p.email, $2::text AS role, NULL AS locale
       FROM accounts a JOIN members c ON c.id = coalesce($3, a.csm_id)
       JOIN members p ON p.id = CASE WHEN $2 = 'csm' THEN c.id ELSE c.manager_id END
      WHERE a.id = $1 AND p.active`,
    [accountId, role, csm ?? null],
  );
  return rows;
}

async function group(db: Pick<Database, 'pool'>, accountId: string, which: Group, at: Instant): Promise<RecipientRow[]> {
  const { rows } = await db.pool.query<RecipientRow>(
    `SELECT 'contact' AS kind, c.id, c.name, c.email, c.role, c.locale FROM contacts c
      WHERE c.account_id = $1 AND c.active
        AND ($2 = 'all_users' OR ($2 = 'active_users') = EXISTS (
              SELECT 1 FROM events e WHERE e.account_id = c.account_id AND e.contact_id = c.id
                 AND e.occurred_at > $3::timestamptz - $4 * interval '1 day' AND e.occurred_at <= $3::timestamptz))
      ORDER BY c.id LIMIT $5`,
    [accountId, which, new Date(at).toISOString(), ACTIVE_DAYS, GROUP_LIMIT],
  );
  return rows;
}
