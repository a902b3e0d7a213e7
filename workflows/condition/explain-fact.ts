import { localDate, toLocal, type ZoneCalendar } from '../model/calendar.js';
import type { Fact, FactValue } from '../model/fact.js';
import { formatValue } from './format-value.js';

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What a change function is measured over, and what sign a rise has in it. */
const CHANGES: Readonly<Record<string, { readonly rise: 1 | -1; readonly over: string }>> = {
  wow_drop: { rise: -1, over: 'week over week' },
  wow_rise: { rise: 1, over: 'week over week' },
  mom_drop: { rise: -1, over: 'month over month' },
  mom_rise: { rise: 1, over: 'month over month' },
  change_since_start: { rise: 1, over: 'since the run began' },
};

/**
 * One fact as a sentence, with days of the calendar's zone:
 * `logins fell 66.7% week over week (15 -> 5, week ending 2025-08-31)`,
 * `key_action_rate was 11.1% (day ending 2025-09-25)`, `contract.end (2026-03-14) was 12.5 days away on 2026-03-02`.
 */
export function explainFact(fact: Fact, calendar: ZoneCalendar): string {
  const [, name = '', subject = ''] = /^(\w+)\((.+)\)$/.exec(fact.name) ?? [];
  const change = Object.hasOwn(CHANGES, name) ? CHANGES[name] : undefined;
  if (change !== undefined) return explainChange(fact, calendar, subject, change);
  if (name === 'days_since' || name === 'days_until') return explainDistance(fact, calendar, subject, name === 'days_since');
  const period = when(fact, calendar);
  return `${fact.name} was ${formatValue(fact.value, fact.type, calendar)} ${fact.since === undefined ? period : `(${period})`}`;
}

function explainChange(
  fact: Fact,
  calendar: ZoneCalendar,
  metric: string,
  { rise, over }: { rise: 1 | -1; over: string },
): string {
  const raw = (value: FactValue): string => formatValue(value, fact.fromType ?? 'number', calendar);
  const { before, after } = fact.from ?? {};
  const numbers = before === undefined || after === undefined ? [] : [`${raw(before)} -> ${raw(after)}`];
  const details = `(${[...numbers, when(fact, calendar)].join(', ')})`;
  if (typeof fact.value !== 'number') return `the change of ${metric} ${over} was unknown ${details}`;
  if (fact.value === 0) return `${metric} did not change ${over} ${details}`;
  const share = formatValue(Math.abs(fact.value), 'percent', calendar);
  const verb = Math.sign(fact.value) === rise ? 'rose' : 'fell';
  return `${metric} ${verb} ${share === '0%' ? 'less than 0.1%' : share} ${over} ${details}`;
}

function explainDistance(fact: Fact, calendar: ZoneCalendar, date: string, since: boolean): string {
  const day = localDate(calendar, fact.asOf);
  if (typeof fact.value !== 'number') return `${date} was unknown as of ${day}`;
  const given = fact.from?.['date'];
  const named = given === undefined ? date : `${date} (${formatValue(given, 'date', calendar)})`;
  const passed = since ? fact.value >= 0 : fact.value < 0;
  return `${named} was ${distance(Math.abs(fact.value))} ${passed ? 'ago' : 'away'} on ${day}`;
}

function distance(ms: number): string {
  const [amount, unit] = ms !== 0 && ms < DAY ? [ms / HOUR, 'hour'] : [ms / DAY, 'day'];
  const rounded = Number(amount.toFixed(1));
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}

/** `week ending 2025-08-31` names the period by its last day; without a period the day as of which it was true. */
function when({ since, asOf }: Fact, calendar: ZoneCalendar): string {
  if (since === undefined) return `as of ${localDate(calendar, asOf)}`;
  // On the wall clock, because a day with a change of the clocks lasts 23 or 25 hours.
  const days = Math.round((toLocal(calendar, asOf) - toLocal(calendar, since)) / DAY);
  const unit = days === 1 ? 'day' : days === 7 ? 'week' : days >= 28 && days <= 31 ? 'month' : 'period';
  return `${unit} ending ${localDate(calendar, asOf - 1)}`;
}
