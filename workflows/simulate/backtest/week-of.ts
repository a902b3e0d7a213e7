import { localDate, startOfPeriod } from '../../model/calendar.js';
import type { ZoneCalendar } from '../../model/calendar.js';
import type { Instant, LocalDate } from '../../model/time.js';

/** The Monday of the local week that holds an instant. */
export function weekOf(calendar: ZoneCalendar, at: Instant): LocalDate {
  return localDate(calendar, startOfPeriod(calendar, at, 'week'));
}
