import type { ComparisonOperator, Condition, Expression } from '../model/condition.js';

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator | null>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': null,
};
const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
};

function opposite(condition: Condition): Condition {
  switch (condition.kind) {
    case 'compare': {
      const op = OPPOSITE[condition.op];
      return op === null ? { kind: 'not', of: condition } : { ...condition, op };
    }
    case 'is':
    case 'in':
    case 'missing':
      return { ...condition, negated: !condition.negated };
    case 'not':
      return plainForm(condition.of);
    case 'all':
    case 'any':
      return { kind: condition.kind === 'all' ? 'any' : 'all', of: condition.of.map(opposite) };
    case 'holds':
    case 'for':
      return { kind: 'not', of: plainForm(condition) };
  }
}

/**
 * The same question with as few "not" as possible and literals on the right: both hold in three-valued logic too, for
 * unknown stays unknown either way.
 */
export function plainForm(condition: Condition): Condition {
  switch (condition.kind) {
    case 'not':
      return opposite(condition.of);
    case 'all':
    case 'any': {
      const [only, second] = condition.of;
      if (only && !second) return plainForm(only);
      return { kind: condition.kind, of: condition.of.map(plainForm) };
    }
    case 'for':
      return { ...condition, of: plainForm(condition.of) };
    case 'compare':
      return condition.left.kind === 'literal' && condition.right.kind !== 'literal'
        ? { kind: 'compare', op: MIRRORED[condition.op], left: condition.right, right: condition.left }
        : condition;
    default:
      return condition;
  }
}

/** What a change function says: which way the metric went, over what. */
export interface Change {
  readonly metric: string;
  readonly way: 'fell' | 'rose';
  readonly over: 'week' | 'month' | 'year' | 'start';
  readonly op: ComparisonOperator;
  /** A fraction that is not negative. */
  readonly share: number;
}

const FUNCTIONS: Readonly<Record<string, Pick<Change, 'way' | 'over'>>> = {
  wow_drop: { way: 'fell', over: 'week' },
  wow_rise: { way: 'rose', over: 'week' },
  mom_drop: { way: 'fell', over: 'month' },
  mom_rise: { way: 'rose', over: 'month' },
  yoy_drop: { way: 'fell', over: 'year' },
  yoy_rise: { way: 'rose', over: 'year' },
  change_since_start: { way: 'rose', over: 'start' },
};

/** The change function of an expression, with its metric; null = it is none. */
export function changeCall(expression: Expression): Pick<Change, 'metric' | 'way' | 'over'> | null {
  if (expression.kind !== 'call' || !Object.hasOwn(FUNCTIONS, expression.name)) return null;
  const [metric] = expression.args;
  const change = FUNCTIONS[expression.name];
  return change && metric?.kind === 'name' ? { ...change, metric: metric.path } : null;
}

/**
 * A comparison of a change with a share, turned so that the share is not negative: "rose by at least -20%" is "fell by at
 * most 20%". Null = something else.
 */
export function changeOf(op: ComparisonOperator, left: Expression, right: Expression): Change | null {
  const call = changeCall(left);
  if (!call || right.kind !== 'literal' || typeof right.value !== 'number') return null;
  if (right.value >= 0) return { ...call, op, share: right.value };
  return { ...call, way: call.way === 'fell' ? 'rose' : 'fell', op: MIRRORED[op], share: -right.value };
}
