import { ApplicationFailure } from '@temporalio/common';
import { addDuration } from '../../../workflows/model/calendar.js';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { InAppStep } from '../../../workflows/model/plan.js';
import { isGroup, messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import { postInApp } from '../../../prisma/stores/in-app-store.js';
import type { InAppDraft } from '../../../prisma/stores/in-app-store.js';
import type { ActivityDependencies, Attempt } from './activity-dependencies.js';
import { hasLeft, leaving } from './leaving.js';
import { failStep } from './failure.js';
import type { Failure } from './failure.js';
import { messageRenderer, prepareMessage } from './prepare-message.js';
import { settledAt } from './settled-at.js';
import { stepOf } from './step-of.js';

const YEAR_MS = 366 * 86_400_000;

/** Carries out an `in_app` step: one message per reader in the inbox that the product's widget reads. */
export async function performInApp(deps: ActivityDependencies, input: PerformInput, attempt: Attempt): Promise<PerformResult> {
  if (hasLeft(deps, input)) return leaving(input);
  const pinned = await deps.readPlaybook(input.playbook, input.version);
  const step = stepOf<InAppStep>(pinned.plan, input, 'in_app');
  const renderer = await messageRenderer(deps, input, pinned);
  if (!renderer) throw ApplicationFailure.nonRetryable('no_account', 'NoAccount');
  const found = await messageRecipients(deps.db, { accountId: input.account, recipient: step.to, at: input.at, csm: input.csm });
  const readers = found.filter(({ kind }) => kind === 'contact');
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  if (readers.length === 0) {
    // A group that happens to be empty is an answer, not a fault: nobody is inactive.
    if (isGroup(step.to))
      return { settlement: { status: 'skipped', outcome: 'nobody', reason: 'nobody', detail: { recipients: 0 } }, settledAt: at };
    const because = { en: `the account has no active ${step.to}`, zh: `该客户没有有效的 ${step.to}` };
    return failStep(deps, input, { word: 'no_recipient', because });
  }
  const calendar = zoneCalendarFor(renderer.calendars, renderer.people.timezone, at - 86_400_000, at + YEAR_MS);
  const expiresAt = addDuration(calendar, at, step.expires);
  const drafts: InAppDraft[] = [];
  let failure: Failure | null = null;
  for (const [index, reader] of readers.entries()) {
    if (index % 200 === 199) attempt.heartbeat();
    const prepared = prepareMessage(pinned, step.template, renderer, reader);
    if (prepared.status === 'failed') {
      failure ??= prepared.failure;
      continue;
    }
    drafts.push({
      dedupeKey: `${input.runId}:${input.key}:${reader.id}`,
      runId: input.runId,
      stepKey: input.key,
      step: input.step,
      accountId: input.account,
      contactId: reader.id,
      memberId: null,
      template: step.template,
      locale: prepared.locale,
      subject: prepared.message.subject,
      body: prepared.message.text,
      html: prepared.message.html,
      createdAt: at,
      expiresAt,
    });
  }
  if (drafts.length === 0 && failure) return failStep(deps, input, failure);
  const posted = await postInApp(deps.db, input.runId, drafts);
  if (posted.status === 'run_exiting') return leaving(input);
  const left = readers.length - drafts.length;
  const detail = { recipients: drafts.length, ...(left > 0 ? { left_out: left } : {}) };
  return { settlement: { status: 'done', outcome: 'posted', detail }, settledAt: at };
}
