import type { Duration, Instant, LocalDate, PeriodUnit } from './time.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * A time zone and working calendar as plain data: the offsets are computed once (see `evaluate/zone-calendar.ts`)
 * and travel in the input of a run, so that date arithmetic inside a run needs no `Intl` and replays alike for ever.
 */
export interface ZoneCalendar {
  readonly zone: string;
  /** Ascending by `from`; the first entry also covers everything before it. `minutes` is east of UTC. */
  readonly offsets: readonly { readonly from: Instant; readonly minutes: number }[];
  /** Days of the week without work: 0 = Sunday .. 6 = Saturday. */
  readonly weekend: readonly number[];
  /** Local dates without work. */
  readonly holidays: readonly LocalDate[];
  /** Weekend days on which people work all the same (make-up days); absent = none. */
  readonly workingDays?: readonly LocalDate[];
}

/** UTC with a Saturday/Sunday weekend and no holidays. */
export const UTC_CALENDAR: ZoneCalendar = {
  zone: 'UTC',
  offsets: [{ from: 0, minutes: 0 }],
  weekend: [0, 6],
  holidays: [],
};

/** Minutes east of UTC in force at an instant. */
export function offsetAt(calendar: ZoneCalendar, at: Instant): number {
  let minutes = calendar.offsets[0]?.minutes ?? 0;
  for (const entry of calendar.offsets) {
    if (entry.from > at) break;
    minutes = entry.minutes;
  }
  return minutes;
}

/** The wall clock at an instant, as if it were UTC (so `getUTC*` read local fields). */
export function toLocal(calendar: ZoneCalendar, at: Instant): number {
  return at + offsetAt(calendar, at) * MINUTE;
}

/**
 * The instant of a wall-clock time. In an autumn overlap the first of the two; in a spring gap the wall clock is moved
 * forward by the length of the gap (02:30 becomes 03:30), as `Temporal`'s "compatible" disambiguation does.
 */
export function fromLocal(calendar: ZoneCalendar, local: number): Instant {
  const before = offsetAt(calendar, local - DAY);
  const after = offsetAt(calendar, local + DAY);
  const early = local - before * MINUTE;
  if (toLocal(calendar, early) === local) return early;
  const late = local - after * MINUTE;
  if (toLocal(calendar, late) === local) return late;
  return early;
}

/** The local calendar day of an instant. */
export function localDate(calendar: ZoneCalendar, at: Instant): LocalDate {
  return new Date(toLocal(calendar, at)).toISOString().slice(0, 10);
}

/** The wall clock at an instant, to the minute: `2026-03-02 08:00`. */
export function localTime(calendar: ZoneCalendar, at: Instant): string {
  return new Date(toLocal(calendar, at)).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant at which a local day begins. */
export function startOfDate(calendar: ZoneCalendar, date: LocalDate): Instant {
  return fromLocal(calendar, Date.parse(`${date}T00:00:00Z`));
}

/** True when the local day is neither weekend nor holiday, or is a make-up day. */
export function isWorkingDay(calendar: ZoneCalendar, local: number): boolean {
  const day = new Date(local);
  const weekend = calendar.weekend.includes(day.getUTCDay());
  if (!weekend && calendar.holidays.length === 0) return true;
  const date = day.toISOString().slice(0, 10);
  return weekend ? (calendar.workingDays?.includes(date) ?? false) : !calendar.holidays.includes(date);
}

function addMonths(local: number, months: number): number {
  const start = new Date(local);
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (local - Date.UTC(year, start.getUTCMonth(), start.getUTCDate()));
}

function addWorkingDays(calendar: ZoneCalendar, local: number, days: number): number {
  const step = days < 0 ? -DAY : DAY;
  let left = Math.abs(days);
  let day = local;
  // A calendar without any working day must not hang a run: give up after ten years.
  for (let guard = 0; left > 0 && guard < 3_660; guard += 1) {
    day += step;
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}

/**
 * An instant moved by a duration: exact for `min` and `h`; for `d w mo bd` the wall clock is kept in the zone
 * (a day over a DST change may last 23 or 25 hours; the 31st plus one month is the last day of that month).
 * @param sign -1 moves back in time.
 */
export function addDuration(calendar: ZoneCalendar, at: Instant, duration: Duration, sign: 1 | -1 = 1): Instant {
  const amount = duration.amount * sign;
  switch (duration.unit) {
    case 'min':
      return at + amount * MINUTE;
    case 'h':
      return at + amount * 60 * MINUTE;
    case 'd':
      return fromLocal(calendar, toLocal(calendar, at) + amount * DAY);
    case 'w':
      return fromLocal(calendar, toLocal(calendar, at) + amount * 7 * DAY);
    case 'mo':
      return fromLocal(calendar, addMonths(toLocal(calendar, at), amount));
    case 'bd':
      return fromLocal(calendar, addWorkingDays(calendar, toLocal(calendar, at), amount));
  }
}

const MONTHS_OF: Readonly<Partial<Record<PeriodUnit, number>>> = { month: 1, quarter: 3, year: 12 };

/** The instant at which the period that contains `at` begins (weeks begin on Monday). */
export function startOfPeriod(calendar: ZoneCalendar, at: Instant, unit: PeriodUnit): Instant {
  const midnight = Math.floor(toLocal(calendar, at) / DAY) * DAY;
  const day = new Date(midnight);
  if (unit === 'week') return fromLocal(calendar, midnight - ((day.getUTCDay() + 6) % 7) * DAY);
  const months = MONTHS_OF[unit];
  if (months === undefined) return fromLocal(calendar, midnight);
  const month = day.getUTCMonth();
  return fromLocal(calendar, Date.UTC(day.getUTCFullYear(), month - (month % months), 1));
}

/** The start of the period `count` periods away from the one that contains `at` (negative = earlier). */
export function shiftPeriod(calendar: ZoneCalendar, at: Instant, unit: PeriodUnit, count: number): Instant {
  // Back to midnight: where the clocks go forward at midnight, the first instant of that day is 01:00.
  const start = Math.floor(toLocal(calendar, startOfPeriod(calendar, at, unit)) / DAY) * DAY;
  const months = MONTHS_OF[unit];
  if (months !== undefined) return fromLocal(calendar, addMonths(start, count * months));
  return fromLocal(calendar, start + count * (unit === 'week' ? 7 : 1) * DAY);
}
