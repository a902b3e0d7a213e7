import { ApplicationFailure } from '@temporalio/common';
import { sha256 } from '../../../workflows/model/sha256.js';
import type { PerformInput } from '../../../workflows/durable/activities.js';
import type { EmailStep } from '../../../workflows/model/plan.js';
import { isGroup, messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import type { EmailDraft } from '../../../prisma/stores/message-store.js';
import { isMailAddress } from '../../shared/is-mail-address.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import type { Failure } from './failure.js';
import { messageRenderer, prepareMessage } from './prepare-message.js';
import { settledAt } from './settled-at.js';
import { stepOf } from './step-of.js';

export type PreparedEmail =
  | { readonly status: 'ready'; readonly drafts: readonly EmailDraft[] }
  | { readonly status: 'failed'; readonly failure: Failure }
  /** The step is for a group that is empty: an answer, not a fault. */
  | { readonly status: 'nobody' };

/** Finds the readers of an e-mail step and writes each their letter; sends nothing. */
export async function prepareEmail(deps: ActivityDependencies, input: PerformInput): Promise<PreparedEmail> {
  const pinned = await deps.readPlaybook(input.playbook, input.version);
  const step = stepOf<EmailStep>(pinned.plan, input, 'email');
  const renderer = await messageRenderer(deps, input, pinned);
  if (!renderer) throw ApplicationFailure.nonRetryable('no_account', 'NoAccount');
  const who = { accountId: input.account, at: input.at, csm: input.csm };
  const found = await messageRecipients(deps.db, { ...who, recipient: step.to });
  if (found.length === 0 && isGroup(step.to)) return { status: 'nobody' };
  const [second] = step.cc === null ? [] : await messageRecipients(deps.db, { ...who, recipient: step.cc });
  // A second reader who cannot be reached does not keep the mail from the first one.
  const cc = second && isMailAddress(second.email) ? second.email : null;
  const createdAt = settledAt(deps.clock, input.at, deps.machineNow());
  const drafts: EmailDraft[] = [];
  let failure: Failure | null = null;
  for (const reader of found) {
    if (!isMailAddress(reader.email)) continue;
    const prepared = prepareMessage(pinned, step.template, renderer, reader);
    if (prepared.status === 'failed') {
      failure ??= prepared.failure;
      continue;
    }
    const dedupeKey = `${input.runId}:${input.key}:${reader.id}`;
    drafts.push({
      dedupeKey,
      runId: input.runId,
      stepKey: input.key,
      step: input.step,
      accountId: input.account,
      contactId: reader.kind === 'contact' ? reader.id : null,
      memberId: reader.kind === 'member' ? reader.id : null,
      address: reader.email,
      cc: cc === reader.email ? null : cc,
      template: step.template,
      locale: prepared.locale,
      subject: prepared.message.subject,
      body: prepared.message.text,
      html: prepared.message.html,
      messageId: `${sha256(dedupeKey).slice(0, 32)}@sopwith`,
      createdAt,
    });
  }
  if (drafts.length > 0) return { status: 'ready', drafts };
  return { status: 'failed', failure: failure ?? noAddress(step.to, found.length > 0) };
}

function noAddress(recipient: string, found: boolean): Failure {
  return {
    word: 'no_recipient',
    because: found
      ? { en: `${recipient} has no usable e-mail address`, zh: `${recipient} 没有可用的邮箱地址` }
      : { en: `the account has no active ${recipient}`, zh: `该客户没有有效的 ${recipient}` },
  };
}
