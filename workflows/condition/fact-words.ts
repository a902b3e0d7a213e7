import type { PeriodUnit } from '../model/time.js';

/** What a change is measured over. */
export type Over = 'week' | 'month' | 'year' | 'start';

/** How facts are said in one language. Numbers, dates and lengths come as texts of that language. */
export interface FactWords {
  /** @param at `as of 2026-03-02`, or the period in parentheses. */
  value(name: string, value: string, at: string): string;
  /** @param share null = it is not known how much; 'same' = not at all */
  change(metric: string, over: Over, way: 'rise' | 'fall', share: string | null | 'same', details: string): string;
  distance(name: string, length: string, passed: boolean, day: string): string;
  distanceUnknown(name: string, day: string, isEvent: boolean): string;
  inStage(length: string | null, since: string | null, day: string): string;
  /** @param on the day it was reached, where that is known */
  reached(milestone: string, answer: boolean | null, on: string | null, by: string | null, day: string): string;
  roleFilled(role: string, answer: boolean | null, day: string): string;
  roleActive(role: string, answer: boolean | null, length: string, day: string): string;
  count(event: string, times: number | null, length: string, day: string): string;
  tickets(priority: string | null, open: number | null, day: string): string;
  standing(among: string, metric: string, value: string | null, at: string): string;
  /** A number of the unit: `12.5 days`. */
  length(amount: number, unit: 'hour' | 'day' | 'minute'): string;
  asOf(day: string): string;
  /** The same behind a value. */
  valueAsOf(day: string): string;
  /** `week ending 2025-08-31`; unit null = some period. */
  periodEnding(unit: PeriodUnit | null, lastDay: string): string;
  /** One period or two by the days they begin, as people say it: `weeks of 3 and 10 March`. */
  periods(unit: PeriodUnit, begins: readonly DayParts[]): string;
  /** In parentheses of the language. */
  inParentheses(parts: readonly string[]): string;
  readonly unknown: string;
  readonly yes: string;
  readonly no: string;
  /** Something, but less than the smallest share that is shown. */
  readonly lessThan: (share: string) => string;
}

/** A local day; `month` from 1. */
export interface DayParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
