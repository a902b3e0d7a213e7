import { startOfPeriod, UTC_CALENDAR } from '../model/calendar.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/time.js';
import type { MetTrigger } from './judge-trigger.js';

/** Several episodes of one account are decided one after another: the second one must see the first. */
export function decisionRounds(met: readonly MetTrigger[]): MetTrigger[][] {
  const rounds: MetTrigger[][] = [];
  const seen = new Map<string, number>();
  for (const trigger of met) {
    const round = seen.get(trigger.accountId) ?? 0;
    seen.set(trigger.accountId, round + 1);
    (rounds[round] ??= []).push(trigger);
  }
  return rounds;
}

/**
 * Where the period begins that `at_most` counts in: the UTC day, month or (from Monday) week of the decision, over the whole
 * book, so that it means the same in all zones.
 */
export function capPeriodStart({ enroll }: Pick<Plan, 'enroll'>, at: Instant): Instant {
  return startOfPeriod(UTC_CALENDAR, at, enroll.atMost?.per ?? 'day');
}
