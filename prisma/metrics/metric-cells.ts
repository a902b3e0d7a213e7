import { shiftPeriod, startOfPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Contract } from '../../workflows/model/account-data.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';

const DAY = 86_400_000;
/** Periods that are closed in hindsight when a metric is closed for the first time. */
export const BACKFILL: Readonly<Record<PeriodUnit, number>> = { day: 100, week: 60, month: 24, quarter: 8, year: 3 };
/** An event without a property `term` belongs to the coming term when it lies this close before it. */
export const LEAD_DAYS = 60;
/** How long before its term an event that names the term is looked for. */
const TAGGED_LEAD = 366 * DAY;

/** `start <= t < end`. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/** The periods after `from` (null = the backfill) that ended by `asOf`, ascending. */
export function closedPeriods(calendar: ZoneCalendar, unit: PeriodUnit, from: Instant | null, asOf: Instant): Period[] {
  const last = startOfPeriod(calendar, asOf, unit);
  const periods: Period[] = [];
  let start = from ?? shiftPeriod(calendar, last, unit, -BACKFILL[unit]);
  while (start < last) {
    const end = shiftPeriod(calendar, start, unit, 1);
    periods.push({ start, end });
    start = end;
  }
  return periods;
}

/** The term a period is about, with the instants from which events belong to it. */
export interface TermScope {
  readonly product: string;
  readonly start: Instant;
  readonly seats: number | null;
  /** Events that carry the property `term` = product count from here. */
  readonly taggedFrom: Instant;
}

export interface AccountTerms {
  readonly id: string;
  /** Ascending by start, then product. */
  readonly terms: readonly Contract[];
}

/** One point to be computed. */
export interface Cell extends Period {
  readonly account: string;
  /** The term in force at the period's end; null = none. */
  readonly term: TermScope | null;
}

/** The term in force at an instant: the one that began last. */
export function termAt(terms: readonly Contract[], at: Instant): TermScope | null {
  let found: Contract | null = null;
  for (const term of terms) if (term.start <= at && at < term.end && (found === null || term.start >= found.start)) found = term;
  if (found === null) return null;
  const { product, start, seats } = found;
  let taggedFrom = start - TAGGED_LEAD;
  // A product that was renewed under the same name: what lies in the term before belongs to that one.
  for (const term of terms)
    if (term.product === product && term.start < start) taggedFrom = Math.max(taggedFrom, Math.min(term.end, start));
  return { product, start, seats, taggedFrom };
}

/**
 * Every account in every period, without the periods before an account begins: 60 days before its first term.
 * (A zero there would read as "nobody uses it" about somebody who was not a customer yet.)
 */
export function cellsOf(accounts: readonly AccountTerms[], periods: readonly Period[]): Cell[] {
  return accounts.flatMap(({ id, terms }) => {
    const begin = beginOf(terms);
    return periods
      .filter(({ end }) => end > begin)
      .map(({ start, end }) => ({ account: id, start, end, term: termAt(terms, end) }));
  });
}

/** The instant before which an account has no series; -Infinity for an account without any term. */
export function beginOf(terms: readonly Contract[]): Instant {
  return terms.length === 0 ? -Infinity : Math.min(...terms.map(({ start }) => start)) - LEAD_DAYS * DAY;
}
