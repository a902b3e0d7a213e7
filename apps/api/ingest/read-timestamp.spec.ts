import { describe, expect, test } from '@jest/globals';
import { Problem } from '../problems/problem.js';
import { readTimestamp } from './read-timestamp.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');

describe('readTimestamp', () => {
  test.each([
    ['2026-03-10T12:00:00Z', '2026-03-10T12:00:00.000Z'],
    ['2026-03-10T20:00:00+08:00', '2026-03-10T12:00:00.000Z'],
    ['2026-03-10T20:00:00+0800', '2026-03-10T12:00:00.000Z'],
    ['2026-03-10T12:00Z', '2026-03-10T12:00:00.000Z'],
    ['2026-03-10T12:00:00.1234567Z', '2026-03-10T12:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-03-10T13:00:00Z', '2026-03-10T13:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(readTimestamp(text, NOW)).toISOString()).toBe(expected);
  });

  test.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-10T24:30:00Z',
    '2026-03-10T12:61:00Z',
    '2026-03-10T13:00:00.001Z',
  ])('%s is refused at body.timestamp', (text) => {
    expect(() => readTimestamp(text, NOW)).toThrow(Problem);
    expect(() => readTimestamp(text, NOW)).toThrow(/^body\.timestamp/);
  });
});
