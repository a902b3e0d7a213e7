import type { PlanStep, StepVerb } from '../model/plan.js';
import type { StepHandler } from './step-handler.js';
import { askStep } from './steps/ask-step.js';
import { branchStep } from './steps/branch-step.js';
import { checkStep } from './steps/check-step.js';
import { parallelStep } from './steps/parallel-step.js';
import { taskStep } from './steps/task-step.js';
import { touchStep } from './steps/touch-step.js';
import { waitForStep } from './steps/wait-for-step.js';
import { waitStep } from './steps/wait-step.js';

type Handlers = { readonly [V in StepVerb]: StepHandler<Extract<PlanStep, { readonly verb: V }>> };

/** One handler per verb; a verb without one does not compile. */
const HANDLERS: Handlers = {
  email: touchStep,
  in_app: touchStep,
  webhook: touchStep,
  chat: touchStep,
  set: touchStep,
  task: taskStep,
  ask: askStep,
  check: checkStep,
  wait: waitStep,
  wait_for: waitForStep,
  branch: branchStep,
  parallel: parallelStep,
};

/** The handler of a step's kind. The key is the verb, so the cast only says what the table already holds. */
export function stepHandlerOf(step: PlanStep): StepHandler<PlanStep> {
  return HANDLERS[step.verb] as StepHandler<PlanStep>;
}
