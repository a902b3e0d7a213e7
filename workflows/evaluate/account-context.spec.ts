import { describe, expect, test } from '@jest/globals';
import { accountData, closedPeriods, instant } from '../../test/support/account-data-builder.js';
import { accountContext, contractAt } from './account-context.js';

const AS_OF = instant('2026-03-11T08:00:00Z'); // a Wednesday

describe('accountContext', () => {
  const data = accountData({
    series: { logins: closedPeriods('week', '2026-03-11', [400, null, 192]) },
    health: [
      { at: instant('2026-03-09'), score: 61, band: 'yellow' },
      { at: instant('2026-03-11'), score: 48, band: 'red' },
    ],
    attributes: { plan: 'gold', toString2: 1 },
  });

  test('a metric is its last closed period, and its reading says when that ended', () => {
    const context = accountContext(data, { asOf: AS_OF });
    expect(context.closedPeriod('logins', AS_OF, 1)).toEqual({
      value: 192,
      asOf: instant('2026-03-09'),
      since: instant('2026-03-02'),
    });
    expect(context.closedPeriod('logins', AS_OF, 2)).toEqual({
      value: null,
      asOf: instant('2026-03-02'),
      since: instant('2026-02-23'),
    });
    expect(context.closedPeriod('logins', AS_OF, 4)).toEqual({ value: null, asOf: AS_OF });
    expect(context.read('logins', AS_OF).value).toBe(192);
  });

  test('a period that ends at the very instant is closed, one that ends a millisecond later is not', () => {
    const context = accountContext(data, { asOf: AS_OF });
    expect(context.closedPeriod('logins', instant('2026-03-09'), 1).value).toBe(192);
    expect(context.closedPeriod('logins', instant('2026-03-09') - 1, 2).value).toBe(400);
  });

  test('an earlier instant never sees a later snapshot', () => {
    const context = accountContext(data, { asOf: AS_OF });
    expect(context.read('health.score', AS_OF)).toEqual({ value: 48, asOf: instant('2026-03-11') });
    expect(context.read('health.band', instant('2026-03-10T23:59:59Z'))).toEqual({
      value: 'yellow',
      asOf: instant('2026-03-09'),
    });
    expect(context.read('health.score', instant('2026-03-08')).value).toBeNull();
  });

  test('what was loaded up to an instant refuses to answer for a later one', () => {
    const loaded = accountData({ loadedAsOf: AS_OF });
    expect(() => accountContext(loaded, { asOf: AS_OF + 1 })).toThrow(/loaded as of 2026-03-11T08:00:00.000Z/);
  });

  test('names that nobody knows are unknown, also those of the language itself', () => {
    const context = accountContext(data, { asOf: AS_OF });
    for (const path of [
      'nothing',
      'account.nothing',
      'account.constructor',
      'constructor',
      'health.nothing',
      'x.outcome',
      'a.b.c',
    ])
      expect(context.read(path, AS_OF).value).toBeNull();
    expect(context.read('account.plan', AS_OF).value).toBe('gold');
    expect(context.read('account.muted', AS_OF).value).toBe(false);
  });

  test('a step outcome is read under the step id with the time it settled', () => {
    const outcomes = { call_owner: { status: 'done', outcome: 'reached', at: 5 } } as const;
    const context = accountContext(data, { asOf: AS_OF, outcomes, startedAt: 3 });
    expect(context.read('call_owner.outcome', AS_OF)).toEqual({ value: 'reached', asOf: 5 });
    expect(context.startedAt).toBe(3);
  });
});

describe('contractAt', () => {
  const term = (start: string, end: string) => ({ product: 'p', start: instant(start), end: instant(end), seats: 10 });
  const first = term('2025-01-01', '2026-01-01');
  const second = term('2026-01-01', '2027-01-01');

  test('a term begins at its start and is over at its end', () => {
    expect(contractAt([first, second], instant('2026-01-01') - 1)).toBe(first);
    expect(contractAt([first, second], instant('2026-01-01'))).toBe(second);
  });

  test('after the last term its end stays readable; before the first one its start is', () => {
    expect(contractAt([first], instant('2026-05-01'))).toBe(first);
    expect(contractAt([first, second], instant('2024-05-01'))).toBe(first);
    expect(contractAt([], instant('2024-05-01'))).toBeNull();
  });

  test('of two terms in force the one that began last counts', () => {
    const early = term('2025-12-01', '2026-12-01');
    expect(contractAt([first, early], instant('2025-12-15'))).toBe(early);
  });
});
