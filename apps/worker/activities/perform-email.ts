import { ApplicationFailure } from '@temporalio/common';
import { sha256 } from '../../../workflows/model/sha256.js';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { EmailStep } from '../../../workflows/model/plan.js';
import { messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import { claimEmail, findEmail, queueEmail } from '../../../prisma/stores/message-store.js';
import type { EmailDraft, EmailRow } from '../../../prisma/stores/message-store.js';
import { isMailAddress } from '../channels/mail-address.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { REJECTED, UNKNOWN, cancelled, sentSettlement } from './email-settlements.js';
import { LEASE_MS, sendEmail } from './send-email.js';
import { failWithFallback } from './open-fallback.js';
import type { Failure } from './open-fallback.js';
import { messageRenderer, prepareMessage } from './prepare-message.js';
import { settledAt } from './settled-at.js';
import { stepOf } from './step-of.js';

/**
 * Carries out an `email` step: at most once per recipient, whatever is killed when. The ledger row is written before
 * anything is sent, and a retry sends what that row says, even when the account has changed meanwhile.
 */
export async function performEmail(deps: ActivityDependencies, input: PerformInput, attempt: Attempt): Promise<PerformResult> {
  let row = await findEmail(deps.db, input.runId, input.key);
  if (!row) {
    const prepared = await prepareEmail(deps, input);
    if ('failure' in prepared) return failWithFallback(deps, input, prepared.failure);
    await queueEmail(deps.db, prepared.draft);
    row = await findEmail(deps.db, input.runId, input.key);
    if (!row) throw new Error(`the e-mail of ${input.runId}:${input.key} is not in the ledger`);
  }
  const claim = await claimEmail(deps.db, row.id, LEASE_MS);
  switch (claim.status) {
    case 'claimed':
      return sendEmail(deps, input, row, { id: row.id, runId: input.runId, attempt: claim.attempt }, attempt);
    case 'busy':
      // An attempt of a worker that may have died holds it: look again when its lease has run out.
      throw ApplicationFailure.create({
        message: 'another attempt holds the e-mail',
        type: 'EmailBusy',
        nextRetryDelay: claim.retryMs + 100,
      });
    case 'run_exiting':
      return cancelled(input);
    case 'settled':
      return alreadySettled(deps, input, row, claim.as);
  }
}

/** What an e-mail that had its end before is answered with: the same as the first time. */
async function alreadySettled(
  deps: ActivityDependencies,
  input: PerformInput,
  row: EmailRow,
  as: 'sent' | 'rejected' | 'unknown' | 'cancelled',
): Promise<PerformResult> {
  if (as === 'cancelled') return cancelled(input);
  if (as === 'sent') return { settlement: sentSettlement(row), settledAt: row.sentAt ?? input.at };
  return failWithFallback(deps, input, as === 'rejected' ? REJECTED : UNKNOWN);
}

async function prepareEmail(
  deps: ActivityDependencies,
  input: PerformInput,
): Promise<{ readonly draft: EmailDraft } | { readonly failure: Failure }> {
  const pinned = await deps.readPlaybook(input.playbook, input.version);
  const step = stepOf<EmailStep>(pinned.plan, input, 'email');
  const renderer = await messageRenderer(deps, input, pinned);
  if (!renderer) throw ApplicationFailure.nonRetryable('no_account', 'NoAccount');
  const who = { accountId: input.account, at: input.at };
  const [to] = await messageRecipients(deps.db, { ...who, recipient: step.to });
  if (!to || !isMailAddress(to.email)) return { failure: noAddress(step.to, to !== undefined) };
  const prepared = prepareMessage(pinned, step.template, renderer, to);
  if (prepared.status === 'failed') return { failure: prepared.failure };
  const [cc] = step.cc === null ? [] : await messageRecipients(deps.db, { ...who, recipient: step.cc });
  const dedupeKey = `${input.runId}:${input.key}:${to.id}`;
  return {
    draft: {
      dedupeKey,
      runId: input.runId,
      stepKey: input.key,
      step: input.step,
      accountId: input.account,
      contactId: to.kind === 'contact' ? to.id : null,
      memberId: to.kind === 'member' ? to.id : null,
      address: to.email,
      // A second reader who cannot be reached does not keep the mail from the first one.
      cc: cc && isMailAddress(cc.email) && cc.email !== to.email ? cc.email : null,
      template: step.template,
      locale: prepared.locale,
      subject: prepared.message.subject,
      body: prepared.message.text,
      html: prepared.message.html,
      messageId: `${sha256(dedupeKey).slice(0, 32)}@sopwith`,
      createdAt: settledAt(deps.clock, input.at, deps.machineNow()),
    },
  };
}

function noAddress(recipient: string, found: boolean): Failure {
  return {
    word: 'no_recipient',
    because: found
      ? { en: `${recipient} has no usable e-mail address`, zh: `${recipient} 没有可用的邮箱地址` }
      : { en: `the account has no active ${recipient}`, zh: `该客户没有有效的 ${recipient}` },
  };
}
