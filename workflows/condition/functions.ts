import type { MetricDefinition } from '../model/catalogue.js';
import type { ValueType } from '../model/fact.js';
import type { PeriodUnit } from '../model/time.js';

/** Lowest and highest possible value; null = open. */
export type Range = readonly [number | null, number | null];

export interface ConditionFunction {
  readonly name: string;
  readonly type: ValueType;
  readonly takes: 'metric' | 'date';
  /** The period its metric must have; null = any. */
  readonly per: PeriodUnit | null;
  readonly insideRunOnly: boolean;
  /** Possible results for a metric. */
  range(metric: MetricDefinition | null): Range;
}

const anything = (): Range => [null, null];
/** A metric that is never negative can lose at most all of itself. */
const neverNegative = (metric: MetricDefinition | null): boolean => (metric?.range[0] ?? -1) >= 0;
const drop = (metric: MetricDefinition | null): Range => [null, neverNegative(metric) ? 1 : null];
const rise = (metric: MetricDefinition | null): Range => [neverNegative(metric) ? -1 : null, null];

export const FUNCTIONS: readonly ConditionFunction[] = [
  { name: 'wow_drop', type: 'percent', takes: 'metric', per: 'week', insideRunOnly: false, range: drop },
  { name: 'wow_rise', type: 'percent', takes: 'metric', per: 'week', insideRunOnly: false, range: rise },
  { name: 'mom_drop', type: 'percent', takes: 'metric', per: 'month', insideRunOnly: false, range: drop },
  { name: 'mom_rise', type: 'percent', takes: 'metric', per: 'month', insideRunOnly: false, range: rise },
  { name: 'change_since_start', type: 'percent', takes: 'metric', per: null, insideRunOnly: true, range: rise },
  { name: 'days_since', type: 'duration', takes: 'date', per: null, insideRunOnly: false, range: anything },
  { name: 'days_until', type: 'duration', takes: 'date', per: null, insideRunOnly: false, range: anything },
];

/** Functions of the language that this release does not have. */
export const LATER_FUNCTIONS: readonly string[] = [
  'platform_average',
  'segment_average',
  'percentile',
  'days_in_stage',
  'reached',
  'role_active',
  'count',
  'open_tickets',
  'metric',
];
