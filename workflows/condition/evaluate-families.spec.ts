import { describe, expect, test } from '@jest/globals';
import { MONDAY, condition, context, type Given } from '../../test/support/condition-builder.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { FactValue, Truth } from '../model/fact.js';
import { evaluateCondition } from './evaluate-condition.js';

const DAY = 86_400_000;

function ask(text: string, given: Given = {}, answers: Partial<EvaluationContext> = {}): Truth {
  return evaluateCondition(condition(text), { ...context(given), ...answers }).value;
}
const always = (value: FactValue) => (_what: unknown, asOf: number) => ({ value, asOf });

describe('families of functions', () => {
  test('a family that a host cannot answer is unknown, never false', () => {
    for (const text of [
      'platform_average(logins) > 5',
      'percentile(logins) > 5%',
      'days_since(champion_left) < 5d',
      'reached(kick_off)',
      'reached(kick_off) by day 30',
      'role_active("champion")',
      'role_filled("champion")',
      'count(login, 30d) > 5',
      'open_tickets() > 0',
      'days_in_stage > 5d',
      'judgement.rating < 3',
      'parameter.strict',
      'account.segment is parameter.size',
    ]) {
      expect([text, ask(text)]).toEqual([text, null]);
      expect([text, ask(`not ${text}`)]).toEqual([text, null]);
    }
  });

  test('metric(x) is x', () => {
    const series = { logins: [400, 80] };
    expect(ask('metric(logins) = 80', { series })).toBe(ask('logins = 80', { series }));
  });

  test('a year over year change compares the same week, month or weekday a year before', () => {
    const year = (length: number, first: number, last: number): readonly number[] =>
      Array.from({ length: length + 1 }, (_, index) => (index === 0 ? first : index === length ? last : 1));
    expect(ask('yoy_drop(logins) = 30%', { series: { logins: year(52, 100, 70) } })).toBe(true);
    expect(ask('yoy_rise(revenue) = 30%', { series: { revenue: year(12, 100, 130) } })).toBe(true);
    expect(ask('yoy_drop(visits) = 30%', { series: { visits: year(364, 100, 70) } })).toBe(true);
    expect(ask('yoy_drop(logins) = 30%', { series: { logins: [100, 70] } })).toBeNull();
  });

  test('a metric is compared with how others stand, in its own unit', () => {
    const given = { series: { activation_rate: [0.3] } };
    const standing: EvaluationContext['standing'] = (among, metric, asOf) => ({
      value: among === 'platform_average' && metric === 'activation_rate' ? 0.4 : 0.25,
      asOf,
    });
    expect(ask('activation_rate < platform_average(activation_rate)', given, { standing })).toBe(true);
    expect(ask('activation_rate < segment_median(activation_rate)', given, { standing })).toBe(false);
    expect(ask('percentile(activation_rate) <= 25%', given, { standing })).toBe(true);
  });

  test('days_since an event counts from its last time, and is unknown when it never happened', () => {
    expect(ask('days_since(champion_left) = 3d', {}, { lastEvent: always(MONDAY - 3 * DAY) })).toBe(true);
    expect(ask('days_since(champion_left) < 3d', {}, { lastEvent: always(null) })).toBeNull();
    expect(ask('days_since(champion_left) is missing', {}, { lastEvent: always(null) })).toBe(true);
  });

  test('days in the stage count from the day it was entered', () => {
    expect(ask('days_in_stage = 60d', { values: { 'lifecycle.since': MONDAY - 60 * DAY } })).toBe(true);
  });

  test('an attribute that is a date is kept as a day, and the day begins at its midnight', () => {
    const since = (value: FactValue) => ask('days_since(account.renewed_on) = 32h', { values: { 'account.renewed_on': value } });
    expect(since('2026-03-01')).toBe(true);
    expect(since('2026-02-31')).not.toBe(true);
    expect(since('soon')).toBeNull();
  });

  test('a span, a role and a priority are asked as they are written; leaving them out has one meaning', () => {
    const asked: unknown[] = [];
    const answers: Partial<EvaluationContext> = {
      countEvents: (event, span, asOf) => (asked.push([event, span / DAY]), { value: 4, asOf }),
      roleActive: (role, span, asOf) => (asked.push([role, span / DAY]), { value: true, asOf }),
      openTickets: (priority, asOf) => (asked.push([priority]), { value: 1, asOf }),
    };
    for (const text of [
      'count(login, 2w) >= 4',
      'role_active("champion")',
      'role_active("admin", 14d)',
      'open_tickets() > 0',
      'open_tickets(priority: "p1") > 0',
    ])
      expect(ask(text, {}, answers)).toBe(true);
    expect(asked).toEqual([['login', 14], ['champion', 30], ['admin', 14], [null], ['p1']]);
  });
});

describe('milestones', () => {
  const START = MONDAY - 90 * DAY;
  const by = (milestone: FactValue, asOf: number, start: number | null = START): Truth =>
    ask('reached(kick_off) by day 90', { asOf, values: { 'contract.start': start } }, { milestone: always(milestone) });

  test('reached(m) is what is known of it until now', () => {
    const reached = (milestone: FactValue) => ask('reached(kick_off)', {}, { milestone: always(milestone) });
    expect([reached(MONDAY - DAY), reached(true), reached(false), reached(null)]).toEqual([true, true, false, null]);
  });

  test('by day 90 is open until day 90 is over, then it is decided for ever', () => {
    const endOfDay90 = Date.UTC(2026, 2, 3);
    expect(by(false, MONDAY)).toBeNull();
    expect(by(false, endOfDay90 - 1)).toBeNull();
    expect(by(false, endOfDay90)).toBe(false);
    expect(by(endOfDay90 - 1, MONDAY + 200 * DAY)).toBe(true);
    expect(by(endOfDay90, MONDAY + 200 * DAY)).toBe(false);
  });

  test('what was reached before all that is known was reached in time; without a contract nothing is in time', () => {
    expect(by(true, MONDAY + 200 * DAY)).toBe(true);
    expect(by(MONDAY - DAY, MONDAY, null)).toBeNull();
    expect(by(null, MONDAY + 200 * DAY)).toBeNull();
  });

  test('a trigger on a missed milestone does not fire before the day is over', () => {
    const missed = (asOf: number): Truth =>
      ask('not reached(kick_off) by day 90', { asOf, values: { 'contract.start': START } }, { milestone: always(false) });
    expect([missed(MONDAY - 80 * DAY), missed(MONDAY + DAY)]).toEqual([null, true]);
  });
});
