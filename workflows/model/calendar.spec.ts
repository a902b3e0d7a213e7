import { describe, expect, test } from '@jest/globals';
import type { ZoneCalendar } from './calendar.js';
import {
  UTC_CALENDAR,
  addDuration,
  fromLocal,
  isWorkingDay,
  localDate,
  shiftPeriod,
  startOfPeriod,
  toLocal,
} from './calendar.js';

const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString();

/** Europe/Berlin around 2027: summer time 2027-03-28T01:00Z to 2027-10-31T01:00Z. */
const BERLIN: ZoneCalendar = {
  zone: 'Europe/Berlin',
  offsets: [
    { from: at('2026-10-25T01:00:00Z'), minutes: 60 },
    { from: at('2027-03-28T01:00:00Z'), minutes: 120 },
    { from: at('2027-10-31T01:00:00Z'), minutes: 60 },
  ],
  weekend: [0, 6],
  holidays: ['2027-01-01'],
};

describe('date arithmetic in a zone', () => {
  test('a day keeps the wall clock over the spring change, hours do not', () => {
    const evening = at('2027-03-27T19:00:00Z'); // 20:00 in Berlin
    expect(iso(addDuration(BERLIN, evening, { amount: 1, unit: 'd' }))).toBe('2027-03-28T18:00:00.000Z');
    expect(iso(addDuration(BERLIN, evening, { amount: 24, unit: 'h' }))).toBe('2027-03-28T19:00:00.000Z');
  });

  test('a wall clock inside the spring gap moves forward by the gap', () => {
    expect(iso(fromLocal(BERLIN, at('2027-03-28T02:30:00Z')))).toBe('2027-03-28T01:30:00.000Z');
  });

  test('a wall clock that comes twice in autumn means the first time', () => {
    expect(iso(fromLocal(BERLIN, at('2027-10-31T02:30:00Z')))).toBe('2027-10-31T00:30:00.000Z');
  });

  test('the 31st plus one month is the last day of the next month', () => {
    expect(iso(addDuration(UTC_CALENDAR, at('2027-01-31T08:00:00Z'), { amount: 1, unit: 'mo' }))).toBe(
      '2027-02-28T08:00:00.000Z',
    );
  });

  test('a month back from 31 March is 28 February', () => {
    expect(iso(addDuration(UTC_CALENDAR, at('2027-03-31T08:00:00Z'), { amount: 1, unit: 'mo' }, -1))).toBe(
      '2027-02-28T08:00:00.000Z',
    );
  });

  test('working days skip weekends and holidays', () => {
    const thursday = at('2026-12-31T09:00:00Z');
    expect(iso(addDuration(BERLIN, thursday, { amount: 1, unit: 'bd' }))).toBe('2027-01-04T09:00:00.000Z');
    expect(isWorkingDay(BERLIN, toLocal(BERLIN, at('2027-01-01T12:00:00Z')))).toBe(false);
  });

  test('a calendar without working days ends in ten years instead of hanging', () => {
    const never: ZoneCalendar = { ...UTC_CALENDAR, weekend: [0, 1, 2, 3, 4, 5, 6] };
    expect(addDuration(never, 0, { amount: 1, unit: 'bd' })).toBeLessThan(at('1980-12-31T00:00:00Z'));
  });

  test('weeks begin on Monday in the zone, not in UTC', () => {
    const mondayNight = at('2027-07-04T22:30:00Z'); // Monday 00:30 in Berlin
    expect(iso(startOfPeriod(BERLIN, mondayNight, 'week'))).toBe('2027-07-04T22:00:00.000Z');
    expect(localDate(BERLIN, mondayNight)).toBe('2027-07-05');
  });

  test('periods shift over a change of the offset and over the year', () => {
    expect(iso(shiftPeriod(BERLIN, at('2027-04-01T00:00:00Z'), 'week', -1))).toBe('2027-03-21T23:00:00.000Z');
    expect(iso(shiftPeriod(BERLIN, at('2027-01-15T00:00:00Z'), 'month', -1))).toBe('2026-11-30T23:00:00.000Z');
  });

  test('a day without a midnight is one period like any other, seen from either side', () => {
    // Sao Paulo on 2018-11-04: the clocks go from 24:00 to 01:00.
    const saoPaulo: ZoneCalendar = {
      ...UTC_CALENDAR,
      offsets: [
        { from: 0, minutes: -180 },
        { from: at('2018-11-04T03:00:00Z'), minutes: -120 },
      ],
    };
    const noon = at('2018-11-04T14:00:00Z');
    expect(iso(startOfPeriod(saoPaulo, noon, 'day'))).toBe('2018-11-04T03:00:00.000Z');
    expect(iso(shiftPeriod(saoPaulo, noon, 'day', -1))).toBe('2018-11-03T03:00:00.000Z');
    expect(iso(shiftPeriod(saoPaulo, at('2018-11-03T14:00:00Z'), 'day', 1))).toBe('2018-11-04T03:00:00.000Z');
    expect(iso(shiftPeriod(saoPaulo, noon, 'day', 1))).toBe('2018-11-05T02:00:00.000Z');
  });
});

describe('make-up days', () => {
  /** China's National Day in 2026: a week off, worked for on a Sunday before and a Saturday after. */
  const china: ZoneCalendar = {
    ...UTC_CALENDAR,
    holidays: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
    workingDays: ['2026-09-20', '2026-10-10'],
  };
  const workingDayOf = (date: string): boolean => isWorkingDay(china, at(`${date}T00:00:00Z`));

  test('are working days on a weekend; other weekends stay free, and holidays too', () => {
    expect(['2026-09-20', '2026-10-10'].map(workingDayOf)).toEqual([true, true]);
    expect(['2026-09-19', '2026-10-11', '2026-10-03', '2026-10-05'].map(workingDayOf)).toEqual([false, false, false, false]);
  });

  test('count as business days in both directions', () => {
    const add = (from: string, amount: number): string =>
      iso(addDuration(china, at(`${from}T09:00:00Z`), { amount: Math.abs(amount), unit: 'bd' }, amount < 0 ? -1 : 1)).slice(
        0,
        10,
      );
    expect(add('2026-09-30', 1)).toBe('2026-10-08');
    expect(add('2026-10-08', 2)).toBe('2026-10-10');
    expect(add('2026-10-09', 2)).toBe('2026-10-12');
    expect(add('2026-10-12', -1)).toBe('2026-10-10');
    expect(add('2026-09-18', 1)).toBe('2026-09-20');
  });

  test('going forward and back over them comes home from every working day', () => {
    for (let day = at('2026-09-14T00:00:00Z'); day < at('2026-10-20T00:00:00Z'); day += 86_400_000) {
      if (!isWorkingDay(china, day)) continue;
      for (const amount of [1, 2, 5, 9]) {
        const there = addDuration(china, day, { amount, unit: 'bd' });
        expect(iso(addDuration(china, there, { amount, unit: 'bd' }, -1))).toBe(iso(day));
        expect(isWorkingDay(china, there)).toBe(true);
      }
    }
  });
});

describe('quarters and years', () => {
  test('begin in January, and lead from one to the next without a gap', () => {
    const begin = (text: string, unit: 'quarter' | 'year') => iso(startOfPeriod(UTC_CALENDAR, at(text), unit)).slice(0, 10);
    expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map((day) => begin(`${day}T12:00:00Z`, 'quarter'))).toEqual([
      '2026-01-01',
      '2026-01-01',
      '2026-04-01',
      '2026-10-01',
    ]);
    expect(begin('2026-12-31T12:00:00Z', 'year')).toBe('2026-01-01');
    const moved = (unit: 'quarter' | 'year', count: number) =>
      iso(shiftPeriod(UTC_CALENDAR, at('2026-05-31T12:00:00Z'), unit, count)).slice(0, 10);
    expect([moved('quarter', -2), moved('quarter', 3), moved('year', -1)]).toEqual(['2025-10-01', '2027-01-01', '2025-01-01']);
  });
});
