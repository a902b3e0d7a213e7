import type { ParallelStep } from '../../model/plan.js';
import type { StepHandler } from '../step-handler.js';

/** Several lanes at once, begun in the order they are written; the step ends when the last of them has ended. */
export const parallelStep: StepHandler<ParallelStep> = {
  start(draft, step) {
    const active = draft.begin(step, draft.at);
    const lanes = step.lanes.filter(({ first }) => first !== null);
    if (lanes.length === 0) {
      draft.settle(step, active, { status: 'done', outcome: null });
      return { goto: step.next };
    }
    draft.keep(step, { ...active, lanes: lanes.map(({ id }) => id) });
    return { fork: lanes.flatMap(({ first }) => first ?? []) };
  },
};
