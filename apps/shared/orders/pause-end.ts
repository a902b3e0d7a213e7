import { buildZoneCalendar, UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import { startOfDate, UTC_CALENDAR } from '../../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Instant } from '../../../workflows/model/time.js';

const DAY = 86_400_000;

/**
 * When a pause ends by itself: an ISO 8601 instant with zone, or a day `YYYY-MM-DD`, which is its first moment in the
 * account's zone. Null = the text is neither.
 */
export function pauseEnd(text: string, zone: string): Instant | null {
  const parsed = Date.parse(text);
  const day = text.slice(0, 10);
  // A 30 February would be read as a day in March.
  if (Number.isNaN(parsed) || !isDay(day)) return null;
  if (/^.{10}T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return parsed;
  return text === day ? startOfDate(calendarOf(zone, parsed), text) : null;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** An account whose zone nobody knows is read in UTC, as everywhere. */
function calendarOf(zone: string, around: Instant): ZoneCalendar {
  try {
    return buildZoneCalendar(zone, around - 3 * DAY, around + 3 * DAY);
  } catch (error) {
    if (error instanceof UnknownZoneError) return UTC_CALENDAR;
    throw error;
  }
}
