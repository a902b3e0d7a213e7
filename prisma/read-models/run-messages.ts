import type { Database } from '../database.js';
import { isoTime, isoTimeOrNull } from './fact-view.js';

/** One message to one recipient, with what became of it. */
export interface MessageView {
  readonly id: string;
  readonly step: string;
  readonly stepKey: string;
  readonly channel: string;
  readonly contact: string | null;
  readonly member: string | null;
  readonly recipient: string | null;
  readonly address: string | null;
  readonly cc: string | null;
  readonly template: string;
  readonly locale: string;
  readonly subject: string;
  readonly messageId: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly lastError: string | null;
  /** Seen or dismissed by the autopilot of a replay, not by a person. */
  readonly simulated: boolean;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly seenAt: string | null;
  readonly dismissedAt: string | null;
  readonly expiresAt: string | null;
}

interface MessageRow {
  id: string;
  step: string;
  step_key: string;
  channel: string;
  contact_id: string | null;
  member_id: string | null;
  recipient: string | null;
  address: string | null;
  cc: string | null;
  template: string;
  locale: string;
  subject: string;
  message_id: string | null;
  status: string;
  attempts: number;
  last_error: string | null;
  simulated: boolean;
  created_at: Date;
  sent_at: Date | null;
  seen_at: Date | null;
  dismissed_at: Date | null;
  expires_at: Date | null;
}

/** The messages of one run in the order they were made. */
export async function runMessages(db: Pick<Database, 'pool'>, runId: string): Promise<MessageView[]> {
  const { rows } = await db.pool.query<MessageRow>(
    `SELECT g.id, g.step, g.step_key, g.channel, g.contact_id, g.member_id, coalesce(c.name, m.name) AS recipient, g.address, g.cc, g.template,
            g.locale, g.subject, g.message_id, g.status, g.attempts, g.last_error, g.simulated, g.created_at, g.sent_at, g.seen_at,
            g.dismissed_at, g.expires_at
     FROM messages g
     LEFT JOIN contacts c ON c.id = g.contact_id
     LEFT JOIN members m ON m.id = g.member_id
     WHERE g.run_id = $1 ORDER BY g.created_at, g.dedupe_key`,
    [runId],
  );
  return rows.map((row) => ({
    id: row.id,
    step: row.step,
    stepKey: row.step_key,
    channel: row.channel,
    contact: row.contact_id,
    member: row.member_id,
    recipient: row.recipient,
    address: row.address,
    cc: row.cc,
    template: row.template,
    locale: row.locale,
    subject: row.subject,
    messageId: row.message_id,
    status: row.status,
    attempts: row.attempts,
    lastError: row.last_error,
    simulated: row.simulated,
    createdAt: isoTime(row.created_at),
    sentAt: isoTimeOrNull(row.sent_at),
    seenAt: isoTimeOrNull(row.seen_at),
    dismissedAt: isoTimeOrNull(row.dismissed_at),
    expiresAt: isoTimeOrNull(row.expires_at),
  }));
}
