import { wilson } from './intervals.js';
import type { Interval } from './intervals.js';

/** Below this many cases a share says more about chance than about work: counts only. */
export const LEAST_FOR_A_RATE = 5;

/** A share that never hides its size. `rate` is null when it would mislead; `note` says why. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** 0..1 */
  readonly rate: number | null;
  /** Wilson, 95 %. */
  readonly interval: Interval | null;
  readonly note: 'none due' | 'too few for a rate' | null;
}

/** Zero of zero is "none due", never 0 % or 100 %; under five cases only the counts are given. */
export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: null, interval: null, note: 'none due' };
  if (of < LEAST_FOR_A_RATE) return { count, of, rate: null, interval: null, note: 'too few for a rate' };
  return { count, of, rate: count / of, interval: wilson(count, of), note: null };
}
