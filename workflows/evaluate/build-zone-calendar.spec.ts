import { describe, expect, test } from '@jest/globals';
import { fromLocal, localDate } from '../model/calendar.js';
import { buildZoneCalendar, UnknownZoneError } from './build-zone-calendar.js';

const FROM = Date.parse('2012-01-01T00:00:00Z');
const TO = Date.parse('2027-12-31T00:00:00Z');

function changes(zone: string, from = '2026-01-01', to = '2026-12-31'): [string, number][] {
  return buildZoneCalendar(zone, Date.parse(from), Date.parse(to)).offsets.map(({ from: at, minutes }) => [
    new Date(at).toISOString(),
    minutes,
  ]);
}

describe('buildZoneCalendar', () => {
  test('a change of the clocks is exact to the millisecond', () => {
    expect(changes('Europe/London')).toEqual([
      ['2026-01-01T00:00:00.000Z', 0],
      ['2026-03-29T01:00:00.000Z', 60],
      ['2026-10-25T01:00:00.000Z', 0],
    ]);
    expect(changes('America/New_York')).toEqual([
      ['2026-01-01T00:00:00.000Z', -300],
      ['2026-03-08T07:00:00.000Z', -240],
      ['2026-11-01T06:00:00.000Z', -300],
    ]);
  });

  test('half-hour changes and odd offsets are kept', () => {
    expect(changes('Australia/Lord_Howe').map(([, minutes]) => minutes)).toEqual([660, 630, 660]);
    expect(changes('Asia/Kathmandu')).toEqual([['2026-01-01T00:00:00.000Z', 345]]);
    expect(changes('Asia/Shanghai')).toEqual([['2026-01-01T00:00:00.000Z', 480]]);
  });

  test('two changes within one month are both found', () => {
    // Morocco leaves summer time for Ramadan.
    const found = changes('Africa/Casablanca', '2024-01-01', '2024-12-31').map(([at, minutes]) => [at.slice(0, 10), minutes]);
    expect(found).toEqual([
      ['2024-01-01', 60],
      ['2024-03-10', 0],
      ['2024-04-14', 60],
    ]);
  });

  test('every local noon of fifteen years falls on its own day', () => {
    const calendar = buildZoneCalendar('Europe/London', FROM, TO);
    for (let day = FROM; day < TO; day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10);
      expect(localDate(calendar, fromLocal(calendar, day + 43_200_000))).toBe(date);
    }
  });

  test('an unknown zone is refused by name with what to write', () => {
    expect(() => buildZoneCalendar('Europe/Lodon', FROM, TO)).toThrow(UnknownZoneError);
    expect(() => buildZoneCalendar('Europe/Lodon', FROM, TO)).toThrow(/"Europe\/Lodon".*IANA name/);
    expect(() => buildZoneCalendar('', FROM, TO)).toThrow(UnknownZoneError);
  });

  test('weekend and holidays are carried along', () => {
    const calendar = buildZoneCalendar('Asia/Dubai', FROM, TO, { weekend: [5, 6], holidays: ['2026-12-02'] });
    expect(calendar.weekend).toEqual([5, 6]);
    expect(calendar.holidays).toEqual(['2026-12-02']);
  });

  test('make-up days are carried along, and leave no trace where there are none', () => {
    const workingDays = ['2026-10-10'];
    expect(buildZoneCalendar('Asia/Shanghai', FROM, TO, { workingDays }).workingDays).toEqual(workingDays);
    expect(buildZoneCalendar('Asia/Shanghai', FROM, TO, { workingDays: [] })).not.toHaveProperty('workingDays');
  });
});
