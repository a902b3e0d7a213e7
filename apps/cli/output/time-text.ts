import { localDate, localTime, offsetAt, type ZoneCalendar } from '../../../workflows/model/calendar.js';
import { localCalendar } from './local-calendar.js';

/** Writes an instant as people of one place read it; null = `-`. */
export type TimeText = (iso: string | null) => string;

/** `2026-03-02 08:00` on the account's wall clock: minutes are what people read, seconds are in the JSON. */
export function timeText(iso: string | null, calendar: ZoneCalendar): string {
  return iso === null ? '-' : localTime(calendar, Date.parse(iso));
}

/** `2026-03-02 08:00+01:00`, for a list whose lines live in different zones. */
export function zonedTimeText(iso: string | null, zone: string): string {
  if (iso === null) return '-';
  const calendar = localCalendar(zone, iso);
  const minutes = offsetAt(calendar, Date.parse(iso));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  return `${timeText(iso, calendar)}${minutes === 0 ? 'Z' : offset}`;
}

/** The account's local day of an instant: `2026-03-02`. */
export function dayText(iso: string, calendar: ZoneCalendar): string {
  return localDate(calendar, Date.parse(iso));
}
