import { describe, expect, test } from '@jest/globals';
import type { CalendarDefinition, Calendars } from '../model/catalogue.js';
import { workingCalendarFor } from './working-calendar.js';

function calendar(id: string, timezone: string | null, holiday: string): CalendarDefinition {
  return { id, title: { en: id }, timezone, weekend: [0, 6], holidays: [holiday], workingDays: [] };
}

const CALENDARS: Calendars = {
  default: 'us',
  calendars: [calendar('cn', 'Asia/Shanghai', '2026-10-01'), calendar('us', null, '2026-07-04')],
};

describe('the working days of a zone', () => {
  test('are those of its own calendar, else of the default one', () => {
    expect(workingCalendarFor(CALENDARS, 'Asia/Shanghai').holidays).toEqual(['2026-10-01']);
    expect(workingCalendarFor(CALENDARS, 'Europe/Berlin').holidays).toEqual(['2026-07-04']);
  });

  test('are Monday to Friday in a book without calendars', () => {
    expect(workingCalendarFor(undefined, 'Asia/Shanghai')).toEqual({});
  });
});
