import { RowRejected } from './field-reader.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/** `YYYY-MM-DD` of a day that exists. */
export function dateValue(field: string, text: string): string {
  if (isDate(text)) return text;
  throw new RowRejected(`${field} "${text}" is not a date; write YYYY-MM-DD`);
}

/** A moment: `zoned` when the text names its offset, else `local` to the account's time zone. */
export function momentValue(field: string, text: string): { readonly zoned: string | null; readonly local: string | null } {
  if (isDate(text)) return { zoned: null, local: text };
  const match = DATE_TIME.exec(text);
  const [, day, time, offset] = match ?? [];
  if (day !== undefined && time !== undefined && isDate(day) && isTime(time)) {
    return offset === undefined ? { zoned: null, local: `${day} ${time}` } : { zoned: `${day} ${time}${offset}`, local: null };
  }
  throw new RowRejected(`${field} "${text}" is not a date; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ`);
}

/** A whole number from 0, or null when nothing was given. */
export function countValue(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (/^\d{1,9}(\.0+)?$/.test(text)) return text.replace(/\..*$/, '');
  throw new RowRejected(`${field} "${text}" is not a whole number from 0`);
}

/** A decimal number, or null when nothing was given. */
export function numberValue(field: string, text: string | null): string | null {
  if (text === null) return null;
  if (/^-?\d{1,15}(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text)) return text;
  throw new RowRejected(`${field} "${text}" is not a number`);
}

/** `true`/`false` as people write it. */
export function yesNoValue(field: string, text: string | null, otherwise: boolean): string {
  if (text === null) return String(otherwise);
  const word = text.toLowerCase();
  if (['true', 'yes', '1', 't'].includes(word)) return 'true';
  if (['false', 'no', '0', 'f'].includes(word)) return 'false';
  throw new RowRejected(`${field} "${text}" is neither true nor false`);
}

/** One of a closed set of words. */
export function wordValue(field: string, text: string | null, words: readonly string[], otherwise: string): string {
  const word = text ?? otherwise;
  if (words.includes(word)) return word;
  throw new RowRejected(`${field} "${word}" is not one of ${words.join(', ')}`);
}

/** A value that has to be there. */
export function needed(field: string, text: string | null): string {
  if (text === null) throw new RowRejected(`${field} is empty`);
  return text;
}

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isTime(text: string): boolean {
  const [hour = 99, minute = 99, second = 0] = text.split(':').map(Number);
  return hour < 24 && minute < 60 && second < 60;
}
