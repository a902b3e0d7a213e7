import { describe, expect, test } from '@jest/globals';
import { factText } from './fact-text.js';
import { localCalendar } from './local-calendar.js';

describe('a fact as people read it', () => {
  const start = {
    name: 'contract.start',
    type: 'date',
    value: '2025-07-20T22:00:00.000Z',
    asOf: '2025-09-19T06:00:00.000Z',
  } as const;
  const told = (zone: string) => factText(start, localCalendar(zone, start.asOf));

  test("a date is the account's local day, not that of London", () => {
    expect(told('Europe/Berlin')).toBe('contract.start was 2025-07-21 as of 2025-09-19');
    expect(told('UTC')).toBe('contract.start was 2025-07-20 as of 2025-09-19');
  });

  test('a zone that nobody knows is read as UTC instead of hiding the record', () => {
    expect(told('Mars/Olympus')).toContain('2025-07-20');
    expect(localCalendar('Mars/Olympus', start.asOf).zone).toBe('UTC');
  });
});
