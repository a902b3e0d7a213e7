import { toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Reading } from '../model/evaluation-context.js';
import type { PeriodUnit } from '../model/time.js';

const DAY = 86_400_000;
/** A year back, so that like is compared with like: the same weekday, the same week of the year, the same month. */
const PER_YEAR: Readonly<Record<PeriodUnit, number>> = { day: 364, week: 52, month: 12, quarter: 4, year: 1 };

/** Shortest and longest in days. */
const LENGTHS: readonly (readonly [PeriodUnit, number, number])[] = [
  ['day', 1, 1],
  ['week', 7, 7],
  ['month', 28, 31],
  ['quarter', 90, 92],
  ['year', 365, 366],
];

/** What kind of period a reading is about, told by its length; null = no period, or none of the five. */
export function periodUnitOf(calendar: ZoneCalendar, { since, asOf }: Pick<Reading, 'since' | 'asOf'>): PeriodUnit | null {
  if (since === undefined) return null;
  // On the wall clock, because a day with a change of the clocks lasts 23 or 25 hours.
  const days = Math.round((toLocal(calendar, asOf) - toLocal(calendar, since)) / DAY);
  const unit = LENGTHS.find(([, shortest, longest]) => days >= shortest && days <= longest);
  return unit?.[0] ?? null;
}

/** How many periods before a reading's own the same one of the year before lies; null when its kind is not known. */
export function periodsPerYear(calendar: ZoneCalendar, reading: Pick<Reading, 'since' | 'asOf'>): number | null {
  const unit = periodUnitOf(calendar, reading);
  return unit === null ? null : PER_YEAR[unit];
}
