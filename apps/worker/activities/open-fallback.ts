import { addDuration } from '../../../workflows/model/calendar.js';
import { buildZoneCalendar } from '../../../workflows/evaluate/build-zone-calendar.js';
import type { StepSettlement } from '../../../workflows/model/run.js';
import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import { textIn } from '../../../workflows/model/localized-text.js';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import { accountPeople } from '../../../prisma/read-models/account-people.js';
import { openTask } from '../../../prisma/stores/task-store.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { settledAt } from './settled-at.js';

/** Why a message did not go out; a closed set of words that branches and reports can compare with. */
export type FailureWord = 'no_recipient' | 'missing_value' | 'no_template' | 'rejected' | 'unknown' | 'undeliverable';

export interface Failure {
  readonly word: FailureWord;
  /** What a person should know, without names or addresses: goes into the flight record and the task. */
  readonly because: LocalizedText;
}

const YEAR_MS = 366 * 86_400_000;

/** Opens a task for the CSM about a message that did not go out. Without a CSM it is nobody's and shows in the list. */
export async function openFallback(
  deps: ActivityDependencies,
  input: PerformInput,
  failure: Failure,
): Promise<{ readonly assigned: boolean }> {
  const at = settledAt(deps.clock, input.at, deps.machineNow());
  const people = await accountPeople(deps.db, input.account);
  const name = people?.name ?? input.account;
  const title: LocalizedText = {
    en: `"${input.step}" did not reach ${name}: ${textIn(failure.because, 'en')}`,
    zh: `“${input.step}”未能送达 ${name}：${textIn(failure.because, 'zh')}`,
  };
  const calendar = buildZoneCalendar(people?.timezone ?? 'UTC', at - 86_400_000, at + YEAR_MS);
  await openTask(deps.db, {
    runId: input.runId,
    stepKey: input.key,
    step: input.step,
    kind: 'fallback',
    accountId: input.account,
    assigneeId: people?.csm?.id ?? null,
    title: textIn(title, people?.locale ?? 'en'),
    checklist: [],
    outcomes: ['handled', 'not_needed'],
    noteAtLeast: null,
    openedAt: at,
    dueAt: addDuration(calendar, at, { amount: 2, unit: 'bd' }),
    expiresAt: addDuration(calendar, at, { amount: 60, unit: 'd' }),
  });
  return { assigned: people?.csm !== undefined && people?.csm !== null };
}

/** Settles a step as failed and opens a task for the CSM, so that nothing is silently not sent. */
export async function failWithFallback(
  deps: ActivityDependencies,
  input: PerformInput,
  failure: Failure,
): Promise<PerformResult> {
  const { assigned } = await openFallback(deps, input, failure);
  const settlement: StepSettlement = {
    status: 'failed',
    outcome: failure.word,
    reason: failure.word,
    detail: { because: textIn(failure.because, 'en'), fallback_task: true, assigned },
  };
  return { settlement, settledAt: settledAt(deps.clock, input.at, deps.machineNow()) };
}
