import { printCondition } from '../../condition/print-condition.js';
import type { Condition } from '../../model/condition.js';
import { constraintOf, intersection, isEmpty, type ValueSet } from './value-set.js';

/** Questions that must all be answered with yes at once. */
export interface Conjunction {
  /** What is asked about -> the values it may have. */
  readonly sets: ReadonlyMap<string, ValueSet>;
  /** Every question by its text, also those that are about no single value. */
  readonly texts: ReadonlySet<string>;
  /** Questions about stretches of time. */
  readonly lasting: readonly (Condition & { kind: 'for' })[];
  /** No account can answer all of them with yes. */
  readonly impossible: boolean;
}

/** Beyond this many alternatives a condition is not taken apart: it is compared as a whole. */
const MOST_ALTERNATIVES = 32;

/** The condition with every `not` moved to the single questions (De Morgan; it holds in three-valued logic as well). */
export function withoutNots(condition: Condition, negate = false): Condition {
  switch (condition.kind) {
    case 'not':
      return withoutNots(condition.of, !negate);
    case 'all':
    case 'any': {
      const of = condition.of.map((part) => withoutNots(part, negate));
      return { kind: (condition.kind === 'all') === negate ? 'any' : 'all', of };
    }
    case 'is':
    case 'in':
    case 'missing':
      return negate ? { ...condition, negated: !condition.negated } : condition;
    case 'compare': {
      if (!negate) return condition;
      if (condition.op === '=')
        return {
          kind: 'any',
          of: [
            { ...condition, op: '<' },
            { ...condition, op: '>' },
          ],
        };
      const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;
      return { ...condition, op: opposite[condition.op] };
    }
    case 'holds':
    case 'for':
      return negate ? { kind: 'not', of: condition } : condition;
  }
}

/** The alternatives as lists of single questions; null = there are too many. */
function listsOf(condition: Condition): readonly (readonly Condition[])[] | null {
  if (condition.kind === 'any') {
    const lists: (readonly Condition[])[] = [];
    for (const part of condition.of) {
      const of = listsOf(part);
      if (!of || lists.length + of.length > MOST_ALTERNATIVES) return null;
      lists.push(...of);
    }
    return lists;
  }
  if (condition.kind !== 'all') return [[condition]];
  let lists: readonly (readonly Condition[])[] = [[]];
  for (const part of condition.of) {
    const of = listsOf(part);
    if (!of || lists.length * of.length > MOST_ALTERNATIVES) return null;
    lists = lists.flatMap((list) => of.map((more) => [...list, ...more]));
  }
  return lists;
}

function conjunctionOf(list: readonly Condition[]): Conjunction {
  const sets = new Map<string, ValueSet>();
  const texts = new Set<string>();
  const lasting: (Condition & { kind: 'for' })[] = [];
  for (const one of list) {
    texts.add(textOf(one));
    if (one.kind === 'for') lasting.push(one);
    const constraint = constraintOf(one);
    if (!constraint) continue;
    const known = sets.get(constraint.subject);
    sets.set(constraint.subject, known ? intersection(known, constraint.set) : constraint.set);
  }
  return { sets, texts, lasting, impossible: [...sets.values()].some(isEmpty) };
}

const texts = new WeakMap<Condition, string>();

/** A condition as it is written: two with one text are the same. */
export function textOf(condition: Condition): string {
  const before = texts.get(condition);
  if (before !== undefined) return before;
  const text = printCondition(condition);
  texts.set(condition, text);
  return text;
}

const plain = new WeakMap<Condition, Condition>();

/** `withoutNots`, worked out once for each condition. */
export function plainForm(condition: Condition): Condition {
  const before = plain.get(condition);
  if (before) return before;
  const form = withoutNots(condition);
  plain.set(condition, form);
  return form;
}

const known = new WeakMap<Condition, readonly Conjunction[]>();

/** The ways in which a condition can be true; one of them is enough. */
export function waysToBeTrue(condition: Condition): readonly Conjunction[] {
  const before = known.get(condition);
  if (before) return before;
  const form = plainForm(condition);
  const ways = (listsOf(form) ?? [[form]]).map(conjunctionOf);
  known.set(condition, ways);
  return ways;
}
