import { describe, expect, test } from '@jest/globals';
import { RowRejected } from './field-reader.js';
import { LocalMoments } from './local-moments.js';

const iso = (text: string, zone: string): string => new Date(new LocalMoments().instant('at', text, zone)).toISOString();

describe('a moment without an offset', () => {
  test('is a wall clock in the zone of the account, in summer and in winter', () => {
    expect(iso('2013-10-01', 'Europe/London')).toBe('2013-09-30T23:00:00.000Z');
    expect(iso('2014-01-15', 'Europe/London')).toBe('2014-01-15T00:00:00.000Z');
    expect(iso('2014-07-15T09:30', 'America/New_York')).toBe('2014-07-15T13:30:00.000Z');
    expect(iso('1999-12-31T23:59:59.999', 'Asia/Shanghai')).toBe('1999-12-31T15:59:59.999Z');
  });

  test('in an autumn overlap is the first of the two, in a spring gap moved forward', () => {
    expect(iso('2013-10-27T01:30', 'Europe/London')).toBe('2013-10-27T00:30:00.000Z');
    expect(iso('2013-03-31T01:30', 'Europe/London')).toBe('2013-03-31T01:30:00.000Z');
  });

  test('with an offset needs no zone', () => {
    expect(iso('2013-10-01T00:00:00+02:00', 'Asia/Shanghai')).toBe('2013-09-30T22:00:00.000Z');
  });

  test('one reader serves many zones and eras, in any order', () => {
    const moments = new LocalMoments();
    const texts = ['1950-06-01', '2013-07-01', '1986-06-15T12:00', '2090-01-01', '2013-07-01'];
    for (const zone of ['Europe/London', 'Asia/Shanghai', 'Asia/Kathmandu', 'Europe/London', 'Africa/Monrovia']) {
      for (const text of texts)
        expect([zone, text, moments.instant('at', text, zone)]).toEqual([
          zone,
          text,
          new LocalMoments().instant('at', text, zone),
        ]);
    }
  });

  test('that is none names its field', () => {
    expect(() => new LocalMoments().instant('occurred_at', 'soon', 'UTC')).toThrow(RowRejected);
  });
});
