import { printExpression } from '../../condition/print-condition.js';
import type { Condition } from '../../model/condition.js';

/** A stretch of numbers; `open` = the end itself is not in it. */
interface Stretch {
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

/** The values of one thing for which a question is answered with yes. */
export type ValueSet =
  /** Ascending, apart from each other. */
  | { readonly kind: 'numbers'; readonly of: readonly Stretch[] }
  /** These words, or (`negated`) all others. */
  | { readonly kind: 'words'; readonly of: readonly string[]; readonly negated: boolean };

export interface Constraint {
  /** What is asked about, as it is written: `health.score`, `wow_drop(logins)`. */
  readonly subject: string;
  readonly set: ValueSet;
}

const EVERY_NUMBER: Stretch = { low: -Infinity, lowOpen: true, high: Infinity, highOpen: true };
const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' } as const;

/** The values for which a single comparison or word test holds; null = it is about something else. */
export function constraintOf(condition: Condition): Constraint | null {
  switch (condition.kind) {
    case 'is':
      if (condition.parameter !== undefined) return null;
      return words(printExpression(condition.left), [condition.value], condition.negated);
    case 'in':
      return words(printExpression(condition.left), condition.values, condition.negated);
    case 'holds':
      return words(printExpression(condition.value), ['yes'], false);
    case 'not':
      return condition.of.kind === 'holds' ? words(printExpression(condition.of.value), ['yes'], true) : null;
    case 'compare': {
      const flipped = condition.left.kind === 'literal';
      const [subject, constant] = flipped ? [condition.right, condition.left] : [condition.left, condition.right];
      if (constant.kind !== 'literal' || subject.kind === 'literal' || typeof constant.value !== 'number') return null;
      const at = constant.value;
      const op = flipped ? FLIPPED[condition.op] : condition.op;
      const stretch: Stretch =
        op === '='
          ? { low: at, lowOpen: false, high: at, highOpen: false }
          : op.startsWith('<')
            ? { ...EVERY_NUMBER, high: at, highOpen: op === '<' }
            : { ...EVERY_NUMBER, low: at, lowOpen: op === '>' };
      return { subject: printExpression(subject), set: { kind: 'numbers', of: [stretch] } };
    }
    default:
      return null;
  }
}

function words(subject: string, of: readonly string[], negated: boolean): Constraint {
  return { subject, set: { kind: 'words', of, negated } };
}

function isEmptyStretch({ low, lowOpen, high, highOpen }: Stretch): boolean {
  return low > high || (low === high && (lowOpen || highOpen));
}

function overlap(a: Stretch, b: Stretch): Stretch {
  const low = a.low > b.low || (a.low === b.low && a.lowOpen) ? a : b;
  const high = a.high < b.high || (a.high === b.high && a.highOpen) ? a : b;
  return { low: low.low, lowOpen: low.lowOpen, high: high.high, highOpen: high.highOpen };
}

/** The values that are in both. Sets of different kinds have none in common. */
export function intersection(a: ValueSet, b: ValueSet): ValueSet {
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    const of = a.of.flatMap((x) => b.of.map((y) => overlap(x, y))).filter((one) => !isEmptyStretch(one));
    return { kind: 'numbers', of };
  }
  if (a.kind === 'words' && b.kind === 'words') {
    if (a.negated && b.negated) return { kind: 'words', of: [...new Set([...a.of, ...b.of])], negated: true };
    const [inside, other] = a.negated ? [b, a] : [a, b];
    return { kind: 'words', of: inside.of.filter((word) => other.of.includes(word) !== other.negated), negated: false };
  }
  return { kind: 'words', of: [], negated: false };
}

/** The values that are in one of the two, or null when they are of different kinds. */
export function union(a: ValueSet, b: ValueSet): ValueSet | null {
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    const sorted = [...a.of, ...b.of].sort((x, y) => x.low - y.low || Number(x.lowOpen) - Number(y.lowOpen));
    const joined: Stretch[] = [];
    for (const next of sorted) {
      const last = joined.at(-1);
      const touches = last && (next.low < last.high || (next.low === last.high && !(next.lowOpen && last.highOpen)));
      if (!touches) joined.push(next);
      else if (next.high > last.high || (next.high === last.high && !next.highOpen))
        joined[joined.length - 1] = { ...last, high: next.high, highOpen: next.highOpen };
    }
    return { kind: 'numbers', of: joined };
  }
  if (a.kind === 'words' && b.kind === 'words') {
    if (!a.negated && !b.negated) return { kind: 'words', of: [...new Set([...a.of, ...b.of])], negated: false };
    const [outside, other] = a.negated ? [a, b] : [b, a];
    return { kind: 'words', of: outside.of.filter((word) => other.of.includes(word) === other.negated), negated: true };
  }
  return null;
}

export function isEmpty(set: ValueSet): boolean {
  return set.kind === 'numbers' ? set.of.length === 0 : !set.negated && set.of.length === 0;
}

/** Whether there is no value outside it. */
export function isEverything(set: ValueSet): boolean {
  if (set.kind === 'words') return set.negated && set.of.length === 0;
  return set.of.some(({ low, high }) => low === -Infinity && high === Infinity);
}

/** Whether each value of the first is in the second. */
export function isWithin(a: ValueSet, b: ValueSet): boolean {
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    return a.of.every((x) =>
      b.of.some(
        (y) =>
          (x.low > y.low || (x.low === y.low && (x.lowOpen || !y.lowOpen))) &&
          (x.high < y.high || (x.high === y.high && (x.highOpen || !y.highOpen))),
      ),
    );
  }
  if (a.kind !== 'words' || b.kind !== 'words') return isEmpty(a);
  if (a.negated) return b.negated && b.of.every((word) => a.of.includes(word));
  return a.of.every((word) => b.of.includes(word) !== b.negated);
}
