import { fromLocal, toLocal } from '../model/calendar.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { Cadence } from '../model/plan.js';
import type { Instant } from '../model/time.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Windows that a sweep catches up with after a downtime; older ones are dropped, with a recorded reason. */
export const CATCH_UP_WINDOWS = 14;

export interface DueWindows {
  /** Scheduled instants to be carried out one by one, ascending. */
  readonly due: readonly Instant[];
  /** Scheduled instants that are too old to be carried out, ascending. */
  readonly dropped: readonly Instant[];
}

/**
 * The scheduled instants of a cadence with `after < instant <= upTo`, in the zone of the calendar: 08:00 stays 08:00 over
 * a change of the clocks, and each local day has the instant exactly once (a time that a spring gap skips moves behind it).
 */
export function scheduledInstants(cadence: Cadence, calendar: ZoneCalendar, after: Instant, upTo: Instant): Instant[] {
  const found: Instant[] = [];
  const timeOfDay = (cadence.at.hour * 60 + cadence.at.minute) * MINUTE;
  // One day of margin on both sides: the offset may differ between the two ends.
  const first = Math.floor(toLocal(calendar, after) / DAY) * DAY - DAY;
  const last = toLocal(calendar, upTo) + DAY;
  for (let day = first; day <= last; day += DAY) {
    if (cadence.every === 'week' && new Date(day).getUTCDay() !== (cadence.weekday ?? 1)) continue;
    const instant = fromLocal(calendar, day + timeOfDay);
    if (instant > after && instant <= upTo) found.push(instant);
  }
  return found;
}

/** Keeps the newest `most` of the scheduled instants; what is older is named as dropped. */
export function boundWindows(instants: readonly Instant[], most: number = CATCH_UP_WINDOWS): DueWindows {
  const cut = Math.max(0, instants.length - most);
  return { due: instants.slice(cut), dropped: instants.slice(0, cut) };
}

/** The windows of one cadence that are due: those after the last one carried out, at most `most` of them. */
export function dueWindows(
  cadence: Cadence,
  calendar: ZoneCalendar,
  after: Instant,
  upTo: Instant,
  most: number = CATCH_UP_WINDOWS,
): DueWindows {
  return boundWindows(scheduledInstants(cadence, calendar, after, upTo), most);
}
