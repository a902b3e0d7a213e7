import type { PlanStep } from '../model/plan.js';
import type { StepHandler } from './step-handler.js';
import { branchStep } from './steps/branch-step.js';
import { checkStep } from './steps/check-step.js';
import { notRunnableStep } from './steps/not-runnable-step.js';
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
  wait_for: notRunnableStep,
  ask: notRunnableStep,
  parallel: notRunnableStep,
  webhook: notRunnableStep,
  chat: notRunnableStep,
  set: notRunnableStep,
};

/** The handler of a step's kind. The key is the verb, so the cast only says what the table already holds. */
export function stepHandlerOf(step: PlanStep): StepHandler<PlanStep> {
  return HANDLERS[step.verb] as StepHandler<PlanStep>;
}
