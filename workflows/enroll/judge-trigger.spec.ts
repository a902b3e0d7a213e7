import { describe, expect, test } from '@jest/globals';
import { accountData, closedPeriods, instant } from '../../test/support/account-data-builder.js';
import { comparing, planOf } from '../../test/support/plan-builder.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { StartDoor } from '../model/plan.js';
import { judgeTrigger } from './judge-trigger.js';

const AT = instant('2026-03-11T08:00:00Z');
const window = { at: AT, after: AT - 86_400_000, calendar: null };
const withLogins = (id: string, logins: number | null) =>
  accountData({ id, series: { logins: closedPeriods('day', '2026-03-11', [logins]) } });

describe('judgeTrigger: becomes true', () => {
  test('true opens once, false closes, unknown leaves everything as it is', () => {
    const accounts = [
      withLogins('new-low', 3),
      withLogins('still-low', 3),
      withLogins('recovered', 90),
      withLogins('fine', 90),
      withLogins('silent-open', null),
      withLogins('silent', null),
    ];
    const verdicts = judgeTrigger(planOf(), accounts, new Set(['still-low', 'recovered', 'silent-open']), window);
    expect(verdicts.open.map(({ accountId }) => accountId)).toEqual(['new-low']);
    expect(verdicts.close).toEqual(['recovered']);
    expect(verdicts.answers).toEqual({ true: 2, false: 2, unknown: 2 });
  });

  test('an episode carries the facts that opened it, as of the window', () => {
    const { open } = judgeTrigger(planOf(), [withLogins('a', 3)], new Set(), window);
    expect(open[0]).toEqual({
      accountId: 'a',
      key: null,
      facts: [{ name: 'logins', type: 'number', value: 3, asOf: instant('2026-03-11'), since: instant('2026-03-10') }],
    });
  });

  test('accounts come in a fixed order, so that a cap falls on the same ones every time', () => {
    const accounts = ['b', 'c', 'a'].map((id) => withLogins(id, 1));
    expect(judgeTrigger(planOf(), accounts, new Set(), window).open.map(({ accountId }) => accountId)).toEqual(['a', 'b', 'c']);
  });

  test('a manual playbook is never triggered by a sweep', () => {
    const { open, answers } = judgeTrigger(planOf({ start: { kind: 'manual' } }), [withLogins('a', 1)], new Set(), window);
    expect([open, answers]).toEqual([[], { true: 0, false: 0, unknown: 0 }]);
  });
});

describe('judgeTrigger: at a date', () => {
  const door = (fields: Partial<Extract<StartDoor, { kind: 'at_date' }>> = {}): StartDoor => ({
    kind: 'at_date',
    offset: { amount: 90, unit: 'd' },
    direction: 'before',
    anchor: 'contract.end',
    at: { hour: 8, minute: 0 },
    when: null,
    ...fields,
  });
  const term = (start: string, end: string) => ({ product: 'p', start: instant(start), end: instant(end), seats: 10 });
  const account = accountData({ contracts: [term('2025-06-09', '2026-06-09'), term('2026-06-09', '2027-06-09')] });
  const judge = (start: StartDoor, at: number, after = at - 86_400_000, calendar: ZoneCalendar | null = null) =>
    judgeTrigger(planOf({ start }), [account], new Set(), { at, after, calendar });

  test('fires in the one window in which the date is reached, under the name of the contract date', () => {
    expect(judge(door(), AT).open).toMatchObject([{ accountId: 'acme', key: 'contract.end:2026-06-09' }]);
    expect(judge(door(), AT - 86_400_000).open).toEqual([]);
    expect(judge(door(), AT + 86_400_000).open).toEqual([]);
  });

  test('windows that were missed are covered by the next one', () => {
    expect(judge(door(), AT + 5 * 86_400_000, AT - 86_400_000).open).toHaveLength(1);
  });

  test('counts forwards as well', () => {
    const after = door({ direction: 'after', anchor: 'contract.start', offset: { amount: 21, unit: 'd' } });
    expect(judge(after, instant('2026-06-30T08:00:00Z')).open).toMatchObject([{ key: 'contract.start:2026-06-09' }]);
  });

  test('`when` false or unknown opens nothing, and is counted', () => {
    const asked = judge(door({ when: comparing('logins', '<', 10) }), AT);
    expect([asked.open, asked.answers]).toEqual([[], { true: 0, false: 0, unknown: 1 }]);
  });

  test('the time of day is that of the zone asked for', () => {
    const tokyo = buildZoneCalendar('Asia/Tokyo', instant('2025-01-01'), instant('2027-12-31'));
    // 08:00 in Tokyo is 23:00 UTC of the day before.
    expect(judge(door(), instant('2026-03-10T23:00:00Z'), instant('2026-03-10T22:59:00Z'), tokyo).open).toHaveLength(1);
    expect(judge(door(), AT, AT - 60_000, tokyo).open).toEqual([]);
  });

  test('two terms that end on the same day are one date', () => {
    const twice = accountData({ contracts: [term('2025-01-01', '2026-06-09'), term('2025-06-09', '2026-06-09')] });
    expect(judgeTrigger(planOf({ start: door() }), [twice], new Set(), window).open).toHaveLength(1);
  });
});
