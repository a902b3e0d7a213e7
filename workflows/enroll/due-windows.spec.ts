import { describe, expect, test } from '@jest/globals';
import { instant } from '../../test/support/account-data-builder.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import { localDate } from '../model/calendar.js';
import type { Cadence } from '../model/plan.js';
import { dueWindows, scheduledInstants } from './due-windows.js';

const calendar = (zone: string) => buildZoneCalendar(zone, instant('2025-01-01'), instant('2027-12-31'));
const daily = (hour: number, minute = 0): Cadence => ({ every: 'day', weekday: null, at: { hour, minute } });
const iso = (instants: readonly number[]) => instants.map((at) => new Date(at).toISOString().slice(0, 16));

describe('scheduledInstants', () => {
  test('08:00 in the zone stays 08:00 over both changes of the clocks', () => {
    const berlin = calendar('Europe/Berlin');
    expect(iso(scheduledInstants(daily(8), berlin, instant('2026-03-28'), instant('2026-03-30T12:00:00Z')))).toEqual([
      '2026-03-28T07:00',
      '2026-03-29T06:00',
      '2026-03-30T06:00',
    ]);
    expect(iso(scheduledInstants(daily(8), berlin, instant('2026-10-24'), instant('2026-10-26T12:00:00Z')))).toEqual([
      '2026-10-24T06:00',
      '2026-10-25T07:00',
      '2026-10-26T07:00',
    ]);
  });

  test('a time the spring gap skips happens once behind it; one that autumn repeats happens once', () => {
    const berlin = calendar('Europe/Berlin');
    expect(iso(scheduledInstants(daily(2, 30), berlin, instant('2026-03-29'), instant('2026-03-29T22:00:00Z')))).toEqual([
      '2026-03-29T01:30',
    ]);
    expect(
      iso(scheduledInstants(daily(2, 30), berlin, instant('2026-10-24T12:00:00Z'), instant('2026-10-25T12:00:00Z'))),
    ).toEqual(['2026-10-25T00:30']);
  });

  test.each(['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC'])(
    'two years in %s have every local day exactly once, however the span is cut',
    (zone) => {
      const zoned = calendar(zone);
      const from = instant('2025-06-01');
      const to = instant('2027-06-01');
      const whole = scheduledInstants(daily(0), zoned, from, to);
      const dates = whole.map((at) => localDate(zoned, at));
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.length).toBe(730);
      const cut: number[] = [];
      for (let after = from; after < to; after += 17 * 3_600_000)
        cut.push(...scheduledInstants(daily(0), zoned, after, Math.min(to, after + 17 * 3_600_000)));
      expect(cut).toEqual(whole);
    },
  );

  test('a weekly cadence falls on its local weekday', () => {
    const tokyo = calendar('Asia/Tokyo');
    const weekly: Cadence = { every: 'week', weekday: 1, at: { hour: 6, minute: 0 } };
    // Monday 06:00 in Tokyo is still Sunday in UTC.
    expect(iso(scheduledInstants(weekly, tokyo, instant('2026-03-01'), instant('2026-03-16')))).toEqual([
      '2026-03-01T21:00',
      '2026-03-08T21:00',
      '2026-03-15T21:00',
    ]);
  });

  test('the window before is excluded, the one at the end is included', () => {
    const utc = calendar('UTC');
    const at = instant('2026-03-11T08:00:00Z');
    expect(scheduledInstants(daily(8), utc, at, at)).toEqual([]);
    expect(scheduledInstants(daily(8), utc, at - 1, at)).toEqual([at]);
  });
});

describe('dueWindows', () => {
  test('after a long downtime the newest fourteen are caught up and the older ones are named as dropped', () => {
    const { due, dropped } = dueWindows(daily(8), calendar('UTC'), instant('2026-01-01'), instant('2026-01-31'));
    expect([due.length, dropped.length]).toEqual([14, 16]);
    expect(iso([dropped[0]!, dropped.at(-1)!, due[0]!, due.at(-1)!])).toEqual([
      '2026-01-01T08:00',
      '2026-01-16T08:00',
      '2026-01-17T08:00',
      '2026-01-30T08:00',
    ]);
  });
});
