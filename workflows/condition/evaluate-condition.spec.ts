import { describe, expect, test } from '@jest/globals';
import { MONDAY, condition, context, type Given } from '../../test/support/condition-builder.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { Truth } from '../model/fact.js';
import { evaluateCondition } from './evaluate-condition.js';

const DAY = 86_400_000;
const ask = (text: string, given: Given = {}): Truth => evaluateCondition(condition(text), context(given)).value;

describe('three-valued logic', () => {
  const word = { true: 'account.muted', false: 'account.closed', unknown: 'account.nobody' } as const;
  const values = { 'account.muted': true, 'account.closed': false };
  const truth = (name: keyof typeof word): Truth => (name === 'unknown' ? null : name === 'true');
  const all = ['true', 'false', 'unknown'] as const;

  test('and: one false decides, else one unknown makes it unknown', () => {
    for (const a of all) {
      for (const b of all) {
        const expected = a === 'false' || b === 'false' ? false : a === 'unknown' || b === 'unknown' ? null : true;
        expect(ask(`${word[a]} and ${word[b]}`, { values })).toBe(expected);
      }
    }
  });

  test('or: one true decides, else one unknown makes it unknown', () => {
    for (const a of all) {
      for (const b of all) {
        const expected = a === 'true' || b === 'true' ? true : a === 'unknown' || b === 'unknown' ? null : false;
        expect(ask(`${word[a]} or ${word[b]}`, { values })).toBe(expected);
      }
    }
  });

  test('not turns true and false around and leaves unknown alone', () => {
    for (const a of all) expect(ask(`not ${word[a]}`, { values })).toBe(truth(a) === null ? null : !truth(a));
  });

  test('a comparison, a text test and a list test on a missing value are unknown, also when negated', () => {
    for (const text of ['health.score < 60', 'health.score >= 60', 'health.score = 60', 'account.status is "active"']) {
      expect(ask(text)).toBeNull();
    }
    expect(ask('account.status is not "active"')).toBeNull();
    expect(ask('account.status not in ["active", "trial"]')).toBeNull();
  });

  test('only "is missing" answers for a missing value', () => {
    expect(ask('health.score is missing')).toBe(true);
    expect(ask('health.score is not missing')).toBe(false);
    expect(ask('health.score is missing', { values: { 'health.score': 5 } })).toBe(false);
    expect(ask('logins is missing', { series: { logins: [5, null] } })).toBe(true);
  });

  test('a value of the wrong kind is unknown, not a crash and not false', () => {
    expect(ask('account.arr > 1000', { values: { 'account.arr': 'much' } })).toBeNull();
    expect(ask('account.tier is "gold"', { values: { 'account.tier': 3 } })).toBeNull();
    expect(ask('account.vip', { values: { 'account.vip': 'yes' } })).toBeNull();
    expect(ask('account.arr > 1000', { values: { 'account.arr': Number.NaN } })).toBeNull();
  });
});

describe('levels and changes', () => {
  test('a bare metric is its last closed period', () => {
    expect(ask('logins = 80', { series: { logins: [400, 180, 80] } })).toBe(true);
  });

  test('a drop is measured on the last two closed periods, with the raw numbers in the facts', () => {
    const { value, facts } = evaluateCondition(condition('wow_drop(logins) >= 50%'), context({ series: { logins: [400, 192] } }));
    expect(value).toBe(true);
    expect(facts).toEqual([
      {
        name: 'wow_drop(logins)',
        type: 'percent',
        value: 0.52,
        asOf: Date.UTC(2026, 2, 2),
        since: Date.UTC(2026, 1, 23),
        from: { before: 400, after: 192 },
      },
    ]);
  });

  test('exactly half is a drop of 50%, and a rise is a drop turned around', () => {
    expect(ask('wow_drop(logins) >= 50%', { series: { logins: [200, 100] } })).toBe(true);
    expect(ask('wow_drop(logins) > 50%', { series: { logins: [200, 100] } })).toBe(false);
    expect(ask('wow_rise(logins) = 25%', { series: { logins: [80, 100] } })).toBe(true);
    expect(ask('mom_drop(revenue) = 10%', { series: { revenue: [100, 90] } })).toBe(true);
    expect(ask('mom_rise(revenue) = 10%', { series: { revenue: [100, 110] } })).toBe(true);
  });

  test('binary fractions do not decide: (400 - 280) / 400 is 30%, in both directions', () => {
    expect(ask('wow_drop(logins) >= 30%', { series: { logins: [400, 280] } })).toBe(true);
    expect(ask('wow_drop(logins) > 30%', { series: { logins: [400, 280] } })).toBe(false);
    expect(ask('wow_drop(logins) <= 30%', { series: { logins: [400, 280] } })).toBe(true);
  });

  test('a change from zero, or with one side missing, is unknown', () => {
    expect(ask('wow_drop(logins) >= 50%', { series: { logins: [0, 5] } })).toBeNull();
    expect(ask('wow_drop(logins) >= 50%', { series: { logins: [null, 5] } })).toBeNull();
    expect(ask('wow_drop(logins) >= 50%', { series: { logins: [5] } })).toBeNull();
  });

  test('a rise from below zero is a rise', () => {
    expect(ask('mom_rise(nps) = 50%', { series: { nps: [-40, -20] } })).toBe(true);
  });

  test('change_since_start measures from the period that had closed when the run started', () => {
    const startedAt = MONDAY - 14 * DAY;
    const series = { logins: [400, 80, 100, 96] };
    const { value, facts } = evaluateCondition(condition('change_since_start(logins) >= 20%'), context({ startedAt, series }));
    expect(value).toBe(true);
    expect(facts[0]?.from).toEqual({ before: 80, after: 96 });
    expect(ask('change_since_start(logins) >= 20%', { series })).toBeNull();
  });
});

describe('dates', () => {
  test('days_until and days_since count on the wall clock of the zone', () => {
    const values = { 'contract.end': MONDAY + 30 * DAY, 'contract.start': MONDAY - 10 * DAY };
    expect(ask('days_until(contract.end) <= 30d', { values })).toBe(true);
    expect(ask('days_until(contract.end) < 30d', { values })).toBe(false);
    expect(ask('days_since(contract.start) >= 1w', { values })).toBe(true);
    expect(ask('days_until(contract.start) < 0d', { values })).toBe(true);
    expect(ask('days_until(contract.end) < 30d')).toBeNull();
  });

  test('a day over a change of the clocks is still a day', () => {
    const change = Date.UTC(2026, 2, 29, 1);
    const calendar: ZoneCalendar = {
      zone: 'Europe/Berlin',
      offsets: [
        { from: 0, minutes: 60 },
        { from: change, minutes: 120 },
      ],
      weekend: [0, 6],
      holidays: [],
    };
    const asOf = Date.UTC(2026, 2, 28, 7);
    // 08:00 on the 28th to 08:00 on the 30th in Berlin: 47 hours, two days.
    const values = { 'contract.end': Date.UTC(2026, 2, 30, 6) };
    expect(ask('days_until(contract.end) >= 2d', { asOf, calendar, values })).toBe(true);
    expect(ask('days_until(contract.end) > 2d', { asOf, calendar, values })).toBe(false);
  });
});

describe('for', () => {
  const drop = 'wow_drop(logins) >= 50% for 2 weeks';

  test('is true when the question was true as of the end of each of the last closed periods', () => {
    expect(ask(drop, { series: { logins: [400, 400, 180, 80] } })).toBe(true);
  });

  test('one period that answers no makes it false, whatever is unknown', () => {
    expect(ask(drop, { series: { logins: [400, 400, 390, 120] } })).toBe(false);
    expect(ask(drop, { series: { logins: [null, 100, 90] } })).toBe(false);
  });

  test('without a no, one unknown period makes it unknown', () => {
    expect(ask(drop, { series: { logins: [400, 180] } })).toBeNull();
  });

  test('asks at the boundaries of the calendar, the newest first, and keeps every fact', () => {
    const asked: number[] = [];
    const values = { 'health.score': (asOf: number) => (asked.push(asOf), 40) };
    const asOf = Date.UTC(2026, 2, 11, 8);
    expect(ask('health.score < 60 for 3 weeks', { asOf, values })).toBe(true);
    expect(asked).toEqual([Date.UTC(2026, 2, 9), Date.UTC(2026, 2, 2), Date.UTC(2026, 1, 23)]);
    asked.length = 0;
    ask('health.score < 60 for 2 months', { asOf, values });
    expect(asked).toEqual([Date.UTC(2026, 2, 1), Date.UTC(2026, 1, 1)]);
    asked.length = 0;
    ask('health.score < 60 for 2 days', { asOf, values });
    expect(asked).toEqual([Date.UTC(2026, 2, 11), Date.UTC(2026, 2, 10)]);
    const { facts } = evaluateCondition(condition('health.score < 60 for 3 weeks'), context({ asOf, values }));
    expect(facts.map((fact) => fact.asOf)).toEqual([Date.UTC(2026, 2, 9), Date.UTC(2026, 2, 2), Date.UTC(2026, 1, 23)]);
  });

  test('not for two weeks is not the same as two weeks of not', () => {
    const values = { 'health.score': (asOf: number) => (asOf === Date.UTC(2026, 2, 2) ? 40 : 80) };
    expect(ask('not (health.score < 60 for 2 weeks)', { values })).toBe(true);
    expect(ask('(not health.score < 60) for 2 weeks', { values })).toBe(false);
  });
});

describe('facts', () => {
  test('every side of a decision is kept, also the ones that did not decide, each once', () => {
    const { facts } = evaluateCondition(
      condition('health.score < 60 and (health.score < 50 or account.muted) and not account.nobody'),
      context({ values: { 'health.score': 80, 'account.muted': false } }),
    );
    expect(facts.map(({ name, value }) => [name, value])).toEqual([
      ['health.score', 80],
      ['account.muted', false],
      ['account.nobody', null],
    ]);
  });

  test('constants are no facts', () => {
    expect(evaluateCondition(condition('60 > health.score'), context()).facts.map(({ name }) => name)).toEqual(['health.score']);
  });
});
