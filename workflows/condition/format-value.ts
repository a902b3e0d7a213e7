import { UTC_CALENDAR, localDate, type ZoneCalendar } from '../model/calendar.js';
import type { FactValue, ValueType } from '../model/fact.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Rounds away what binary fractions add: 0.07 * 100 prints as 7. */
function plain(value: number): string {
  const rounded = Number(value.toPrecision(12));
  const text = String(Object.is(rounded, -0) ? 0 : rounded);
  if (!text.includes('e')) return text;
  // Exponents are not part of the language, so what is printed can be read again.
  return rounded
    .toFixed(Math.abs(rounded) < 1 ? 20 : 0)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

function formatDuration(ms: number): string {
  if (ms !== 0 && ms % DAY === 0) return `${ms / DAY}d`;
  if (ms % HOUR === 0 && ms !== 0) return `${ms / HOUR}h`;
  if (ms === 0) return '0d';
  return `${plain(ms / MINUTE)}min`;
}

/** A value as it is written in a condition (`50%`, `14d`, `"smb"`), exactly. */
export function formatLiteral(value: FactValue, type: ValueType, calendar: ZoneCalendar = UTC_CALENDAR): string {
  if (value === null) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return `"${value}"`;
  if (type === 'percent') return `${plain(value * 100)}%`;
  if (type === 'duration') return formatDuration(value);
  if (type === 'date') return localDate(calendar, value);
  return plain(value);
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/**
 * A value as a person reads it: percents to a tenth, numbers to two places, durations in days; unknown as `unknown`.
 * @param digits places behind the point, where those are too few or too many
 */
export function formatValue(value: FactValue, type: ValueType, calendar: ZoneCalendar = UTC_CALENDAR, digits?: number): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : formatLiteral(value, type, calendar);
  if (type === 'percent') return `${rounded(value * 100, digits ?? 1)}%`;
  if (type === 'duration')
    return Math.abs(value) < DAY ? `${rounded(value / HOUR, digits ?? 1)}h` : `${rounded(value / DAY, digits ?? 1)}d`;
  if (type === 'date') return localDate(calendar, value);
  return rounded(value, digits ?? 2);
}
