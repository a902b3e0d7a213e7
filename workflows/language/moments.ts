import { saysOf, type Advice } from '../model/diagnostic.js';
import type { DiagnosticCode } from '../model/diagnostic-code.js';
import { didYouMean, nearestAdvice } from '../model/did-you-mean.js';
import type { Cadence, DateAnchor, Recurrence, TimeOfDay, WaitUntil } from '../model/plan.js';
import type { Duration } from '../model/time.js';
import { durationIn, type Parameters } from './parameters.js';
import { adviceForWord, placeInScalar } from './place-in-scalar.js';
import { readTime, textOf } from './scalars.js';
import { plain, report, reportAt, type Value } from './value.js';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const ANCHORS: readonly DateAnchor[] = ['contract.start', 'contract.end', 'lifecycle.since'];
const CADENCE_EXAMPLE = 'write e.g. daily at 08:00, weekly on monday at 08:00 or monthly on day 1 at 08:00';
const RECURRENCE_EXAMPLE = 'write e.g. week on monday at 09:00, month on day 1 at 09:00 or quarter on day 1 at 09:00';
const UNTIL_EXAMPLE = 'write e.g. 30d before contract.end, or monday at 09:00';

/** Reports one word of a text at its own place. */
export function reportWord(
  value: Value,
  word: string,
  code: DiagnosticCode,
  message: string,
  advice: string | Advice | undefined,
): null {
  const text = plain(value);
  const start = typeof text === 'string' && word !== '' ? text.indexOf(word) : -1;
  // Twice the same word: it is not clear which one is meant.
  if (typeof text !== 'string' || start < 0 || text.indexOf(word, start + 1) >= 0)
    return report(value, code, message, saysOf(advice));
  return reportAt(value, placeInScalar(value, start, start + word.length), code, message, adviceForWord(value, word, advice));
}

function clockOf(value: Value, clock: string): TimeOfDay | null {
  return readTime(clock) ?? reportWord(value, clock, 'invalid-value', `"${clock}" is not a time of day`, 'write e.g. 08:00');
}

/** 0 = Sunday, or null after a report. */
function weekdayOf(value: Value, word: string): number | null {
  const day = DAYS.indexOf(word.toLowerCase());
  if (day >= 0) return day;
  return reportWord(value, word, 'invalid-value', `"${word}" is not a weekday`, didYouMean(word, DAYS));
}

/** `day 1` to `day 28`: every month has them. */
function monthDayOf(value: Value, words: string, example: string): number | null {
  const match = /^day (\d+)$/.exec(words);
  if (!match) return reportWord(value, words, 'invalid-value', `"${words}" is not a day of the month`, example);
  const day = Number(match[1]);
  if (day >= 1 && day <= 28) return day;
  return reportWord(value, words, 'invalid-value', `"${words}" is not in every month`, 'write a day from 1 to 28');
}

/** `daily at 08:00`, `weekly on monday at 08:00`, `monthly on day 1 at 08:00`. */
export function cadenceOf(value: Value): Cadence | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\w+)(?: on (\w+(?: \d+)?))? at (\S+)$/.exec(text.trim());
  const [, every = '', on, clock = ''] = match ?? [];
  if (!match || (every !== 'daily' && every !== 'weekly' && every !== 'monthly')) {
    const near = nearestAdvice(every, ['daily', 'weekly', 'monthly']);
    return report(
      value,
      'invalid-value',
      `"${text}" does not say when to look`,
      adviceForWord(value, every, near) ?? CADENCE_EXAMPLE,
    );
  }
  const at = clockOf(value, clock);
  if (!at) return null;
  if (every === 'daily') {
    return on === undefined
      ? { every: 'day', weekday: null, at }
      : report(value, 'invalid-value', 'daily takes no day', `write daily at ${clock}`);
  }
  if (every === 'weekly') {
    if (on === undefined) return report(value, 'invalid-value', 'weekly needs a weekday', `write weekly on monday at ${clock}`);
    const weekday = weekdayOf(value, on);
    return weekday === null ? null : { every: 'week', weekday, at };
  }
  const example = `write monthly on day 1 at ${clock}`;
  if (on === undefined) return report(value, 'invalid-value', 'monthly needs a day of the month', example);
  const day = monthDayOf(value, on, example);
  return day === null ? null : { every: 'month', weekday: null, day, at };
}

/** `week on monday at 09:00`, `month on day 1 at 09:00`, `quarter on day 1 at 09:00`. */
export function recurrenceOf(value: Value): Recurrence | null {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(\w+) on (\w+(?: \d+)?) at (\S+)$/.exec(text.trim());
  const [, every = '', on = '', clock = ''] = match ?? [];
  if (!match || (every !== 'week' && every !== 'month' && every !== 'quarter')) {
    const near = nearestAdvice(every, ['week', 'month', 'quarter']);
    const advice = adviceForWord(value, every, near) ?? RECURRENCE_EXAMPLE;
    return report(value, 'invalid-value', `"${text}" does not say how often`, advice);
  }
  const at = clockOf(value, clock);
  if (!at) return null;
  if (every === 'week') {
    const weekday = weekdayOf(value, on);
    return weekday === null ? null : { every, weekday, day: null, at };
  }
  const day = monthDayOf(value, on, `write ${every} on day 1 at ${clock}`);
  return day === null ? null : { every, weekday: null, day, at };
}

export interface RelativeDate {
  readonly offset: Duration;
  /** The parameter that stands for the offset. */
  readonly parameter?: string;
  readonly direction: 'before' | 'after';
  readonly anchor: DateAnchor;
}

/** The three words of `90d before contract.end`. */
function dateIn(value: Value, [length, direction, anchor]: readonly string[], parameters: Parameters): RelativeDate | null {
  const offset = durationIn(value, length ?? '', parameters);
  if (!offset) return null;
  if (direction !== 'before' && direction !== 'after') {
    const near = didYouMean(direction ?? '', ['before', 'after']);
    return reportWord(value, direction ?? '', 'invalid-value', `"${direction}" must be before or after`, near);
  }
  const known = ANCHORS.find((one) => one === anchor);
  if (!known) {
    const near = didYouMean(anchor ?? '', ANCHORS);
    return reportWord(value, anchor ?? '', 'unknown-name', `"${anchor}" is not a date that is known`, near);
  }
  if (known === 'lifecycle.since' && direction === 'before') {
    const message = 'when an account enters a stage is not known before';
    return reportWord(value, direction, 'invalid-value', message, { says: 'write after', write: 'after' });
  }
  const { value: distance, parameter } = offset;
  return { offset: distance, direction, anchor: known, ...(parameter === undefined ? {} : { parameter }) };
}

/** `90d before contract.end`. */
export function relativeDateOf(value: Value, parameters: Parameters): RelativeDate | null {
  const text = textOf(value);
  if (text === null) return null;
  const words = text.trim().split(/ +/);
  if (words.length === 3) return dateIn(value, words, parameters);
  return report(value, 'invalid-value', `"${text}" is not a date relative to a contract`, 'write e.g. 90d before contract.end');
}

export interface UntilMoment {
  readonly until: WaitUntil;
  /** The parameter that stands for the distance from the date. */
  readonly parameter?: string;
}

/** The end of a wait: `30d before contract.end`, or `monday at 09:00`. */
export function untilOf(value: Value, parameters: Parameters): UntilMoment | null {
  const text = textOf(value);
  if (text === null) return null;
  const words = text.trim().split(/ +/);
  const [first = '', second, third = ''] = words;
  if (words.length !== 3) return report(value, 'invalid-value', `"${text}" is not a moment to wait for`, UNTIL_EXAMPLE);
  if (second === 'at') {
    const weekday = weekdayOf(value, first);
    const at = weekday === null ? null : clockOf(value, third);
    return weekday === null || at === null ? null : { until: { kind: 'weekday', weekday, at } };
  }
  const date = dateIn(value, words, parameters);
  if (!date) return null;
  const { offset, direction, anchor, parameter } = date;
  return { until: { kind: 'date', offset, direction, anchor }, ...(parameter === undefined ? {} : { parameter }) };
}
