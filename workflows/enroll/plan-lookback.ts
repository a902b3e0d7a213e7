import { lookbackOf } from '../condition/lookback-of.js';
import type { Catalogue } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';
import { watchedConditions } from './watched-conditions.js';

function most(conditions: readonly (NamedCondition | null)[]): number {
  return Math.max(0, ...conditions.map((named) => (named === null ? 0 : lookbackOf(named.condition))));
}

/** How many days before its instant the decision to start asks what was true. */
export function planLookback({ start, enroll }: Pick<Plan, 'start' | 'enroll'>): number {
  return most([start.kind === 'manual' ? null : start.when, ...enroll.only, ...enroll.never]);
}

/**
 * How many days before their instant the conditions that are watched for a run ask what was true; a change since the start
 * of a run is not counted.
 */
export function watchLookback(plan: Pick<Plan, 'exits' | 'steps'>): number {
  return most(watchedConditions(plan));
}

/** How many days before its instant the assignment of a segment asks what was true; health is scored on the day itself. */
export function segmentLookback({ segments }: Pick<Catalogue, 'segments'>): number {
  return most(segments.map(({ when }) => when));
}
