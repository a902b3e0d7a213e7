import { zoneCalendars } from '../../../prisma/zone-calendars.js';
import { UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import { UTC_CALENDAR, type ZoneCalendar } from '../../../workflows/model/calendar.js';

/**
 * The calendar of a zone for years before and after an instant (ISO 8601). A zone that nobody knows is read as UTC, and
 * says so: a record must not be hidden by it.
 */
export function localCalendar(zone: string, around: string): ZoneCalendar {
  try {
    return zoneCalendars(Date.parse(around))(zone);
  } catch (error) {
    if (error instanceof UnknownZoneError) return UTC_CALENDAR;
    throw error;
  }
}
