import type { FactView } from '../../../prisma/read-models/fact-view.js';
import { explainFact } from '../../../workflows/condition/explain-fact.js';
import { buildZoneCalendar, UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import { UTC_CALENDAR, type ZoneCalendar } from '../../../workflows/model/calendar.js';

/** A stored fact as a sentence, days in the account's zone: `wow_drop(logins) was 52% (before 400, after 192) as of 2026-03-02`. */
export function factText(view: FactView, zone: string): string {
  const value = view.type === 'date' && typeof view.value === 'string' ? Date.parse(view.value) : view.value;
  const fact = { name: view.name, type: view.type, value, asOf: Date.parse(view.asOf) };
  return explainFact(view.from === undefined ? fact : { ...fact, from: view.from }, calendarAround(zone, fact.asOf));
}

const YEAR = 366 * 86_400_000;

const known = new Map<string, ZoneCalendar>();

/** A date in a fact may lie a term away from the day it was read. Worked out once per zone and year. */
function calendarAround(zone: string, at: number): ZoneCalendar {
  const year = Math.floor(at / YEAR) * YEAR;
  const key = `${zone} ${year}`;
  try {
    const calendar = known.get(key) ?? buildZoneCalendar(zone, year - 4 * YEAR, year + 5 * YEAR);
    known.set(key, calendar);
    return calendar;
  } catch (error) {
    if (error instanceof UnknownZoneError) return UTC_CALENDAR;
    throw error;
  }
}

/** `2026-03-02 08:00Z`: minutes are what people read, seconds are in the JSON. */
export function timeText(iso: string | null): string {
  return iso === null ? '-' : `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}
