import type { PlanStep } from '../model/plan.js';
import type { ActiveStep, PerformVerb, StepSettlement } from '../model/run.js';
import type { Draft } from './draft.js';
import { performKey } from './perform-key.js';
import type { Progress } from './step-handler.js';

/** A step that a channel carries out. */
export type PerformStep = Extract<PlanStep, { readonly verb: PerformVerb }>;

/** A channel's word for a message that may have arrived: only a person may have it sent again. */
const MAY_HAVE_HAPPENED = 'unknown';

/**
 * What a step comes to that its channel did not carry out: tried again as its playbook says; then a task for the CSM
 * (the default), nothing, or the end of the run. One that was left out on purpose (`skipped`) did not fail.
 */
export function settleFailed(draft: Draft, step: PerformStep, active: ActiveStep, settlement: StepSettlement): Progress {
  const { detail } = settlement;
  const status = settlement.status === 'skipped' ? 'skipped' : 'failed';
  const unexpected = settlement.status === 'done' || settlement.status === 'opened' || settlement.status === 'leaving';
  const reason = unexpected ? 'unexpected_answer' : settlement.reason;
  if (status === 'failed' && triesAgain(draft, step, active, reason ?? 'failed')) return 'waiting';
  // A playbook may ask a webhook for `failed`; of the others the reason is the word.
  const word = step.verb === 'webhook' && status === 'failed' ? 'failed' : reason;
  const outcome = settlement.outcome ?? word ?? null;
  draft.settle(step, active, { status, outcome, by: 'sopwith', ...(reason === undefined ? {} : { reason }) }, detail);
  // Version 1 knew no policy: its channels opened the task themselves.
  if (status === 'skipped' || draft.state.engineVersion === 1) return { goto: step.next };
  return carryOutPolicy(draft, step, active, reason ?? 'failed');
}

function triesAgain(draft: Draft, step: PerformStep, active: ActiveStep, reason: string): boolean {
  const { retry } = step;
  const attempt = (active.attempt ?? 1) + 1;
  if (!retry || attempt > retry.times + 1 || active.detached || reason === MAY_HAVE_HAPPENED) return false;
  const due = draft.later(retry.every);
  draft.keep(step, { ...active, attempt, failed: reason });
  draft.record({ type: 'step_retried', step: step.id, key: active.key, attempt, by: 'sopwith', reason, due });
  draft.setTimer(`retry:${active.key}`, due);
  return true;
}

function carryOutPolicy(draft: Draft, step: PerformStep, active: ActiveStep, reason: string): Progress {
  switch (step.ifItFails ?? 'task') {
    case 'task':
      draft.record({ type: 'fallback_opened', step: step.id, key: active.key, reason });
      draft.command({ type: 'open_fallback', key: performKey(active), step: step.id, reason, at: draft.at });
      return { goto: step.next };
    case 'continue':
      return { goto: step.next };
    case 'stop':
      return { stop: `failed:${step.id}` };
  }
}
