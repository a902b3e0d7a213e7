import type { Condition } from '../../model/condition.js';
import { waysToBeTrue, plainForm, textOf, withoutNots, type Conjunction } from './normal-form.js';
import { constraintOf, intersection, isEmpty, isWithin, union, type Constraint, type ValueSet } from './value-set.js';

/** The values of one thing for which a condition is true, when it is about one thing only. */
export function singleConstraint(condition: Condition): Constraint | null {
  if (condition.kind !== 'all' && condition.kind !== 'any') return constraintOf(condition);
  let joined: Constraint | null = null;
  for (const part of condition.of) {
    const next = singleConstraint(part);
    if (!next) return null;
    if (joined === null) joined = next;
    else {
      const set: ValueSet | null = condition.kind === 'all' ? intersection(joined.set, next.set) : union(joined.set, next.set);
      if (joined.subject !== next.subject || !set) return null;
      joined = { subject: joined.subject, set };
    }
  }
  return joined;
}

function followsFrom(way: Conjunction, condition: Condition): boolean {
  if (way.texts.has(textOf(condition))) return true;
  if (condition.kind === 'all') return condition.of.length > 0 && condition.of.every((part) => followsFrom(way, part));
  const constraint = singleConstraint(condition);
  if (constraint) {
    const set = way.sets.get(constraint.subject);
    if (set) return isWithin(set, constraint.set);
  }
  if (condition.kind === 'any') return condition.of.some((part) => followsFrom(way, part));
  if (condition.kind !== 'for') return false;
  const { count, unit, of } = condition;
  return way.lasting.some((one) => one.unit === unit && one.count >= count && implies(one.of, of));
}

/**
 * True when whatever makes the first condition true makes the second one true as well. May miss some, never claims
 * wrongly. What is unknown makes nothing true, and from what nobody can make true nothing is concluded.
 */
export function implies(a: Condition, b: Condition): boolean {
  const ways = waysToBeTrue(a);
  const goal = plainForm(b);
  const possible = ways.filter(({ impossible }) => !impossible);
  return possible.length > 0 && possible.every((way) => followsFrom(way, goal));
}

/** True when the two can never be true at the same moment. May miss some, never claims wrongly. */
export function excludes(a: Condition, b: Condition): boolean {
  return waysToBeTrue({ kind: 'all', of: [a, b] }).every(({ impossible }) => impossible);
}

/** True when no account can make the condition true. */
export function isImpossible(condition: Condition): boolean {
  return waysToBeTrue(condition).every(({ impossible }) => impossible);
}

/** What two conditions about the same single thing have in common; null = they are about different things, or nothing. */
export function commonValues(a: Condition, b: Condition): Constraint | null {
  const [x, y] = [singleConstraint(withoutNots(a)), singleConstraint(withoutNots(b))];
  if (!x || !y || x.subject !== y.subject) return null;
  const set = intersection(x.set, y.set);
  return isEmpty(set) ? null : { subject: x.subject, set };
}
