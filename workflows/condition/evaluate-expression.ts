import type { Expression } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Fact } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { compileExpression } from './compile-expression.js';
import { printExpression } from './print-condition.js';

/**
 * The value of an expression as of an instant, with the raw numbers behind it.
 * Percents are fractions, durations and dates milliseconds; null = unknown (a missing reading, or a change from zero).
 */
export function evaluateExpression(expression: Expression, context: EvaluationContext, asOf: Instant = context.asOf): Fact {
  const facts: Fact[] = [];
  const value = compileExpression(expression)(context, asOf, facts);
  // A constant reads nothing; it is still worth something.
  return facts[0] ?? { name: printExpression(expression), type: expression.type, value, asOf };
}
