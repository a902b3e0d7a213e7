import { describe, expect, test } from '@jest/globals';
import { pauseEnd } from './pause-end.js';

describe('the end of a pause', () => {
  test("a day begins at midnight of the account's zone, on both sides of the date line and of a change of clocks", () => {
    const end = (day: string, zone: string) => new Date(pauseEnd(day, zone) ?? 0).toISOString();
    expect(end('2026-03-02', 'UTC')).toBe('2026-03-02T00:00:00.000Z');
    expect(end('2026-03-02', 'Asia/Shanghai')).toBe('2026-03-01T16:00:00.000Z');
    expect(end('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(end('2026-03-02', 'Pacific/Kiritimati')).toBe('2026-03-01T10:00:00.000Z');
    expect(end('2026-03-02', 'Pacific/Pago_Pago')).toBe('2026-03-02T11:00:00.000Z');
    expect(end('2026-03-02', 'Nowhere/Land')).toBe('2026-03-02T00:00:00.000Z');
  });

  test('an instant is taken as it is', () => {
    expect(pauseEnd('2026-03-02T08:00:00+01:00', 'UTC')).toBe(Date.parse('2026-03-02T07:00:00Z'));
    expect(pauseEnd('2026-03-02T08:00Z', 'Asia/Shanghai')).toBe(Date.parse('2026-03-02T08:00:00Z'));
  });

  test.each([
    '',
    'tomorrow',
    '2026-02-30',
    '2026-02-30T08:00:00Z',
    '2026-3-2',
    '2026-03-02T08:00:00',
    '2026-03-02 08:00Z',
    '99999-01-01',
  ])('%j is no end', (text) => {
    expect(pauseEnd(text, 'UTC')).toBeNull();
  });
});
