import { describe, expect, test } from '@jest/globals';
import { MONDAY, condition, context } from '../../test/support/condition-builder.js';
import { UTC_CALENDAR, fromLocal, startOfDate, type ZoneCalendar } from '../model/calendar.js';
import type { Fact } from '../model/fact.js';
import { evaluateCondition } from './evaluate-condition.js';
import { explainFact } from './explain-fact.js';
import { readsOnlyOutcomes } from './reads-only-outcomes.js';

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
const SHANGHAI: ZoneCalendar = { ...UTC_CALENDAR, zone: 'Asia/Shanghai', offsets: [{ from: 0, minutes: 480 }] };

describe('explainFact', () => {
  const explain = (text: string, given: Parameters<typeof context>[0] = {}): readonly string[] =>
    evaluateCondition(condition(text), context(given)).facts.map((fact) => explainFact(fact, given.calendar ?? UTC_CALENDAR));

  test('a metric is named with the last day of its period', () => {
    expect(explain('activation_rate < 50%', { series: { activation_rate: [0.4166] } })).toEqual([
      'activation_rate was 41.7% (day ending 2026-03-01)',
    ]);
    expect(explain('logins < 5', { series: { logins: [3] } })).toEqual(['logins was 3 (week ending 2026-03-01)']);
    expect(explain('nps < 5', { series: { nps: [-12] } })).toEqual(['nps was -12 (month ending 2026-02-28)']);
  });

  test('a change says which way it went, over what, and from where to where', () => {
    const week = (series: Readonly<Record<string, readonly (number | null)[]>>, name: string) =>
      explain(`${name} >= 10%`, { series })[0];
    expect(week({ logins: [15, 5] }, 'wow_drop(logins)')).toBe(
      'logins fell 66.7% week over week (15 -> 5, week ending 2026-03-01)',
    );
    expect(week({ logins: [15, 5] }, 'wow_rise(logins)')).toBe(
      'logins fell 66.7% week over week (15 -> 5, week ending 2026-03-01)',
    );
    expect(week({ logins: [10, 12] }, 'wow_drop(logins)')).toBe(
      'logins rose 20% week over week (10 -> 12, week ending 2026-03-01)',
    );
    expect(week({ revenue: [200, 100] }, 'mom_drop(revenue)')).toBe(
      'revenue fell 50% month over month (200 -> 100, month ending 2026-02-28)',
    );
    expect(week({ logins: [7, 7] }, 'wow_drop(logins)')).toBe(
      'logins did not change week over week (7 -> 7, week ending 2026-03-01)',
    );
    expect(week({ logins: [10_000, 9_999] }, 'wow_drop(logins)')).toBe(
      'logins fell less than 0.1% week over week (10000 -> 9999, week ending 2026-03-01)',
    );
  });

  test('a change since the run began reads the numbers of a rate as percents', () => {
    const given = { startedAt: MONDAY - 3 * DAY, series: { activation_rate: [0.2, 0.25, 0.25, 0.3] } };
    expect(explain('change_since_start(activation_rate) >= 20%', given)).toEqual([
      'activation_rate rose 50% since the run began (20% -> 30%, day ending 2026-03-01)',
    ]);
    expect(explain('change_since_start(activation_rate) >= 20%', { series: given.series })).toEqual([
      'the change of activation_rate since the run began was unknown (day ending 2026-03-01)',
    ]);
  });

  test('a change from nothing is unknown and shows why', () => {
    expect(explain('wow_drop(logins) >= 50%', { series: { logins: [0, 5] } })).toEqual([
      'the change of logins week over week was unknown (0 -> 5, week ending 2026-03-01)',
    ]);
    expect(explain('wow_drop(logins) >= 50%', { series: { logins: [5] } })).toEqual([
      'the change of logins week over week was unknown (unknown -> 5, week ending 2026-03-01)',
    ]);
  });

  test('a distance to a date names the date and says on which side of it the day lies', () => {
    const end = (days: number, text: string) => explain(text, { values: { 'contract.end': MONDAY + days * DAY } });
    expect(end(12.5, 'days_until(contract.end) < 30d')).toEqual(['contract.end (2026-03-14) was 12.5 days away on 2026-03-02']);
    expect(end(-1, 'days_until(contract.end) < 30d')).toEqual(['contract.end (2026-03-01) was 1 day ago on 2026-03-02']);
    expect(end(-14, 'days_since(contract.end) < 30d')).toEqual(['contract.end (2026-02-16) was 14 days ago on 2026-03-02']);
    expect(end(0.25, 'days_since(contract.end) < 30d')).toEqual(['contract.end (2026-03-02) was 6 hours away on 2026-03-02']);
    expect(explain('days_until(contract.end) < 30d')).toEqual(['contract.end was unknown as of 2026-03-02']);
  });

  test('anything else is said as of its day; an unknown value is called unknown', () => {
    expect(explain('health.score < 60 and account.muted', { values: { 'account.muted': true } })).toEqual([
      'health.score was unknown as of 2026-03-02',
      'account.muted was yes as of 2026-03-02',
    ]);
  });

  test.each([BERLIN, SHANGHAI])('days are those of $zone', (calendar) => {
    const start = startOfDate(calendar, '2025-07-21');
    const given = {
      calendar,
      // Shortly after local midnight: in UTC it is still the day before.
      asOf: fromLocal(calendar, Date.UTC(2025, 7, 4, 0, 30)),
      values: { 'contract.start': start },
      series: { logins: [15, 5] },
    };
    expect(new Date(start).toISOString()).toContain('2025-07-20');
    expect(explain('days_since(contract.start) >= 14d and wow_drop(logins) >= 50%', given)).toEqual([
      'contract.start (2025-07-21) was 14 days ago on 2025-08-04',
      'logins fell 66.7% week over week (15 -> 5, week ending 2025-08-03)',
    ]);
    const fact: Fact = { name: 'contract.start', type: 'date', value: start, asOf: start };
    expect(explainFact(fact, calendar)).toBe('contract.start was 2025-07-21 as of 2025-07-21');
  });

  test('a week with a change of the clocks is a week', () => {
    const asOf = startOfDate(BERLIN, '2026-03-30');
    expect(explain('logins < 5', { calendar: BERLIN, asOf, series: { logins: [3] } })).toEqual([
      'logins was 3 (week ending 2026-03-29)',
    ]);
  });

  test('a fact recorded without its period is told as of its day', () => {
    const fact: Fact = { name: 'logins', type: 'number', value: 3, asOf: Date.UTC(2026, 2, 2) };
    expect(explainFact(fact, UTC_CALENDAR)).toBe('logins was 3 as of 2026-03-02');
  });
});

describe('readsOnlyOutcomes', () => {
  test('is true when no live data is needed', () => {
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached"'))).toBe(true);
    expect(readsOnlyOutcomes(condition('call_owner.outcome in ["reached"] or not (usage_check.outcome is missing)'))).toBe(true);
  });

  test('is false as soon as one part needs live data', () => {
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached" and logins < 5'))).toBe(false);
    expect(readsOnlyOutcomes(condition('account.muted'))).toBe(false);
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached" or (logins < 5 for 2 weeks)'))).toBe(false);
  });
});
