import { describe, expect, test } from '@jest/globals';
import { localCalendar } from './local-calendar.js';
import { dayText, timeText, zonedTimeText } from './time-text.js';

const AT = '2025-09-19T22:30:59.000Z';

describe('an instant as people read it', () => {
  test("it is the account's wall clock, to the minute", () => {
    expect(timeText(AT, localCalendar('Europe/Berlin', AT))).toBe('2025-09-20 00:30');
    expect(timeText(AT, localCalendar('Asia/Shanghai', AT))).toBe('2025-09-20 06:30');
    expect(dayText(AT, localCalendar('Asia/Shanghai', AT))).toBe('2025-09-20');
    expect(timeText(null, localCalendar('UTC', AT))).toBe('-');
  });

  test('beside instants of other zones it names its own', () => {
    expect(zonedTimeText(AT, 'Europe/Berlin')).toBe('2025-09-20 00:30+02:00');
    expect(zonedTimeText('2025-12-19T22:30:00.000Z', 'Europe/Berlin')).toBe('2025-12-19 23:30+01:00');
    expect(zonedTimeText(AT, 'Asia/Kathmandu')).toBe('2025-09-20 04:15+05:45');
    expect(zonedTimeText(AT, 'America/St_Johns')).toBe('2025-09-19 20:00-02:30');
    expect(zonedTimeText(AT, 'UTC')).toBe('2025-09-19 22:30Z');
    expect(zonedTimeText(null, 'UTC')).toBe('-');
  });
});
