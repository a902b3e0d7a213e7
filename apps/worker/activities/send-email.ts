import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput } from '../../../workflows/durable/activities.js';
import type { Instant } from '../../../workflows/model/time.js';
import {
  beginSending,
  cancelEmail,
  claimEmail,
  emailState,
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
import { hasLeft } from './leaving.js';
import { settledAt } from './settled-at.js';

/** How an e-mail ended. `cc`: whether the server took the second reader; null = there is none. */
export type EmailEnd =
  | { readonly status: 'sent'; readonly at: Instant; readonly cc: 'sent' | 'refused' | null }
  | { readonly status: 'rejected' | 'unknown' | 'undeliverable' | 'cancelled' };

/** How long a claim holds without a sign of life; a killed worker's e-mail is looked at again after it. */
const LEASE_MS = 15_000;
const RENEW_MS = 4_000;
/** An e-mail that could not be handed over for so long is given up, before the host of the run does. */
const GIVE_UP_MS = 71 * 3_600_000;
const LONGEST_PAUSE_MS = 60_000;
const EXITING = 'the run was being left before it was sent';

/** Brings one e-mail of the ledger to its end, or throws to be tried again; one that has had its end is left alone. */
export async function sendEmail(
  deps: ActivityDependencies,
  input: PerformInput,
  row: EmailRow,
  attempt: Attempt,
): Promise<EmailEnd> {
  if (hasLeft(deps, input) && row.status === 'queued') return { status: 'cancelled' };
  const claim = await claimEmail(deps.db, row.id, LEASE_MS);
  switch (claim.status) {
    case 'run_exiting':
      return { status: 'cancelled' };
    case 'settled':
      return claim.as === 'sent'
        ? { status: 'sent', at: row.sentAt ?? input.at, cc: row.cc === null ? null : 'sent' }
        : { status: claim.as };
    case 'busy':
      // An attempt of a worker that may have died holds it: look again when its lease has run out.
      throw busy(claim.retryMs + 100);
    case 'claimed': {
      const mine = { id: row.id, runId: input.runId, attempt: claim.attempt };
      const keeper = setInterval(() => {
        attempt.heartbeat();
        // A renewal that fails (database down) only lets the lease run out, which is safe.
        renewLease(deps.db, mine, LEASE_MS).catch(() => undefined);
      }, RENEW_MS);
      try {
        const delivery = await handOver(deps, input, row, mine);
        return await conclude(deps, input, row, mine, attempt, delivery);
      } finally {
        clearInterval(keeper);
      }
    }
  }
}

async function handOver(deps: ActivityDependencies, input: PerformInput, row: EmailRow, mine: EmailAttempt): Promise<Delivery> {
  const bytes = await composeMail({
    from: deps.from,
    to: { name: displayName(row.recipientName), address: row.address },
    cc: row.cc === null ? null : { name: '', address: row.cc },
    subject: row.subject,
    text: row.body,
    html: row.html,
    messageId: row.messageId,
    runId: mine.runId,
    date: new Date(deps.machineNow()),
  });
  const to = row.cc === null ? [row.address] : [row.address, row.cc];
  const release = async (): Promise<boolean> => !hasLeft(deps, input) && (await beginSending(deps.db, mine, LEASE_MS));
  return deliverMail(deps.smtp, { from: deps.from.address, to, bytes }, release);
}

async function conclude(
  deps: ActivityDependencies,
  input: PerformInput,
  row: EmailRow,
  mine: EmailAttempt,
  attempt: Attempt,
  delivery: Delivery,
): Promise<EmailEnd> {
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  const settle = (status: 'sent' | 'rejected' | 'unknown', error: string | null) =>
    insist(() => settleEmail(deps.db, mine, { status, at, error }));
  switch (delivery.status) {
    case 'accepted': {
      const cc = row.cc === null ? null : delivery.refused.includes(row.cc) ? 'refused' : 'sent';
      // When only the second reader was taken, the mail did not reach the first one.
      const refused = delivery.refused.includes(row.address);
      await (refused ? settle('rejected', 'the reader was refused') : settle('sent', null));
      return refused ? { status: 'rejected' } : { status: 'sent', at, cc };
    }
    case 'rejected':
    case 'unknown':
      await settle(delivery.status, delivery.error);
      return { status: delivery.status };
    case 'withheld':
      return withheld(deps, mine);
    case 'retry':
      if (deps.machineNow() - attempt.firstScheduledAt > GIVE_UP_MS) {
        await settle('rejected', `given up after three days: ${delivery.error}`);
        return { status: 'undeliverable' };
      }
      await requeueEmail(deps.db, mine, delivery.error);
      // The text of the mail server stays in the ledger: it may hold an address, and histories hold no personal data.
      throw ApplicationFailure.create({
        message: `e-mail not handed over (attempt ${mine.attempt}); the reason is in the ledger`,
        type: 'EmailNotHandedOver',
        nextRetryDelay: pause(mine.attempt),
      });
  }
}

/** The gate stayed shut: the run is being left, or another attempt has taken over. */
async function withheld(deps: ActivityDependencies, mine: EmailAttempt): Promise<EmailEnd> {
  const row = await emailState(deps.db, mine.id);
  if (row?.status === 'queued' && row.attempts === mine.attempt) await cancelEmail(deps.db, mine.id, EXITING);
  else if (row?.status !== 'cancelled') throw busy(LEASE_MS);
  return { status: 'cancelled' };
}

function busy(retryMs: number): ApplicationFailure {
  return ApplicationFailure.create({ message: 'another attempt holds the e-mail', type: 'EmailBusy', nextRetryDelay: retryMs });
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
