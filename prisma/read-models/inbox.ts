import type { Database } from '../database.js';
import type { Instant } from '../../workflows/model/time.js';
import { isoTime, isoTimeOrNull } from './fact-view.js';
import { pageOf, readTimeCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

export interface InboxFilter extends PageRequest {
  readonly contact: string;
  /** Business time: what has expired by then is not shown. */
  readonly asOf: Instant;
  /** Also what was dismissed or has expired. Default false. */
  readonly all?: boolean | undefined;
}

export interface InboxMessage {
  readonly id: string;
  readonly run: string;
  readonly account: string;
  readonly subject: string;
  readonly body: string;
  readonly locale: string;
  /** posted, seen, dismissed or expired */
  readonly status: string;
  readonly postedAt: string;
  readonly seenAt: string | null;
  readonly dismissedAt: string | null;
  readonly expiresAt: string | null;
}

interface InboxRow {
  id: string;
  run_id: string;
  account_id: string;
  subject: string;
  body: string;
  locale: string;
  status: string;
  created_at: Date;
  seen_at: Date | null;
  dismissed_at: Date | null;
  expires_at: Date | null;
}

/** The in-app messages of a contact, newest first; null when there is no such contact. */
export async function contactInbox(db: Pick<Database, 'pool'>, filter: InboxFilter): Promise<Page<InboxMessage> | null> {
  const after = readTimeCursor(filter);
  const asked = rowsToAsk(filter);
  const { rows } = await db.pool.query<InboxRow>(
    `SELECT id, run_id, account_id, subject, body, locale, status, created_at, seen_at, dismissed_at, expires_at
     FROM messages
     WHERE contact_id = $1 AND channel = 'in_app'
       AND ($2::boolean OR (status IN ('posted', 'seen') AND (expires_at IS NULL OR expires_at > $3::timestamptz)))
       AND ($4::timestamptz IS NULL OR (created_at, id::text) < ($4, $5::text))
     ORDER BY created_at DESC, id::text DESC LIMIT $6`,
    [filter.contact, filter.all ?? false, new Date(filter.asOf), after?.at ?? null, after?.id ?? null, asked],
  );
  if (rows.length === 0) {
    const contact = await db.pool.query('SELECT 1 FROM contacts WHERE id = $1', [filter.contact]);
    if (contact.rows.length === 0) return null;
  }
  return pageOf(rows, asked, (row) => [isoTime(row.created_at), row.id], inboxMessage);
}

function inboxMessage(row: InboxRow): InboxMessage {
  return {
    id: row.id,
    run: row.run_id,
    account: row.account_id,
    subject: row.subject,
    body: row.body,
    locale: row.locale,
    status: row.status,
    postedAt: isoTime(row.created_at),
    seenAt: isoTimeOrNull(row.seen_at),
    dismissedAt: isoTimeOrNull(row.dismissed_at),
    expiresAt: isoTimeOrNull(row.expires_at),
  };
}
