import { describe, expect, test } from '@jest/globals';
import { factText, timeText } from './fact-text.js';

describe('a fact as people read it', () => {
  const start = {
    name: 'contract.start',
    type: 'date',
    value: '2025-07-20T22:00:00.000Z',
    asOf: '2025-09-19T06:00:00.000Z',
  } as const;

  test("a date is the account's local day, not that of London", () => {
    expect(factText(start, 'Europe/Berlin')).toContain('contract.start was 2025-07-21');
    expect(factText(start, 'UTC')).toContain('contract.start was 2025-07-20');
  });

  test('a zone that nobody knows is read as UTC instead of hiding the record', () => {
    expect(factText(start, 'Mars/Olympus')).toContain('2025-07-20');
  });

  test('an instant is shown to the minute with its zone', () => {
    expect(timeText('2025-09-19T06:00:59.000Z')).toBe('2025-09-19 06:00Z');
    expect(timeText(null)).toBe('-');
  });
});
