import { localDate, shiftPeriod, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Fact, FactValue } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import type { Instant } from '../model/time.js';
import { factName, type FactName } from './fact-name.js';
import type { DayParts, FactWords, Over } from './fact-words.js';
import { IN_CHINESE } from './facts-in-chinese.js';
import { IN_ENGLISH } from './facts-in-english.js';
import { formatValue } from './format-value.js';
import { DEFAULT_ROLE_SPAN } from './functions.js';
import { periodsPerYear, periodUnitOf } from './period-unit.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const EXACT: Readonly<Record<string, number>> = { min: MINUTE, h: HOUR, d: DAY };

/** How a fact is to be said. */
export interface FactStyle {
  readonly words: FactWords;
  /** Periods by their last day, for records, or by the days they begin, as people speak. */
  readonly periods: 'ending' | 'beginning';
  /** Digits behind the point; undefined = as many as people need. */
  readonly digits: number | undefined;
}

export function wordsOf(locale: Locale): FactWords {
  return locale === 'zh' ? IN_CHINESE : IN_ENGLISH;
}

/** What a change function is measured over, and whether its number counts a rise or a fall. */
export const CHANGES: Readonly<Record<string, { readonly counts: 'rise' | 'fall'; readonly over: Over }>> = {
  wow_drop: { counts: 'fall', over: 'week' },
  wow_rise: { counts: 'rise', over: 'week' },
  mom_drop: { counts: 'fall', over: 'month' },
  mom_rise: { counts: 'rise', over: 'month' },
  yoy_drop: { counts: 'fall', over: 'year' },
  yoy_rise: { counts: 'rise', over: 'year' },
  change_since_start: { counts: 'rise', over: 'start' },
};
const STANDINGS = ['platform_average', 'platform_median', 'segment_average', 'segment_median', 'percentile'];

/** One fact in words. */
export function sayFact(fact: Fact, calendar: ZoneCalendar, style: FactStyle): string {
  return new FactSpeaker(fact, calendar, style).say(factName(fact.name));
}

/** A length in the unit people use for it: `12.5 days`, `6 hours`. */
export function sayLength(ms: number, words: FactWords, digits = 1): string {
  const size = Math.abs(ms);
  const [amount, unit] =
    size === 0 || size >= DAY
      ? ([ms / DAY, 'day'] as const)
      : size >= HOUR
        ? ([ms / HOUR, 'hour'] as const)
        : ([ms / MINUTE, 'minute'] as const);
  return words.length(Number(amount.toFixed(digits)), unit);
}

class FactSpeaker {
  private readonly words: FactWords;

  constructor(
    private readonly fact: Fact,
    private readonly calendar: ZoneCalendar,
    private readonly style: FactStyle,
  ) {
    this.words = style.words;
  }

  say({ fn, args, byDay }: FactName): string {
    const { fact, words } = this;
    const [first = ''] = args;
    if (fn === null) return fact.name === 'days_in_stage' ? this.inStage() : this.plain(fact.name);
    if (Object.hasOwn(CHANGES, fn)) return this.change(fn, first);
    if (STANDINGS.includes(fn)) return words.standing(fn, first, this.knownValue(), this.at());
    switch (fn) {
      case 'metric':
        return this.plain(first);
      case 'days_since':
      case 'days_until':
        return this.distance(first, fn === 'days_since');
      case 'reached':
        return this.reached(first, byDay);
      case 'role_filled':
        return words.roleFilled(first, this.answer(), this.day());
      case 'role_active':
        return words.roleActive(first, this.answer(), this.span(args[1]), this.day());
      case 'count':
        return words.count(first, this.number(), this.span(args[1]), this.day());
      case 'open_tickets':
        return words.tickets(args[0] ?? null, this.number(), this.day());
      default:
        return this.plain(fact.name);
    }
  }

  private plain(name: string): string {
    return this.words.value(name, this.knownValue() ?? this.words.unknown, this.at());
  }

  private change(fn: string, metric: string): string {
    const { fact, words } = this;
    const { counts = 'rise', over = 'start' } = CHANGES[fn] ?? {};
    const { before, after } = fact.from ?? {};
    const raw = (value: FactValue): string =>
      value === null ? words.unknown : formatValue(value, fact.fromType ?? 'number', this.calendar);
    const numbers = before === undefined || after === undefined ? [] : [`${raw(before)} -> ${raw(after)}`];
    const details = words.inParentheses([...numbers, this.period(over)]);
    if (typeof fact.value !== 'number') return words.change(metric, over, 'rise', null, details);
    if (fact.value === 0) return words.change(metric, over, 'rise', 'same', details);
    const share = formatValue(Math.abs(fact.value), 'percent', this.calendar, this.style.digits);
    const way = fact.value > 0 === (counts === 'rise') ? 'rise' : 'fall';
    return words.change(metric, over, way, share === '0%' ? words.lessThan('0.1%') : share, details);
  }

  private distance(name: string, since: boolean): string {
    const { fact, words } = this;
    if (typeof fact.value !== 'number') return words.distanceUnknown(name, this.day(), !name.includes('.'));
    const date = fact.from?.['date'];
    const named = date === undefined ? name : `${name} (${formatValue(date, 'date', this.calendar)})`;
    const passed = since ? fact.value >= 0 : fact.value < 0;
    return words.distance(named, this.length(Math.abs(fact.value)), passed, this.day());
  }

  private inStage(): string {
    const { value, from } = this.fact;
    return this.words.inStage(typeof value === 'number' ? this.length(value) : null, this.dayOf(from?.['date']), this.day());
  }

  private reached(milestone: string, byDay: number | null): string {
    const { from } = this.fact;
    const deadline = from?.['deadline'];
    // The deadline is the first instant after the day.
    const last = typeof deadline === 'number' ? localDate(this.calendar, deadline - 1) : null;
    const by = byDay === null ? null : this.byText(byDay, last);
    return this.words.reached(milestone, this.answer(), this.dayOf(from?.['reached']), by, this.day());
  }

  private byText(day: number, last: string | null): string {
    const text = this.words === IN_CHINESE ? `第 ${day} 天` : `day ${day}`;
    return last === null ? text : `${text}${this.words === IN_CHINESE ? `（${last}）` : ` (${last})`}`;
  }

  private dayOf(value: FactValue | undefined): string | null {
    return typeof value === 'number' ? localDate(this.calendar, value) : null;
  }

  private day(): string {
    return localDate(this.calendar, this.fact.asOf);
  }

  private answer(): boolean | null {
    return typeof this.fact.value === 'boolean' ? this.fact.value : null;
  }

  private number(): number | null {
    return typeof this.fact.value === 'number' ? this.fact.value : null;
  }

  private length(ms: number): string {
    return sayLength(ms, this.words, this.style.digits);
  }

  /** A span as it was written: `30d`; left out it is the language's own. */
  private span(text: string | undefined): string {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(min|h|d)$/.exec(text ?? '') ?? [];
    if (amount === undefined) return text ?? sayLength(DEFAULT_ROLE_SPAN, this.words);
    return sayLength(Number(amount) * (EXACT[unit] ?? DAY), this.words);
  }

  private knownValue(): string | null {
    const { value, type } = this.fact;
    if (value === null) return null;
    if (typeof value === 'boolean') return value ? this.words.yes : this.words.no;
    return formatValue(value, type, this.calendar, this.style.digits);
  }

  /** The period in parentheses, else the day as of which it was true. */
  private at(): string {
    return this.fact.since === undefined ? this.words.valueAsOf(this.day()) : this.words.inParentheses([this.period(null)]);
  }

  /** The period a fact is about; of a change also the one before it, when periods are said by their beginnings. */
  private period(over: Over | null): string {
    const { fact, calendar, words } = this;
    const { since, asOf } = fact;
    if (since === undefined) return words.asOf(this.day());
    const unit = periodUnitOf(calendar, { since, asOf });
    if (this.style.periods === 'ending' || unit === null) return words.periodEnding(unit, localDate(calendar, asOf - 1));
    const year = over === 'year' ? periodsPerYear(calendar, fact) : null;
    const back = over === 'week' || over === 'month' ? 1 : (year ?? 0);
    const begins = back === 0 ? [since] : [shiftPeriod(calendar, since, unit, -back), since];
    return words.periods(
      unit,
      begins.map((at) => this.parts(at)),
    );
  }

  private parts(at: Instant): DayParts {
    const day = new Date(toLocal(this.calendar, at));
    return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
  }
}
