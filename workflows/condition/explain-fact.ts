import { UTC_CALENDAR, localDate, type ZoneCalendar } from '../model/calendar.js';
import type { Fact, ValueType } from '../model/fact.js';
import { formatValue } from './format-value.js';

/** How the raw numbers of a derived fact read: a change is measured on numbers, a distance on dates. */
function rawType(key: string): ValueType {
  return key === 'date' ? 'date' : 'number';
}

/** One fact as a sentence: `wow_drop(logins) was 52% (before 400, after 192) as of 2026-03-02`. */
export function explainFact(fact: Fact, calendar: ZoneCalendar = UTC_CALENDAR): string {
  const from = Object.entries(fact.from ?? {})
    .map(([key, value]) => `${key} ${formatValue(value, rawType(key), calendar)}`)
    .join(', ');
  const detail = from === '' ? '' : ` (${from})`;
  return `${fact.name} was ${formatValue(fact.value, fact.type, calendar)}${detail} as of ${localDate(calendar, fact.asOf)}`;
}
