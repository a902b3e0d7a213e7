import type { PlanStep } from '../model/plan.js';
import type { StepHandler } from './step-handler.js';
import { branchStep } from './steps/branch-step.js';
import { checkStep } from './steps/check-step.js';
import { taskStep } from './steps/task-step.js';
import { touchStep } from './steps/touch-step.js';
import { waitStep } from './steps/wait-step.js';

const HANDLERS = {
  email: touchStep,
  in_app: touchStep,
  task: taskStep,
  check: checkStep,
  wait: waitStep,
  branch: branchStep,
};

/** The handler of a step's kind. The key is the verb, so the cast only says what the table already holds. */
export function stepHandlerOf(step: PlanStep): StepHandler<PlanStep> {
  return HANDLERS[step.verb] as StepHandler<PlanStep>;
}
