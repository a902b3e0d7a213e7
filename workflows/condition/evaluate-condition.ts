import type { Condition } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Evaluation } from '../model/fact.js';
import { compileCondition } from './compile-condition.js';

/**
 * The answer to a condition as of `context.asOf` in three-valued logic, with every value it read.
 * Total: whatever the context answers, the result is true, false or unknown (null).
 */
export function evaluateCondition(condition: Condition, context: EvaluationContext): Evaluation {
  return compileCondition(condition).evaluate(context);
}
