import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { isUuid } from '../uuid.js';
import { isCalledOff } from './is-called-off.js';
import type { MessageDraft } from './message-store.js';

export interface InAppDraft extends MessageDraft {
  readonly expiresAt: Instant;
}

/** Posts in-app messages, one per recipient, each once. Nothing is posted for a run that is being left or a step that is called off. */
export async function postInApp(
  db: Database,
  runId: string,
  drafts: readonly InAppDraft[],
): Promise<{ status: 'posted' } | { status: 'run_exiting' }> {
  return poolTransaction(db, async (client): Promise<{ status: 'posted' } | { status: 'run_exiting' }> => {
    const [first] = drafts;
    if (!first || (await isCalledOff(client, runId, first.stepKey))) return { status: 'run_exiting' };
    await client.query(
      `INSERT INTO messages (id, dedupe_key, channel, run_id, step_key, step, account_id, contact_id, member_id, template, locale,
                             subject, body, html, status, created_at, sent_at, expires_at)
       SELECT gen_random_uuid(), d."dedupeKey", 'in_app', d."runId", d."stepKey", d.step, d."accountId", d."contactId", d."memberId",
              d.template, d.locale, d.subject, d.body, d.html, 'posted',
              to_timestamp(d."createdAt" / 1000.0), to_timestamp(d."createdAt" / 1000.0), to_timestamp(d."expiresAt" / 1000.0)
         FROM jsonb_to_recordset($1::jsonb) AS d("dedupeKey" text, "runId" text, "stepKey" text, step text, "accountId" text,
              "contactId" text, "memberId" text, template text, locale text, subject text, body text, html text,
              "createdAt" float8, "expiresAt" float8)
       ON CONFLICT (dedupe_key) DO NOTHING`,
      [JSON.stringify(drafts)],
    );
    return { status: 'posted' };
  });
}

export type MarkInAppResult = { readonly status: 'ok'; readonly changed: boolean } | { readonly status: 'not_found' };

/** A contact saw or dismissed an in-app message. Dismissing includes seeing; doing it twice has one effect. */
export async function markInApp(
  db: Database,
  mark: {
    readonly id: string;
    /** When given, the message must be this contact's. */
    readonly contactId?: string;
    readonly as: 'seen' | 'dismissed';
    readonly at: Instant;
    readonly simulated?: boolean;
  },
): Promise<MarkInAppResult> {
  if (!isUuid(mark.id)) return { status: 'not_found' };
  const at = new Date(mark.at);
  const where = { id: mark.id, channel: 'in_app', ...(mark.contactId === undefined ? {} : { contactId: mark.contactId }) };
  return db.transaction(async (tx) => {
    const row = await tx.message.findFirst({ where, select: { seenAt: true, dismissedAt: true, simulated: true } });
    if (!row) return { status: 'not_found' };
    const changed = mark.as === 'seen' ? row.seenAt === null : row.dismissedAt === null;
    if (!changed) return { status: 'ok', changed };
    await tx.message.update({
      where: { id: mark.id },
      data: {
        status: mark.as === 'dismissed' || row.dismissedAt ? 'dismissed' : 'seen',
        seenAt: row.seenAt ?? at,
        ...(mark.as === 'dismissed' ? { dismissedAt: at } : {}),
        simulated: row.simulated || (mark.simulated ?? false),
      },
    });
    return { status: 'ok', changed };
  });
}

/** Marks posted in-app messages that nobody saw in time. @returns how many. */
export async function expireInApp(db: Database, at: Instant): Promise<number> {
  const result = await db.pool.query(
    `UPDATE messages SET status = 'expired' WHERE channel = 'in_app' AND status = 'posted' AND expires_at <= $1`,
    [new Date(at).toISOString()],
  );
  return result.rowCount ?? 0;
}

/** A posted in-app message as the autopilot sees it. */
export interface PostedInApp {
  readonly id: string;
  readonly dedupeKey: string;
  readonly status: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** In-app messages that are posted or seen but not dismissed, and not expired as of an instant. */
export async function openInApp(db: Database, at: Instant): Promise<PostedInApp[]> {
  const rows = await db.client.message.findMany({
    where: { channel: 'in_app', status: { in: ['posted', 'seen'] }, createdAt: { lte: new Date(at) } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, dedupeKey: true, status: true, createdAt: true, expiresAt: true },
  });
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
  }));
}
