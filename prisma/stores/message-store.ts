import type { Locale } from '../../workflows/model/localized-text.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { isCalledOff, isExiting } from './is-called-off.js';

/** Life of an e-mail in the ledger. A row goes back from `sending` only when the server said it took nothing, so it is sent at most once. */
export type EmailStatus =
  | 'queued'
  /** The server said 354 and its bytes are on their way: from here on nobody may send it again. */
  | 'sending'
  | 'sent'
  | 'rejected'
  /** The connection broke while `sending`: it may have arrived. Never sent again; a person is told. */
  | 'unknown'
  | 'cancelled';

/** A rendered message for one recipient. */
export interface MessageDraft {
  /** `<runId>:<stepKey>:<recipient id>`. */
  readonly dedupeKey: string;
  readonly runId: string;
  readonly stepKey: string;
  readonly step: string;
  readonly accountId: string;
  readonly contactId: string | null;
  readonly memberId: string | null;
  readonly template: string;
  readonly locale: Locale;
  readonly subject: string;
  readonly body: string;
  readonly html: string | null;
  /** Business time. */
  readonly createdAt: Instant;
}

export interface EmailDraft extends MessageDraft {
  readonly address: string;
  readonly cc: string | null;
  readonly messageId: string;
}

/** An e-mail as the ledger holds it: a retry sends what was written first, whatever changed since. */
export interface EmailRow {
  readonly id: string;
  readonly status: EmailStatus;
  readonly address: string;
  readonly cc: string | null;
  readonly recipientName: string | null;
  readonly subject: string;
  readonly body: string;
  readonly html: string | null;
  readonly messageId: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

export type EmailClaim =
  /** Yours for the length of the lease; `attempt` is the token that later calls must show. */
  | { readonly status: 'claimed'; readonly attempt: number }
  /** Somebody else holds the lease; look again in `retryMs`. */
  | { readonly status: 'busy'; readonly retryMs: number }
  /** The run is being left, or the step is called off: the row is `cancelled` with that reason. */
  | { readonly status: 'run_exiting' }
  /** Nothing to do: the row had come to its end before (a stale `sending` row has just become `unknown`). */
  | { readonly status: 'settled'; readonly as: Exclude<EmailStatus, 'queued' | 'sending'> };

/** An attempt that holds the lease. */
export interface EmailAttempt {
  readonly id: string;
  readonly runId: string;
  readonly attempt: number;
}

/** Longest text of an SMTP answer that is kept. */
const ERROR_LENGTH = 1_000;

const EMAIL_COLUMNS = `m.id::text AS id, m.status, m.address, m.cc, coalesce(c.name, b.name) AS "recipientName", m.subject, m.body, m.html,
  m.message_id AS "messageId", m.attempts, m.last_error AS "lastError", m.created_at AS "createdAt", m.sent_at AS "sentAt"`;

/**
 * The e-mails of a step, one per reader; none = the step was not prepared yet. Those tried least come first, so that a
 * reader who cannot be reached for now keeps nobody else waiting.
 */
export async function findEmails(db: Database, runId: string, stepKey: string): Promise<EmailRow[]> {
  const { rows } = await db.pool.query<Omit<EmailRow, 'createdAt' | 'sentAt'> & { createdAt: Date; sentAt: Date | null }>(
    `SELECT ${EMAIL_COLUMNS} FROM messages m LEFT JOIN contacts c ON c.id = m.contact_id LEFT JOIN members b ON b.id = m.member_id
      WHERE m.run_id = $1 AND m.step_key = $2 AND m.channel = 'email' ORDER BY m.attempts, m.dedupe_key`,
    [runId, stepKey],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.getTime(), sentAt: row.sentAt?.getTime() ?? null }));
}

/**
 * Puts the e-mails of a step into the ledger, all in one statement: a step is prepared whole or not at all. The unique
 * dedupe key makes a second call a no-op.
 */
export async function queueEmails(db: Database, drafts: readonly EmailDraft[]): Promise<void> {
  await db.pool.query(
    `INSERT INTO messages (id, dedupe_key, channel, run_id, step_key, step, account_id, contact_id, member_id, address, cc, template,
                           locale, subject, body, html, message_id, status, created_at)
     SELECT gen_random_uuid(), d."dedupeKey", 'email', d."runId", d."stepKey", d.step, d."accountId", d."contactId", d."memberId",
            d.address, d.cc, d.template, d.locale, d.subject, d.body, d.html, d."messageId", 'queued',
            to_timestamp(d."createdAt" / 1000.0)
       FROM jsonb_to_recordset($1::jsonb) AS d("dedupeKey" text, "runId" text, "stepKey" text, step text, "accountId" text,
            "contactId" text, "memberId" text, address text, cc text, template text, locale text, subject text, body text,
            html text, "messageId" text, "createdAt" float8)
     ON CONFLICT (dedupe_key) DO NOTHING`,
    [JSON.stringify(drafts)],
  );
}

/** One e-mail as it stands now; null = no such row. */
export async function emailState(db: Database, id: string): Promise<{ status: EmailStatus; attempts: number } | null> {
  const { rows } = await db.pool.query<{ status: EmailStatus; attempts: number }>(
    'SELECT status, attempts FROM messages WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Takes an e-mail for one attempt. Refused while another holder's lease runs and when the run is being left; the row
 * lock on the run orders this against the transaction that decides an exit.
 */
export async function claimEmail(db: Database, id: string, leaseMs: number): Promise<EmailClaim> {
  return poolTransaction(db, async (client): Promise<EmailClaim> => {
    const { rows } = await client.query<{ status: EmailStatus; run_id: string; step_key: string; busy_ms: number | null }>(
      `SELECT status, run_id, step_key, (extract(epoch FROM lease_until - clock_timestamp()) * 1000)::float8 AS busy_ms
         FROM messages WHERE id = $1 FOR UPDATE`,
      [id],
    );
    const row = rows[0];
    if (!row) throw new Error(`message ${id} is not in the ledger`);
    if (row.status !== 'queued' && row.status !== 'sending') return { status: 'settled', as: row.status };
    if (row.busy_ms !== null && row.busy_ms > 0) return { status: 'busy', retryMs: Math.ceil(row.busy_ms) };
    if (row.status === 'sending') {
      await client.query(`UPDATE messages SET status = 'unknown', lease_until = NULL, last_error = $2 WHERE id = $1`, [
        id,
        'the sender stopped before the mail server answered; it may have arrived',
      ]);
      return { status: 'settled', as: 'unknown' };
    }
    if (await isCalledOff(client, row.run_id, row.step_key)) {
      await client.query(`UPDATE messages SET status = 'cancelled', lease_until = NULL, last_error = $2 WHERE id = $1`, [
        id,
        'the run was being left before it was sent',
      ]);
      return { status: 'run_exiting' };
    }
    const claimed = await client.query<{ attempts: number }>(
      `UPDATE messages SET attempts = attempts + 1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
        WHERE id = $1 RETURNING attempts`,
      [id, leaseMs],
    );
    return { status: 'claimed', attempt: claimed.rows[0]?.attempts ?? 0 };
  });
}

/**
 * The point of no return, called when the mail server is ready for the bytes: commits `sending`.
 * @returns false when the claim is no longer ours or the run is being left by now; then not one byte may be released.
 */
export async function beginSending(db: Database, claim: EmailAttempt, leaseMs: number): Promise<boolean> {
  return poolTransaction(db, async (client) => {
    if (await isExiting(client, claim.runId)) return false;
    const { rowCount } = await client.query(
      `UPDATE messages SET status = 'sending', lease_until = clock_timestamp() + $3 * interval '1 millisecond'
        WHERE id = $1 AND status = 'queued' AND attempts = $2`,
      [claim.id, claim.attempt, leaseMs],
    );
    return rowCount === 1;
  });
}

/** Makes the lease longer while an attempt is alive. */
export async function renewLease(db: Database, { id, attempt }: EmailAttempt, leaseMs: number): Promise<void> {
  await db.pool.query(
    `UPDATE messages SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
      WHERE id = $1 AND attempts = $2 AND lease_until IS NOT NULL`,
    [id, attempt, leaseMs],
  );
}

/** Ends an attempt for good; what the server said counts even when the row was given up as `unknown` meanwhile. `at` is business time; only a `sent` row gets one. */
export async function settleEmail(
  db: Database,
  { id, attempt }: EmailAttempt,
  end: { readonly status: 'sent' | 'rejected' | 'unknown'; readonly at: Instant; readonly error: string | null },
): Promise<void> {
  await db.pool.query(
    `UPDATE messages SET status = $3, sent_at = CASE WHEN $3 = 'sent' THEN $4::timestamptz END, last_error = $5, lease_until = NULL
      WHERE id = $1 AND attempts = $2 AND status IN ('queued', 'sending', 'unknown')`,
    [id, attempt, end.status, new Date(end.at).toISOString(), end.error?.slice(0, ERROR_LENGTH) ?? null],
  );
}

/**
 * Gives an e-mail back after an attempt that certainly delivered nothing; the reason stays visible. Nobody comes back for
 * one whose run is being left: it is cancelled.
 */
export async function requeueEmail(db: Database, { id, runId, attempt }: EmailAttempt, error: string): Promise<void> {
  await poolTransaction(db, async (client) => {
    const status = (await isExiting(client, runId)) ? 'cancelled' : 'queued';
    await client.query(
      `UPDATE messages SET status = $4, lease_until = NULL, last_error = $3
        WHERE id = $1 AND attempts = $2 AND status IN ('queued', 'sending')`,
      [id, attempt, error.slice(0, ERROR_LENGTH), status],
    );
  });
}

/** Cancels an e-mail whose run is being left. */
export async function cancelEmail(db: Database, id: string, reason: string): Promise<void> {
  await db.pool.query(
    `UPDATE messages SET status = 'cancelled', lease_until = NULL, last_error = $2 WHERE id = $1 AND status = 'queued'`,
    [id, reason],
  );
}
