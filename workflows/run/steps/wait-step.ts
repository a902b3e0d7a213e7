import type { WaitStep } from '../../model/plan.js';
import type { StepHandler } from '../step-handler.js';

/** A pause; an exit cuts it short. */
export const waitStep: StepHandler<WaitStep> = {
  start(draft, step) {
    const until = draft.later(step.duration);
    const active = draft.begin(step, until);
    draft.setTimer(`wait:${active.key}`, until);
    return 'waiting';
  },

  timer(draft, step, active) {
    draft.settle(step, active, { status: 'done', outcome: null });
    return { goto: step.next };
  },
};
