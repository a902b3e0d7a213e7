import { ApplicationFailure } from '@temporalio/common';
import { addDuration } from '../../../workflows/model/calendar.js';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import { textIn } from '../../../workflows/model/localized-text.js';
import type { TaskStep } from '../../../workflows/model/plan.js';
import { messageRecipients } from '../../../prisma/read-models/message-recipients.js';
import { openTask } from '../../../prisma/stores/task-store.js';
import { MissingTemplateValue, renderText } from '../../shared/templates/render-template.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { hasLeft, leaving } from './leaving.js';
import { failStep } from './failure.js';
import { messageRenderer } from './prepare-message.js';
import { settledAt } from './settled-at.js';
import { stepOf } from './step-of.js';
import { taskAssignee } from './task-assignee.js';

const YEAR_MS = 366 * 86_400_000;

/** Carries out a `task` step: opens a to-do. Nobody to assign it to is no reason not to: it shows in the list. */
export async function performTask(deps: ActivityDependencies, input: PerformInput): Promise<PerformResult> {
  if (hasLeft(deps, input)) return leaving(input);
  const pinned = await deps.readPlaybook(input.playbook, input.version);
  const step = stepOf<TaskStep>(pinned.plan, input, 'task');
  const renderer = await messageRenderer(deps, input, pinned);
  if (!renderer) throw ApplicationFailure.nonRetryable('no_account', 'NoAccount');
  const locale = renderer.people.locale;
  let title: string;
  try {
    title = renderText(textIn(step.title, locale), renderer.context(null, locale)).replace(/\s+/gu, ' ').trim();
  } catch (error) {
    if (!(error instanceof MissingTemplateValue)) throw error;
    const because = {
      en: `its title needs ${error.path}, which is unknown`,
      zh: `其标题需要 ${error.path}，但该值未知`,
    };
    return failStep(deps, input, { word: 'missing_value', because });
  }
  const assigneeId = await taskAssignee(
    step,
    (recipient) => messageRecipients(deps.db, { accountId: input.account, recipient, at: input.at, csm: input.csm }),
    renderer.people.csm?.id ?? null,
  );
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  const zone = pinned.plan.timezone === 'account' ? renderer.people.timezone : pinned.plan.timezone;
  const calendar = zoneCalendarFor(renderer.calendars, zone, at - 86_400_000, at + YEAR_MS);
  const opened = await openTask(deps.db, {
    runId: input.runId,
    stepKey: input.key,
    step: input.step,
    kind: 'step',
    accountId: input.account,
    assigneeId,
    title,
    checklist: step.checklist,
    outcomes: step.outcomes,
    noteAtLeast: step.noteAtLeast,
    openedAt: at,
    dueAt: addDuration(calendar, at, step.due),
    expiresAt: addDuration(calendar, at, step.expires),
  });
  if (opened.status === 'run_exiting') return leaving(input);
  const detail = { task: opened.taskId, assigned: assigneeId !== null };
  return { settlement: { status: 'opened', outcome: null, detail }, settledAt: at };
}
