import type { TimeOfDay } from '../model/plan.js';
import type { Duration } from '../model/time.js';

/** The values of what an author leaves out. Constants: no default depends on another value. */
export const DEFAULTS = {
  timezone: 'account',
  /** Of a dated start. */
  time: { hour: 8, minute: 0 } satisfies TimeOfDay,
  holdout: 0,
  priority: 50,
  /** A task nobody closes closes itself with outcome `expired`. */
  taskExpires: { amount: 30, unit: 'd' } satisfies Duration,
  inAppExpires: { amount: 14, unit: 'd' } satisfies Duration,
} as const;
