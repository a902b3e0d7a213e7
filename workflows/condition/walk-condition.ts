import type { Condition, Expression } from '../model/condition.js';
import type { PeriodUnit } from '../model/time.js';

/** Most days that a period can last. */
const DAYS: Readonly<Record<PeriodUnit, number>> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** How many days back a `for` around an expression asks; 0 = it is asked about now alone. */
type Past = number;

/**
 * Visits every value that a condition reads or compares with, from left to right; a call comes before its arguments.
 * The one walk through conditions: whoever wants to know what is in one asks here.
 * @param visit gets the expression and how many days before its instant the condition asks for it
 */
export function walkCondition(condition: Condition, visit: (expression: Expression, past: Past) => void, past: Past = 0): void {
  switch (condition.kind) {
    case 'compare':
      walkExpression(condition.left, visit, past);
      walkExpression(condition.right, visit, past);
      return;
    case 'is':
      walkExpression(condition.left, visit, past);
      if (condition.parameter !== undefined)
        visit({ kind: 'name', path: `parameter.${condition.parameter}`, type: 'text' }, past);
      return;
    case 'in':
    case 'missing':
      walkExpression(condition.left, visit, past);
      return;
    case 'holds':
      walkExpression(condition.value, visit, past);
      return;
    case 'not':
      walkCondition(condition.of, visit, past);
      return;
    case 'all':
    case 'any':
      for (const part of condition.of) walkCondition(part, visit, past);
      return;
    case 'for':
      walkCondition(condition.of, visit, past + condition.count * DAYS[condition.unit]);
  }
}

/** The same for a single value. */
export function walkExpression(
  expression: Expression,
  visit: (expression: Expression, past: Past) => void,
  past: Past = 0,
): void {
  visit(expression, past);
  if (expression.kind === 'call') for (const argument of expression.args) walkExpression(argument, visit, past);
}

/** Every name a condition reads, each as often as it stands there: `health.score`, `logins`, `call_owner.outcome`. */
export function namesOf(condition: Condition): readonly string[] {
  const names: string[] = [];
  walkCondition(condition, (expression) => {
    if (expression.kind === 'name') names.push(expression.path);
  });
  return names;
}
