import { describe, expect, test } from '@jest/globals';
import { addDuration } from '../model/calendar.js';
import type { Calendars } from '../model/catalogue.js';
import { zoneCalendarFor } from './zone-calendar-for.js';

const CALENDARS: Calendars = {
  default: 'us',
  calendars: [
    {
      ...{ id: 'cn', title: { en: 'China' }, timezone: 'Asia/Shanghai', weekend: [0, 6] },
      ...{ holidays: ['2026-10-01', '2026-10-02'], workingDays: ['2026-10-10'] },
    },
    { ...{ id: 'us', title: { en: 'US' }, timezone: null, weekend: [0, 6] }, ...{ holidays: ['2026-10-12'], workingDays: [] } },
  ],
};
const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = Date.parse('2027-01-01T00:00:00Z');

/** The local day three working days after a Tuesday. */
function threeDaysAfter(date: string, zone: string, calendars: Calendars | undefined): string {
  const calendar = zoneCalendarFor(calendars, zone, FROM, TO);
  const due = addDuration(calendar, Date.parse(`${date}T04:00:00Z`), { amount: 3, unit: 'bd' });
  return new Date(due).toISOString().slice(0, 10);
}

describe('working days of a zone', () => {
  test('holidays are left out and make-up days counted, by the calendar of the zone', () => {
    expect(threeDaysAfter('2026-09-29', 'Asia/Shanghai', CALENDARS)).toBe('2026-10-06');
    expect(threeDaysAfter('2026-10-08', 'Asia/Shanghai', CALENDARS)).toBe('2026-10-12');
    expect(threeDaysAfter('2026-10-08', 'Europe/Berlin', CALENDARS)).toBe('2026-10-14');
  });

  test('a book without calendars counts Monday to Friday', () => {
    expect(threeDaysAfter('2026-09-29', 'Asia/Shanghai', undefined)).toBe('2026-10-02');
  });
});
