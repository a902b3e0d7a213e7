import type { ZoneCalendar } from '../model/calendar.js';
import type { Instant, LocalDate } from '../model/time.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** No zone has had two changes within this span since 1970 that cancel each other out. */
const STRIDE = 5 * DAY;

export interface WorkingCalendar {
  /** Days of the week without work, 0 = Sunday .. 6 = Saturday. Default Saturday and Sunday. */
  readonly weekend?: readonly number[];
  /** Local dates without work. Default none. */
  readonly holidays?: readonly LocalDate[];
  /** Weekend days on which people work all the same (make-up days). Default none. */
  readonly workingDays?: readonly LocalDate[];
}

/** A zone name that the time zone database does not know. */
export class UnknownZoneError extends Error {
  readonly code = 'unknown-zone';

  constructor(readonly zone: string) {
    super(`Time zone "${zone}" is unknown: write an IANA name such as Europe/Berlin, Asia/Shanghai or UTC.`);
    this.name = 'UnknownZoneError';
  }
}

/**
 * The offsets of a zone from `from` to `to` as plain data, each change exact to the millisecond.
 * Reads the time zone database of the process through `Intl`, always with an explicit date and zone.
 * @throws UnknownZoneError naming the zone.
 */
export function buildZoneCalendar(zone: string, from: Instant, to: Instant, working: WorkingCalendar = {}): ZoneCalendar {
  const minutesAt = offsetReader(zone);
  const offsets = [{ from, minutes: minutesAt(from) }];
  for (let low = from; low < to; low += STRIDE) {
    const high = Math.min(low + STRIDE, to);
    const before = minutesAt(low);
    if (minutesAt(high) === before) continue;
    const at = firstChange(minutesAt, low, high);
    offsets.push({ from: at, minutes: minutesAt(at) });
  }
  const { weekend = [0, 6], holidays = [], workingDays = [] } = working;
  // Left out when there are none: calendars travel in the input of every run.
  return { zone, offsets, weekend, holidays, ...(workingDays.length === 0 ? {} : { workingDays }) };
}

/** The first millisecond after `low` whose offset differs from the one at `low`. */
function firstChange(minutesAt: (at: Instant) => number, low: Instant, high: Instant): Instant {
  const before = minutesAt(low);
  let same = low;
  let other = high;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (minutesAt(middle) === before) same = middle;
    else other = middle;
  }
  return other;
}

function offsetReader(zone: string): (at: Instant) => number {
  const format = zoneFormat(zone);
  return (at) => {
    const fields: Record<string, number> = {};
    for (const part of format.formatToParts(new Date(at))) fields[part.type] = Number(part.value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    return (wall - Math.floor(at / 1_000) * 1_000) / MINUTE;
  };
}

function zoneFormat(zone: string): Intl.DateTimeFormat {
  // `UTC` and `Etc/UTC` pass; an empty name would silently mean the zone of the process.
  if (zone.trim() === '') throw new UnknownZoneError(zone);
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new UnknownZoneError(zone);
  }
}
