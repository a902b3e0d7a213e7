import { buildZoneCalendar } from '../workflows/evaluate/build-zone-calendar.js';
import { workingCalendarFor } from '../workflows/evaluate/working-calendar.js';
import type { ZoneCalendar } from '../workflows/model/calendar.js';
import type { Calendars } from '../workflows/model/catalogue.js';
import type { Instant } from '../workflows/model/time.js';

const YEAR = 366 * 86_400_000;
const cache = new Map<string, { readonly from: Instant; readonly to: Instant; readonly calendar: ZoneCalendar }>();

/**
 * Calendars that reach far enough around an instant for metric periods and contract terms; the offsets of a zone are worked
 * out once per process.
 * @param calendars days off of the book; left out, Saturday and Sunday are
 */
export function zoneCalendars(around: Instant, calendars?: Calendars): (zone: string) => ZoneCalendar {
  const own = new Map<string, ZoneCalendar>();
  return (zone) => {
    const known = own.get(zone);
    if (known !== undefined) return known;
    const offsets = offsetsOf(zone, around);
    const { weekend, holidays, workingDays = [] } = workingCalendarFor(calendars, zone);
    const calendar =
      weekend === undefined || holidays === undefined
        ? offsets
        : { ...offsets, weekend, holidays, ...(workingDays.length === 0 ? {} : { workingDays }) };
    own.set(zone, calendar);
    return calendar;
  };
}

function offsetsOf(zone: string, around: Instant): ZoneCalendar {
  const known = cache.get(zone);
  if (known !== undefined && around - 4 * YEAR >= known.from && around + 3 * YEAR <= known.to) return known.calendar;
  const [from, to] = [around - 6 * YEAR, around + 5 * YEAR];
  const calendar = buildZoneCalendar(zone, from, to);
  cache.set(zone, { from, to, calendar });
  return calendar;
}
