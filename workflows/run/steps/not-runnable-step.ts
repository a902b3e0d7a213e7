import type { PlanStep } from '../../model/plan.js';
import type { StepHandler } from '../step-handler.js';

/**
 * A verb that this engine does not carry out yet. Publishing refuses such a plan; should one get here all the same, the
 * step fails with that reason and the run goes on.
 */
export const notRunnableStep: StepHandler<PlanStep> = {
  start(draft, step) {
    const active = draft.begin(step, draft.at);
    draft.settle(step, active, { status: 'failed', outcome: null, reason: `not_runnable:${step.verb}` });
    return { goto: step.next };
  },
};
