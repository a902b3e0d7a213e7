import { describe, expect, test } from '@jest/globals';
import { calendarDay, instantArgument, machineSpan, wholeNumber } from './options.js';

describe('what is typed after an option', () => {
  test('a day has to exist', () => {
    expect(calendarDay('2024-02-29')).toBe('2024-02-29');
    for (const wrong of ['2026-02-29', '2026-13-01', '1.3.2026', '2026-3-1', 'today']) {
      expect(() => calendarDay(wrong)).toThrow('Expected a day');
    }
  });

  test('an instant needs its zone; a day is its last moment', () => {
    expect(instantArgument('2026-03-02T08:00:00+08:00')).toBe(Date.parse('2026-03-02T00:00:00Z'));
    expect(instantArgument('2026-03-02')).toBe(Date.parse('2026-03-03T00:00:00Z') - 1);
    expect(() => instantArgument('2026-03-02T08:00:00')).toThrow('with zone');
    expect(() => instantArgument('2026-02-30')).toThrow('Expected a day');
  });

  test('a span has a unit and is no shorter than 20 ms', () => {
    expect(['1s', '250ms', '2m', '0.5s'].map(machineSpan)).toEqual([1_000, 250, 120_000, 500]);
    for (const wrong of ['1', '1h', '-1s', '5ms', '']) expect(() => machineSpan(wrong)).toThrow('Expected a span');
  });

  test('a number is whole and in its range', () => {
    const port = wholeNumber(0, 65_535);
    expect(port('65535')).toBe(65_535);
    for (const wrong of ['65536', '-1', '1.5', '1e3', '', ' 1']) expect(() => port(wrong)).toThrow('from 0 to 65535');
  });
});
