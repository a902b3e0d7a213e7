import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import {
  beginSending,
  cancelEmail,
  findEmail,
  renewLease,
  requeueEmail,
  settleEmail,
} from '../../../prisma/stores/message-store.js';
import type { EmailAttempt, EmailRow } from '../../../prisma/stores/message-store.js';
import { composeMail } from '../channels/compose-mail.js';
import { deliverMail } from '../channels/deliver-mail.js';
import type { Delivery } from '../channels/deliver-mail.js';
import { displayName } from '../channels/mail-address.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { failWithFallback } from './open-fallback.js';
import { REJECTED, UNKNOWN, cancelled, sentSettlement } from './email-settlements.js';
import { settledAt } from './settled-at.js';

/** How long a claim holds without a sign of life; a killed worker's e-mail is looked at again after it. */
export const LEASE_MS = 15_000;
const RENEW_MS = 4_000;
/** An e-mail that could not be handed over for so long is given up, before the host of the run does. */
const GIVE_UP_MS = 71 * 3_600_000;
const LONGEST_PAUSE_MS = 60_000;

/** One attempt by the holder of the lease. Throws to be tried again; returns when the e-mail has come to its end. */
export async function sendEmail(
  deps: ActivityDependencies,
  input: PerformInput,
  row: EmailRow,
  claim: EmailAttempt,
  attempt: Attempt,
): Promise<PerformResult> {
  const keeper = setInterval(() => {
    attempt.heartbeat();
    // A renewal that fails (database down) only lets the lease run out, which is safe.
    renewLease(deps.db, claim, LEASE_MS).catch(() => undefined);
  }, RENEW_MS);
  let delivery: Delivery;
  try {
    const bytes = await composeMail({
      from: deps.from,
      to: { name: displayName(row.recipientName), address: row.address },
      cc: row.cc === null ? null : { name: '', address: row.cc },
      subject: row.subject,
      text: row.body,
      html: row.html,
      messageId: row.messageId,
      runId: input.runId,
      date: new Date(deps.machineNow()),
    });
    const mail = { from: deps.from.address, to: row.cc === null ? [row.address] : [row.address, row.cc], bytes };
    delivery = await deliverMail(deps.smtp, mail, () => beginSending(deps.db, claim, LEASE_MS));
    return await conclude(deps, input, row, claim, attempt, delivery);
  } finally {
    clearInterval(keeper);
  }
}

async function conclude(
  deps: ActivityDependencies,
  input: PerformInput,
  row: EmailRow,
  claim: EmailAttempt,
  attempt: Attempt,
  delivery: Delivery,
): Promise<PerformResult> {
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  switch (delivery.status) {
    case 'accepted':
      // The server took the message; when only the second reader was taken, the first one was refused.
      if (delivery.refused.includes(row.address)) {
        await insist(() => settleEmail(deps.db, claim, { status: 'rejected', at, error: 'the reader was refused' }));
        return failWithFallback(deps, input, REJECTED);
      }
      await insist(() => settleEmail(deps.db, claim, { status: 'sent', at, error: null }));
      return { settlement: sentSettlement(row, delivery.refused), settledAt: at };
    case 'rejected':
      await insist(() => settleEmail(deps.db, claim, { status: 'rejected', at, error: delivery.error }));
      return failWithFallback(deps, input, REJECTED);
    case 'unknown':
      await insist(() => settleEmail(deps.db, claim, { status: 'unknown', at, error: delivery.error }));
      return failWithFallback(deps, input, UNKNOWN);
    case 'withheld':
      return withheld(deps, input, claim);
    case 'retry':
      return tryAgain(deps, input, claim, attempt, delivery.error);
  }
}

/** The gate stayed shut: the run is being left, or another attempt has taken over. */
async function withheld(deps: ActivityDependencies, input: PerformInput, claim: EmailAttempt): Promise<PerformResult> {
  const row = await findEmail(deps.db, input.runId, input.key);
  if (row?.status === 'queued' && row.attempts === claim.attempt)
    await cancelEmail(deps.db, claim.id, 'the run was being left before it was sent');
  else if (row?.status !== 'cancelled')
    throw ApplicationFailure.create({ message: 'another attempt took the e-mail over', type: 'EmailBusy' });
  return cancelled(input);
}

async function tryAgain(
  deps: ActivityDependencies,
  input: PerformInput,
  claim: EmailAttempt,
  attempt: Attempt,
  error: string,
): Promise<PerformResult> {
  if (deps.machineNow() - attempt.firstScheduledAt > GIVE_UP_MS) {
    const at = settledAt(deps.clock, input.at, deps.machineNow());
    await settleEmail(deps.db, claim, { status: 'rejected', at, error: `given up after three days: ${error}` });
    return failWithFallback(deps, input, {
      word: 'undeliverable',
      because: { en: 'the mail server took nothing for three days', zh: '邮件服务器连续三天无法投递' },
    });
  }
  await requeueEmail(deps.db, claim, error);
  // The text of the mail server stays in the ledger: it may hold an address, and histories hold no personal data.
  throw ApplicationFailure.create({
    message: `e-mail not handed over (attempt ${claim.attempt}); the reason is in the ledger`,
    type: 'EmailNotHandedOver',
    nextRetryDelay: pause(claim.attempt),
  });
}

/** One second, then longer, up to a minute; spread by a fifth so that many e-mails do not come back at once. */
function pause(attempts: number): number {
  const spread = 0.8 + ((attempts * 7_919) % 100) / 250;
  return Math.round(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(attempts - 1, 10)) * spread);
}

/** Writes down what is known for certain, also across a short outage of the database: otherwise it becomes unknown. */
async function insist(write: () => Promise<void>): Promise<void> {
  for (let left = 8; ; left -= 1) {
    try {
      return await write();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
