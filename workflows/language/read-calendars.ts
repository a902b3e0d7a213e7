import type { CalendarDefinition, Calendars } from '../model/catalogue.js';
import type { LocalDate } from '../model/time.js';
import { DEFAULTS } from './defaults.js';
import { knownZone } from './known-zone.js';
import { dateOf, idOf, localizedTextOf, oneOf, textOf } from './scalars.js';
import { fieldsOf, kindOf, listOf, plain, report, reportAt, type Value } from './value.js';
import { WEEKDAYS } from './vocabulary/phrases.js';
import { keysOf } from './vocabulary/mappings.js';
import { didYouMean } from '../model/did-you-mean.js';

/** 0 = Sunday .. 6 = Saturday, as dates count them; the week of the language begins on Monday. */
function dayNumber(word: (typeof WEEKDAYS)[number]): number {
  return (WEEKDAYS.indexOf(word) + 1) % 7;
}

function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

interface Written {
  readonly item: Value;
  readonly date: LocalDate;
}

/** The dates of a list, each once; wrong ones are reported and left out. */
function datesOf(value: Value | null): readonly Written[] {
  const items = value && listOf(value, 'dates');
  const dates: Written[] = [];
  for (const item of items ?? []) {
    const content = plain(item);
    if (typeof content === 'number' && content > 1900 && content < 2200) {
      report(
        item,
        'invalid-value',
        `${item.name} holds days, this is ${kindOf(item)}`,
        'write every day by itself, e.g. 2026-10-01',
      );
      continue;
    }
    const date = dateOf(item);
    if (date === null) continue;
    if (dates.some((other) => other.date === date))
      report(item, 'duplicate-id', `${date} is written twice`, 'keep one of the two');
    else dates.push({ item, date });
  }
  return dates;
}

/** Null = a day of it was reported, so it is not known which days are free. */
function weekendOf(value: Value | null): readonly number[] | null {
  if (!value) return DEFAULTS.weekend.map(dayNumber);
  const days: number[] = [];
  const items = listOf(value, 'weekdays');
  let fine = items !== null;
  for (const item of items ?? []) {
    const word = oneOf(item, WEEKDAYS);
    if (word === null) {
      fine = false;
      continue;
    }
    const day = dayNumber(word);
    if (days.includes(day)) report(item, 'duplicate-id', `${word} is written twice`, 'keep one of the two');
    else days.push(day);
  }
  if (days.length === 7)
    report(value, 'invalid-value', 'every day of the week is a day off, so nothing is ever due', 'leave the working days out');
  return fine ? days.sort((a, b) => a - b) : null;
}

/** Whether the time zone database knows a zone. */
function zoneOf(value: Value): string | null {
  const text = textOf(value);
  if (text === null || knownZone(text)) return text;
  return report(value, 'invalid-value', `"${text}" is not a time zone`, 'write a zone such as Asia/Shanghai');
}

interface AuthoredCalendar {
  readonly definition: CalendarDefinition;
  readonly item: Value;
  readonly zone: Value | null;
}

function judgeDays(holidays: readonly Written[], working: readonly Written[], weekend: readonly number[]): void {
  for (const { item, date } of working) {
    if (holidays.some((holiday) => holiday.date === date))
      report(item, 'invalid-value', `${date} is a holiday and a working day at once`, 'remove it from one of the two lists');
    else if (!weekend.includes(weekdayOf(date)))
      report(
        item,
        'invalid-value',
        `${date} is a working day anyhow`,
        'working_days are weekend days on which people work; remove it',
      );
  }
}

function calendarOf(item: Value): AuthoredCalendar | null {
  const fields = fieldsOf({ ...item, name: 'a calendar' }, { known: keysOf('calendar') });
  if (!fields) return null;
  const idValue = fields.need('id', 'cn');
  const id = idValue && idOf(idValue);
  const titleValue = fields.get('title');
  const title = titleValue && localizedTextOf(titleValue);
  const zone = fields.get('timezone');
  const timezone = zone && zoneOf(zone);
  const weekend = weekendOf(fields.get('weekend'));
  const holidays = datesOf(fields.get('holidays'));
  const working = datesOf(fields.get('working_days'));
  if (weekend) judgeDays(holidays, working, weekend);
  if (!id || !weekend) return null;
  const sorted = (dates: readonly Written[]) => dates.map(({ date }) => date).sort();
  const definition: CalendarDefinition = {
    id: id.value,
    title: title ?? { en: id.value },
    timezone,
    weekend,
    holidays: sorted(holidays),
    workingDays: sorted(working),
  };
  return { definition, item, zone };
}

export interface AuthoredCalendars {
  readonly root: Value;
  readonly calendars: Calendars;
}

/** One calendars file, or null after a report. */
export function readCalendars(root: Value): AuthoredCalendars | null {
  const fields = fieldsOf(root, { known: keysOf('calendars_file') });
  if (!fields) return null;
  const value = fields.need('calendars', '[{ id: cn, timezone: Asia/Shanghai, holidays: [2026-10-01] }]');
  const items = value && listOf(value, 'calendars');
  if (value && items?.length === 0)
    report(value, 'invalid-value', 'calendars is an empty list', 'write a calendar or remove the file');
  const written = (items ?? []).map(calendarOf);
  const read = written.filter((calendar) => calendar !== null);
  read.forEach(({ definition, item, zone }, index) => {
    const before = read.slice(0, index);
    if (before.some((other) => other.definition.id === definition.id))
      report(item, 'duplicate-id', `the calendar ${definition.id} is defined twice`, 'choose another id');
    const same = before.find((other) => other.definition.timezone !== null && other.definition.timezone === definition.timezone);
    if (same && zone)
      report(
        zone,
        'duplicate-id',
        `the accounts of ${definition.timezone ?? ''} use the calendar ${same.definition.id} already`,
        'a time zone has one calendar',
      );
  });
  const ids = read.map(({ definition }) => definition.id);
  const chosen = fields.need('default', ids[0] ?? 'cn');
  const id = chosen && textOf(chosen);
  // A calendar that could not be read may be the one that is meant.
  if (chosen && id !== null && !ids.includes(id) && read.length === written.length && ids.length > 0)
    report(chosen, 'unknown-reference', `there is no calendar "${id}"`, didYouMean(id, ids));
  if (id === null || read.length === 0) return null;
  return { root, calendars: { default: id, calendars: read.map(({ definition }) => definition) } };
}

/** Calendars stand in one file, for one of them is the default. */
export function joinCalendars(files: readonly AuthoredCalendars[]): Calendars | null {
  const [first, ...others] = files;
  for (const { root } of others)
    reportAt(
      root,
      root.anchor,
      'duplicate-id',
      `the calendars are already defined in ${first?.root.reader.source.file ?? 'another file'}`,
      'write all calendars into one file',
    );
  return first?.calendars ?? null;
}
