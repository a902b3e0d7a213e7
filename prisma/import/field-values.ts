import type { Instant, LocalDate } from '../../workflows/model/time.js';
import { RowRejected } from './field-reader.js';

const MINUTE = 60_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
/** No zone is or was further from UTC. */
const MAX_OFFSET = 16 * 60;
/** An older one is a typing mistake (0024 for 2024), and zones had no offsets in whole minutes then. */
const FIRST_YEAR = 1900;
/** Characters of an id or a name that is indexed; as in the API. */
const WORD_LIMIT = 200;

/** A moment as it is written: with its offset it is an instant, without it a wall clock (ms as if it were UTC). */
export type Moment = { readonly at: Instant } | { readonly local: number };

/** `YYYY-MM-DD` of a day that exists. */
export function dateValue(field: string, text: string): LocalDate {
  if (midnightOf(text) !== null) return text;
  throw new RowRejected(`${field} "${excerpt(text)}" is not a date from ${FIRST_YEAR} on; write YYYY-MM-DD`);
}

/** A date or a date with a time. */
export function momentValue(field: string, text: string): Moment {
  const midnight = midnightOf(text);
  if (midnight !== null) return { local: midnight };
  const match = DATE_TIME.exec(text);
  const [, day = '', hour, minute, second = '0', fraction = '', zone] = match ?? [];
  const start = match ? midnightOf(day) : null;
  const offset = offsetOf(zone);
  if (start === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offset === null) {
    throw new RowRejected(
      `${field} "${excerpt(text)}" is not a date from ${FIRST_YEAR} on; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ`,
    );
  }
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = start + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000 + ms;
  return zone === undefined ? { local } : { at: local - offset * MINUTE };
}

/** A whole number from 0, or null when nothing was given. */
export function countValue(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (/^\d{1,9}(\.0+)?$/.test(text)) return text.replace(/\..*$/, '');
  throw new RowRejected(`${field} "${excerpt(text)}" is not a whole number from 0 to 999999999`);
}

/** A decimal number, or null when nothing was given. */
export function numberValue(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (/^-?\d{1,15}(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text)) return text;
  throw new RowRejected(`${field} "${excerpt(text)}" is not a number`);
}

/** An amount of money below a trillion, or null when nothing was given; more than two decimals are rounded. */
export function moneyValue(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (/^-?\d{1,11}(\.\d{1,20})?$/.test(text)) return text;
  throw new RowRejected(`${field} "${excerpt(text)}" is not an amount; write digits and a decimal point, such as 1250.50`);
}

/** `true`/`false` as people write it. */
export function yesNoValue(field: string, text: string | null, otherwise: boolean): boolean {
  if (text === null) return otherwise;
  const word = text.toLowerCase();
  if (['true', 'yes', '1', 't'].includes(word)) return true;
  if (['false', 'no', '0', 'f'].includes(word)) return false;
  throw new RowRejected(`${field} "${excerpt(text)}" is neither true nor false`);
}

/** One of a closed set of words. */
export function wordValue(field: string, text: string | null, words: readonly string[], otherwise: string): string {
  const word = text ?? otherwise;
  if (words.includes(word)) return word;
  throw new RowRejected(`${field} "${excerpt(word)}" is not one of ${words.join(', ')}`);
}

/** A value that has to be there. */
export function needed(field: string, text: string | null): string {
  if (text === null) throw new RowRejected(`${field} is empty`);
  return text;
}

/** An id or a name that things are found by. */
export function indexed<T extends string | null>(field: string, text: T): T {
  if (text === null || text.length <= WORD_LIMIT) return text;
  throw new RowRejected(`${field} has ${text.length} characters; ${WORD_LIMIT} are the limit`);
}

/** The beginning of a text, for a message. */
export function excerpt(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** Start of a day that exists, as if it were UTC. */
function midnightOf(text: string): number | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < FIRST_YEAR) return null;
  const midnight = Date.UTC(year, month - 1, day);
  const back = new Date(midnight);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? midnight : null;
}

/** Minutes east of UTC; null when there is no such offset. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  const offset = hours * 60 + minutes;
  if (minutes > 59 || offset > MAX_OFFSET) return null;
  return zone.startsWith('-') ? -offset : offset;
}
