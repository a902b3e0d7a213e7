import type { ComparisonOperator, Expression } from '../model/condition.js';
import type { Fact, FactValue, Truth } from '../model/fact.js';
import { compareValues } from './compile-condition.js';
import type { PositiveForm } from './positive-form.js';
import { printExpression } from './print-condition.js';

/** A question about values at one moment. */
export type Leaf = PositiveForm & { readonly kind: 'compare' | 'in' | 'missing' | 'holds' };

/** The values a leaf reads, each with its fact; a constant has none. */
export interface LeafFacts {
  readonly left: Fact | null;
  readonly right: Fact | null;
}

/** Finds facts again by what was asked: all of a name, the newest first. */
export class FactBook {
  private readonly byName = new Map<string, Fact[]>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      const known = this.byName.get(fact.name);
      if (known) known.push(fact);
      else this.byName.set(fact.name, [fact]);
    }
    for (const list of this.byName.values()) list.sort((a, b) => b.asOf - a.asOf);
  }

  of(expression: Expression): readonly Fact[] {
    return this.byName.get(printExpression(expression)) ?? [];
  }

  /** What a leaf read at each of `count` moments, the newest first; readings that did not change stand once. */
  moments(leaf: Leaf, count: number): readonly LeafFacts[] {
    const left = this.of(leaf.left);
    const right = leaf.kind === 'compare' ? this.of(leaf.right) : [];
    const moments = Math.min(count, Math.max(1, left.length, right.length));
    return Array.from({ length: moments }, (_, index) => ({
      left: left[Math.min(index, left.length - 1)] ?? null,
      right: right[Math.min(index, right.length - 1)] ?? null,
    }));
  }
}

function valueOf(expression: Expression, fact: Fact | null): FactValue {
  return expression.kind === 'literal' ? expression.value : (fact?.value ?? null);
}

/** A comparison of two values; unknown unless both are numbers. */
export function compareForm(op: ComparisonOperator | '!=', left: FactValue, right: FactValue): Truth {
  if (op !== '!=') return compareValues(op, left, right);
  const equal = compareValues('=', left, right);
  return equal === null ? null : !equal;
}

/** The answer of a leaf to the values of its facts. */
export function judgeLeaf(leaf: Leaf, { left, right }: LeafFacts): Truth {
  const value = valueOf(leaf.left, left);
  switch (leaf.kind) {
    case 'compare':
      return compareForm(leaf.op, value, valueOf(leaf.right, right));
    case 'in':
      return typeof value === 'string' ? leaf.values.includes(value) !== leaf.negated : null;
    case 'missing':
      return (value === null) !== leaf.negated;
    case 'holds':
      return typeof value === 'boolean' ? value !== leaf.negated : null;
  }
}

/** Kleene's `and` (every) or `or`. */
export function joined(values: readonly Truth[], every: boolean): Truth {
  if (values.includes(!every)) return !every;
  return values.includes(null) ? null : every;
}
