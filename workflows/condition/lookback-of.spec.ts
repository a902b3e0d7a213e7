import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { METRICS, condition, context } from '../../test/support/condition-builder.js';
import { UTC_CALENDAR, shiftPeriod, type ZoneCalendar } from '../model/calendar.js';
import { evaluateCondition } from './evaluate-condition.js';
import { lookbackOf } from './lookback-of.js';

const DAY = 86_400_000;
const BERLIN: ZoneCalendar = {
  ...UTC_CALENDAR,
  zone: 'Europe/Berlin',
  offsets: [
    { from: Date.UTC(2024, 9, 27, 1), minutes: 60 },
    { from: Date.UTC(2025, 2, 30, 1), minutes: 120 },
    { from: Date.UTC(2025, 9, 26, 1), minutes: 60 },
    { from: Date.UTC(2026, 2, 29, 1), minutes: 120 },
  ],
};

describe('lookbackOf', () => {
  test('is nothing for a condition about today', () => {
    for (const text of ['logins < 5', 'wow_drop(logins) >= 50% and account.muted', 'not (health.score is missing)'])
      expect(lookbackOf(condition(text))).toBe(0);
  });

  test('counts the longest `for`', () => {
    expect(lookbackOf(condition('(visits < 5 for 10 days) and (health.score < 60 for 2 weeks)'))).toBe(14);
    expect(lookbackOf(condition('account.muted or not (health.score < 60 for 3 days)'))).toBe(3);
    expect(lookbackOf(condition('revenue < 5 for 3 months'))).toBe(93);
  });

  test('law: nothing older is ever asked, but for the two closed periods before it', () => {
    const part = fc.constantFrom(
      'logins < 5',
      'visits < 5',
      'mom_drop(revenue) >= 1%',
      'wow_drop(logins) >= 1%',
      'health.score < 60',
    );
    const period = fc.tuple(fc.integer({ min: 1, max: 104 }), fc.constantFrom('days', 'weeks', 'months'));
    fc.assert(
      fc.property(
        part,
        part,
        period,
        fc.integer({ min: 0, max: 600 * 24 }),
        fc.constantFrom(UTC_CALENDAR, BERLIN),
        (first, second, [count, unit], hours, calendar) => {
          const asked = condition(`(${first} for ${count} ${unit}) or ${second}`);
          const asOf = Date.UTC(2025, 0, 1) + hours * 3_600_000;
          const since = asOf - lookbackOf(asked) * DAY;
          const base = context({ asOf, calendar });
          const value = evaluateCondition(asked, {
            ...base,
            read: (path, at) => {
              expect(at).toBeGreaterThanOrEqual(since);
              return base.read(path, at);
            },
            closedPeriod: (metric, at, back) => {
              const start = shiftPeriod(calendar, at, METRICS[metric]!.per, -back);
              expect(start).toBeGreaterThanOrEqual(shiftPeriod(calendar, since, METRICS[metric]!.per, -2));
              return { value: null, asOf: at };
            },
          }).value;
          expect(value).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });
});
