import { shiftPeriod } from '../model/calendar.js';
import type { ComparisonOperator, Condition } from '../model/condition.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Evaluation, Fact, FactValue, Truth } from '../model/fact.js';
import type { Instant } from '../model/time.js';
import { compileExpression, type ValueReader } from './compile-expression.js';

/** A condition ready to be asked many times. Both ways give the same answer. */
export interface CompiledCondition {
  /** The answer alone as of `context.asOf`; stops reading as soon as it is certain. */
  answer(context: EvaluationContext): Truth;
  /** The answer with every value it depends on; nothing is skipped, so that an auditor sees all sides of a decision. */
  evaluate(context: EvaluationContext): Evaluation;
}

/** The one definition of what a condition means: with `facts` everything is read and noted there, without only what decides. */
type Question = (context: EvaluationContext, asOf: Instant, facts: Fact[] | null) => Truth;

/** Numbers that differ only by the rounding of binary fractions count as equal: (400 - 280) / 400 is 30%. */
const TOLERANCE = 1e-9;

function equal(left: number, right: number): boolean {
  return Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
}

const HOLDS: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '=': equal,
  '<': (left, right) => left < right && !equal(left, right),
  '<=': (left, right) => left <= right || equal(left, right),
  '>': (left, right) => left > right && !equal(left, right),
  '>=': (left, right) => left >= right || equal(left, right),
};

/** Whether a comparison of two values holds; unknown unless both are numbers. */
export function compareValues(op: ComparisonOperator, left: FactValue, right: FactValue): Truth {
  return typeof left === 'number' && typeof right === 'number' ? HOLDS[op](left, right) : null;
}

function compareQuestion(op: ComparisonOperator, left: ValueReader, right: ValueReader): Question {
  const holds = HOLDS[op];
  return (context, asOf, facts) => {
    const a = left(context, asOf, facts);
    const b = right(context, asOf, facts);
    return typeof a === 'number' && typeof b === 'number' ? holds(a, b) : null;
  };
}

/** Kleene: one false decides an `and`, one true decides an `or`; otherwise one unknown makes it unknown. */
function junctionQuestion(parts: readonly Question[], deciding: boolean): Question {
  return (context, asOf, facts) => {
    let result: Truth = !deciding;
    for (const part of parts) {
      const value = part(context, asOf, facts);
      if (value === deciding) {
        if (facts === null) return deciding;
        result = deciding;
      } else if (value === null && result !== deciding) result = null;
    }
    return result;
  };
}

function compile(condition: Condition): Question {
  switch (condition.kind) {
    case 'compare':
      return compareQuestion(condition.op, compileExpression(condition.left), compileExpression(condition.right));
    case 'is': {
      const left = compileExpression(condition.left);
      // A parameter that nobody has bound is unknown.
      const wanted = condition.parameter === undefined ? condition.value : null;
      const { negated } = condition;
      return (context, asOf, facts) => {
        const value = left(context, asOf, facts);
        return value === null || wanted === null ? null : (value === wanted) !== negated;
      };
    }
    case 'in': {
      const left = compileExpression(condition.left);
      const { values, negated } = condition;
      return (context, asOf, facts) => {
        const value = left(context, asOf, facts);
        return typeof value === 'string' ? values.includes(value) !== negated : null;
      };
    }
    case 'missing': {
      const left = compileExpression(condition.left);
      const { negated } = condition;
      return (context, asOf, facts) => (left(context, asOf, facts) === null) !== negated;
    }
    case 'holds': {
      const read = compileExpression(condition.value);
      return (context, asOf, facts) => {
        const value = read(context, asOf, facts);
        return typeof value === 'boolean' ? value : null;
      };
    }
    case 'not': {
      const of = compile(condition.of);
      return (context, asOf, facts) => {
        const value = of(context, asOf, facts);
        return value === null ? null : !value;
      };
    }
    case 'all':
    case 'any':
      return junctionQuestion(condition.of.map(compile), condition.kind === 'any');
    case 'for': {
      const of = compile(condition.of);
      const { count, unit } = condition;
      return (context, asOf, facts) => {
        let result: Truth = true;
        for (let back = 0; back < count; back += 1) {
          // The end of a closed period is the start of the next one: the current period's start is the newest of them.
          const value = of(context, shiftPeriod(context.calendar, asOf, unit, -back), facts);
          if (value === false) {
            if (facts === null) return false;
            result = false;
          } else if (value === null && result === true) result = null;
        }
        return result;
      };
    }
  }
}

const compiled = new WeakMap<Condition, CompiledCondition>();

/**
 * Makes a condition ready to be asked. Made once per condition object, which is plain data and never changed in place.
 * Total: whatever a context answers, the result is true, false or unknown (null).
 */
export function compileCondition(condition: Condition): CompiledCondition {
  const known = compiled.get(condition);
  if (known !== undefined) return known;
  const question = compile(condition);
  const made: CompiledCondition = {
    answer: (context) => question(context, context.asOf, null),
    evaluate: (context) => {
      const facts: Fact[] = [];
      return { value: question(context, context.asOf, facts), facts };
    },
  };
  compiled.set(condition, made);
  return made;
}
