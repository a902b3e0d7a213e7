import type { ZoneCalendar } from '../model/calendar.js';
import type { Calendars } from '../model/catalogue.js';
import type { Instant } from '../model/time.js';
import { buildZoneCalendar } from './build-zone-calendar.js';
import { workingCalendarFor } from './working-calendar.js';

/**
 * A zone with the days off of the book's calendar for it; Saturday and Sunday in a book without calendars.
 * @throws UnknownZoneError naming the zone.
 */
export function zoneCalendarFor(calendars: Calendars | undefined, zone: string, from: Instant, to: Instant): ZoneCalendar {
  return buildZoneCalendar(zone, from, to, workingCalendarFor(calendars, zone));
}
