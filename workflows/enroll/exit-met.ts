import { evaluateCondition } from '../condition/evaluate-condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Fact } from '../model/fact.js';
import type { PlanExit } from '../model/plan.js';

/** The first exit, in the order they are written, whose condition is true; with the facts that say so. */
export function exitMet(exits: readonly PlanExit[], context: EvaluationContext): { exit: string; facts: readonly Fact[] } | null {
  for (const exit of exits) {
    if (exit.when === null) continue;
    const { value, facts } = evaluateCondition(exit.when.condition, context);
    if (value === true) return { exit: exit.id, facts };
  }
  return null;
}
