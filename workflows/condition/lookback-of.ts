import type { Condition } from '../model/condition.js';
import type { PeriodUnit } from '../model/time.js';

/** Most days that a period can last. */
const DAYS: Readonly<Record<PeriodUnit, number>> = { day: 1, week: 7, month: 31 };

/**
 * How many days before its instant a condition asks what was true: 0 unless it says `for N days|weeks|months`. The closed
 * periods that it reads at the oldest of these instants lie before that, at most two of them.
 */
export function lookbackOf(condition: Condition): number {
  switch (condition.kind) {
    case 'for':
      return condition.count * DAYS[condition.unit] + lookbackOf(condition.of);
    case 'not':
      return lookbackOf(condition.of);
    case 'all':
    case 'any':
      return Math.max(0, ...condition.of.map(lookbackOf));
    case 'compare':
    case 'is':
    case 'in':
    case 'missing':
    case 'holds':
      return 0;
  }
}
