import { buildZoneCalendar } from '../workflows/evaluate/build-zone-calendar.js';
import type { ZoneCalendar } from '../workflows/model/calendar.js';
import type { Instant } from '../workflows/model/time.js';

const YEAR = 366 * 86_400_000;
const cache = new Map<string, { readonly from: Instant; readonly to: Instant; readonly calendar: ZoneCalendar }>();

/** Calendars that reach far enough around an instant for metric periods and contract terms; built once per zone and process. */
export function zoneCalendars(around: Instant): (zone: string) => ZoneCalendar {
  return (zone) => {
    const known = cache.get(zone);
    if (known !== undefined && around - 4 * YEAR >= known.from && around + 3 * YEAR <= known.to) return known.calendar;
    const [from, to] = [around - 6 * YEAR, around + 5 * YEAR];
    const calendar = buildZoneCalendar(zone, from, to);
    cache.set(zone, { from, to, calendar });
    return calendar;
  };
}
