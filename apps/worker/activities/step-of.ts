import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput } from '../../../workflows/durable/activities.js';
import type { Plan, PlanStep } from '../../../workflows/model/plan.js';

/**
 * The step an activity was asked to carry out.
 * @throws a final failure when the plan has no such step: then the run is not of this plan.
 */
export function stepOf<S extends PlanStep>(plan: Plan, input: PerformInput, verb: S['verb']): S {
  const step = Object.hasOwn(plan.steps, input.step) ? plan.steps[input.step] : undefined;
  if (step?.verb !== verb) throw ApplicationFailure.nonRetryable('no_such_step', 'NoSuchStep');
  return step as S;
}
