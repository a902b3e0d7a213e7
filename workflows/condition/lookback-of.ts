import type { Condition } from '../model/condition.js';
import { walkCondition } from './walk-condition.js';

/** A year back, with the longest quarter before it. */
const YEAR_BEFORE = 366 + 92;

/**
 * How many days before its instant a condition asks what was true: 0 unless it says `for N days|weeks|months` or compares
 * with a year ago. The closed periods that it reads at the oldest of these instants lie before that, at most two of them.
 */
export function lookbackOf(condition: Condition): number {
  let days = 0;
  walkCondition(condition, (expression, past) => {
    const year = expression.kind === 'call' && expression.name.startsWith('yoy_') ? YEAR_BEFORE : 0;
    days = Math.max(days, past + year);
  });
  return days;
}
