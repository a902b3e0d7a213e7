import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { recordEvents } from './event-store.js';
import type { NewEvent } from './event-store.js';
import { orderWatch } from './order-watch.js';

/** A contact as the customer's product tells it; undefined = stays as it is. */
export interface ContactUpdate {
  readonly id: string;
  readonly accountId?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: string | undefined;
  readonly locale?: string | undefined;
  readonly active?: boolean | undefined;
}

/** An account as the customer's product tells it; undefined = stays as it is. An attribute of null is taken away. */
export interface AccountUpdate {
  readonly id: string;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly csmId?: string | undefined;
  readonly locale?: string | undefined;
  readonly timezone?: string | undefined;
  readonly muted?: boolean | undefined;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

/** Expected refusals are answers. */
export type UpsertResult =
  | { readonly status: 'ok'; readonly created: boolean }
  | { readonly status: 'account_needed' }
  | { readonly status: 'name_needed' }
  | { readonly status: 'unknown_account'; readonly account: string }
  | { readonly status: 'unknown_member'; readonly member: string };

/** Something a contact did, as the customer's product tells it. Instants are business time. */
export interface TrackedEvent extends Omit<NewEvent, 'accountId'> {
  /** Null = the contact's account. */
  readonly accountId: string | null;
  readonly receivedAt: Instant;
}

export type TrackResult =
  | { readonly status: 'ok'; readonly accountId: string; readonly duplicate: boolean; readonly late: boolean }
  | { readonly status: 'unknown_account'; readonly account: string }
  | { readonly status: 'unknown_contact'; readonly contact: string }
  | { readonly status: 'contact_elsewhere'; readonly contact: string; readonly account: string };

/**
 * Keeps an event once and, in the same transaction, orders the exits of its account to be asked. Refused when its
 * account is unknown: kept silently it would be lost. A contact nobody identified yet is taken as one of the account.
 */
export async function trackEvent(db: Pick<Database, 'pool'>, event: TrackedEvent): Promise<TrackResult> {
  const { accountId: named, receivedAt, ...rest } = event;
  const { rows } = await db.pool.query<{ account: string | null; home: string | null }>(
    `SELECT (SELECT id FROM accounts WHERE id = coalesce($1, c.home)) AS account, c.home
     FROM (SELECT (SELECT account_id FROM contacts WHERE id = $2) AS home) c`,
    [named, event.contactId],
  );
  const { account, home } = rows[0] ?? { account: null, home: null };
  const contact = event.contactId ?? '';
  if (account === null) {
    return named === null ? { status: 'unknown_contact', contact } : { status: 'unknown_account', account: named };
  }
  if (home !== null && home !== account) return { status: 'contact_elsewhere', contact, account: home };
  const { recorded, late } = await recordEvents(db, [{ ...rest, accountId: account }], { receivedAt, orderWatch: true });
  if (recorded > 0) return { status: 'ok', accountId: account, duplicate: false, late: late > 0 };
  const known = await db.pool.query<{ account_id: string; late: boolean }>(
    'SELECT account_id, late FROM events WHERE source = $1 AND event_id = $2',
    [event.source, event.eventId],
  );
  return { status: 'ok', accountId: known.rows[0]?.account_id ?? account, duplicate: true, late: known.rows[0]?.late ?? false };
}

/** Makes or updates a contact; the order to look at its account's exits is written in the same transaction. */
export async function upsertContact(db: Pick<Database, 'pool'>, contact: ContactUpdate, at: Instant): Promise<UpsertResult> {
  return poolTransaction(db, async (client): Promise<UpsertResult> => {
    const { rows } = await client.query<{ account_id: string }>('SELECT account_id FROM contacts WHERE id = $1 FOR UPDATE', [
      contact.id,
    ]);
    const before = rows[0]?.account_id;
    const accountId = contact.accountId ?? before;
    if (accountId === undefined) return { status: 'account_needed' };
    if (!(await exists(client, 'SELECT 1 FROM accounts WHERE id = $1 FOR KEY SHARE', accountId))) {
      return { status: 'unknown_account', account: accountId };
    }
    await client.query(
      `INSERT INTO contacts (id, account_id, name, email, role, locale, active)
       VALUES ($1, $2, $3, $4, coalesce($5, 'end_user'), $6, coalesce($7, true))
       ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, name = coalesce($3, contacts.name),
         email = coalesce($4, contacts.email), role = coalesce($5, contacts.role), locale = coalesce($6, contacts.locale),
         active = coalesce($7, contacts.active)`,
      [
        contact.id,
        accountId,
        contact.name ?? null,
        contact.email ?? null,
        contact.role ?? null,
        contact.locale ?? null,
        contact.active ?? null,
      ],
    );
    await orderWatch(client, accountId, at);
    if (before !== undefined && before !== accountId) await orderWatch(client, before, at);
    return { status: 'ok', created: before === undefined };
  });
}

/** Makes or updates an account; the order to look at its exits is written in the same transaction. */
export async function upsertAccount(db: Pick<Database, 'pool'>, account: AccountUpdate, at: Instant): Promise<UpsertResult> {
  return poolTransaction(db, async (client): Promise<UpsertResult> => {
    const known = await exists(client, 'SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE', account.id);
    if (!known && account.name === undefined) return { status: 'name_needed' };
    if (
      account.csmId !== undefined &&
      !(await exists(client, 'SELECT 1 FROM members WHERE id = $1 FOR KEY SHARE', account.csmId))
    ) {
      return { status: 'unknown_member', member: account.csmId };
    }
    await client.query(
      `INSERT INTO accounts (id, name, status, csm_id, locale, timezone, muted, attributes, created_at, updated_at)
       VALUES ($1, coalesce($2, $1), coalesce($3, 'active'), $4, coalesce($5, 'en'), coalesce($6, 'UTC'), coalesce($7, false),
               jsonb_strip_nulls($8::jsonb), $9, $9)
       ON CONFLICT (id) DO UPDATE SET name = coalesce($2, accounts.name), status = coalesce($3, accounts.status),
         csm_id = coalesce($4, accounts.csm_id), locale = coalesce($5, accounts.locale), timezone = coalesce($6, accounts.timezone),
         muted = coalesce($7, accounts.muted), attributes = jsonb_strip_nulls(accounts.attributes || $8::jsonb), updated_at = $9`,
      [
        account.id,
        account.name ?? null,
        account.status ?? null,
        account.csmId ?? null,
        account.locale ?? null,
        account.timezone ?? null,
        account.muted ?? null,
        JSON.stringify(account.attributes ?? {}),
        new Date(at),
      ],
    );
    await orderWatch(client, account.id, at);
    return { status: 'ok', created: !known };
  });
}

async function exists(client: pg.PoolClient, sql: string, id: string): Promise<boolean> {
  return (await client.query(sql, [id])).rows.length > 0;
}
