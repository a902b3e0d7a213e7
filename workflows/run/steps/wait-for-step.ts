import type { WaitForStep } from '../../model/plan.js';
import type { ActiveStep } from '../../model/run.js';
import type { Draft } from '../draft.js';
import type { Progress, StepHandler } from '../step-handler.js';

function happened(draft: Draft, step: WaitForStep, active: ActiveStep): Progress {
  draft.cancelTimer(`bound:${active.key}`);
  draft.settle(step, active, { status: 'done', outcome: 'happened' });
  return { goto: step.next };
}

/** Waits for an event of the account or for a condition, and never longer than its bound. */
export const waitForStep: StepHandler<WaitForStep> = {
  start(draft, step) {
    const bound = draft.later(step.atMost);
    const active = draft.begin(step, bound);
    draft.setTimer(`bound:${active.key}`, bound);
    // It may be true already; later on it is watched from outside, as exits are.
    if (step.condition) draft.ask(step, active, [step.condition]);
    return 'waiting';
  },

  evaluated(draft, step, active, { results }) {
    const { value, facts } = results[0] ?? { value: null, facts: [] };
    draft.record({ type: 'asked', step: step.id, condition: step.condition?.text ?? '', value, facts });
    if (value === true) return happened(draft, step, active);
    const { request: _answered, ...rest } = active;
    draft.keep(step, rest);
    return 'waiting';
  },

  happened(draft, step, active, event) {
    if (step.event !== event) return { ignored: `step ${step.id} waits for something else` };
    return happened(draft, step, active);
  },

  conditionMet(draft, step, active, { facts }) {
    if (!step.condition) return { ignored: `step ${step.id} waits for no condition` };
    draft.record({ type: 'condition_met', step: step.id, condition: step.condition.text, facts });
    return happened(draft, step, active);
  },

  timer(draft, step, active) {
    draft.settle(step, active, { status: 'expired', outcome: 'ran_out' });
    return { goto: step.next };
  },
};
