import type { Calendars } from '../model/catalogue.js';
import type { WorkingCalendar } from './build-zone-calendar.js';

/** The days with and without work for accounts of a zone: those of the zone's own calendar, else of the default one. */
export function workingCalendarFor(calendars: Calendars | undefined, zone: string): WorkingCalendar {
  const all = calendars?.calendars ?? [];
  const own = all.find(({ timezone }) => timezone === zone) ?? all.find(({ id }) => id === calendars?.default);
  if (own === undefined) return {};
  const { weekend, holidays, workingDays } = own;
  return { weekend, holidays, workingDays };
}
