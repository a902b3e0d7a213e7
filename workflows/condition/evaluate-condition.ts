import { shiftPeriod } from '../model/calendar.js';
import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Evaluation, Fact, FactValue, Truth } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { evaluateExpression } from './evaluate-expression.js';

/** Numbers that differ only by the rounding of binary fractions count as equal: (400 - 280) / 400 is 30%. */
const TOLERANCE = 1e-9;

function compare(op: ComparisonOperator, left: FactValue, right: FactValue): Truth {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  const equal = Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
  switch (op) {
    case '=':
      return equal;
    case '<':
      return left < right && !equal;
    case '<=':
      return left < right || equal;
    case '>':
      return left > right && !equal;
    case '>=':
      return left > right || equal;
  }
}

function negate(value: Truth): Truth {
  return value === null ? null : !value;
}

/** Kleene: one false decides an `and`, one true decides an `or`; otherwise one unknown makes it unknown. */
function combine(values: readonly Truth[], deciding: boolean): Truth {
  if (values.includes(deciding)) return deciding;
  return values.includes(null) ? null : !deciding;
}

/** Evaluates and notes every value read; nothing is skipped, so that an auditor sees all sides of a decision. */
function evaluate(condition: Condition, context: EvaluationContext, asOf: Instant, facts: Fact[]): Truth {
  const valueOf = (expression: Expression): FactValue => {
    const fact = evaluateExpression(expression, context, asOf);
    if (expression.kind !== 'literal' && !facts.some((known) => known.name === fact.name && known.asOf === fact.asOf)) {
      facts.push(fact);
    }
    return fact.value;
  };
  switch (condition.kind) {
    case 'compare':
      return compare(condition.op, valueOf(condition.left), valueOf(condition.right));
    case 'is': {
      const value = valueOf(condition.left);
      return value === null ? null : (value === condition.value) !== condition.negated;
    }
    case 'in': {
      const value = valueOf(condition.left);
      return typeof value !== 'string' ? null : condition.values.includes(value) !== condition.negated;
    }
    case 'missing':
      return (valueOf(condition.left) === null) !== condition.negated;
    case 'holds': {
      const value = valueOf(condition.value);
      return typeof value === 'boolean' ? value : null;
    }
    case 'not':
      return negate(evaluate(condition.of, context, asOf, facts));
    case 'all':
    case 'any':
      return combine(
        condition.of.map((part) => evaluate(part, context, asOf, facts)),
        condition.kind === 'any',
      );
    case 'for': {
      const values: Truth[] = [];
      for (let back = 0; back < condition.count; back += 1) {
        // The end of a closed period is the start of the next one: the current period's start is the newest of them.
        const end = shiftPeriod(context.calendar, asOf, condition.unit, -back);
        values.push(evaluate(condition.of, context, end, facts));
      }
      return combine(values, false);
    }
  }
}

/**
 * The answer to a condition as of `context.asOf` in three-valued logic, with every value it read.
 * Total: whatever the context answers, the result is true, false or unknown (null).
 */
export function evaluateCondition(condition: Condition, context: EvaluationContext): Evaluation {
  const facts: Fact[] = [];
  const value = evaluate(condition, context, context.asOf, facts);
  return { value, facts };
}
