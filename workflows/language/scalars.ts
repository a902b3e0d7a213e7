import type { Advice } from '../model/diagnostic.js';
import { nearestAdvice } from '../model/did-you-mean.js';
import type { LocalizedText } from '../model/localized-text.js';
import type { TimeOfDay } from '../model/plan.js';
import type { Located } from '../model/playbook.js';
import type { Duration, DurationUnit, LocalDate } from '../model/time.js';
import { isPlainNumber } from './odd-number.js';
import { fieldsOf, isMapping, kindOf, located, plain, placeOf, report, scalarNode, type Value } from './value.js';

/** A text that is not empty, or null after a report. */
export function textOf(value: Value): string | null {
  const content = plain(value);
  if (typeof content !== 'string') {
    const quoted = `"${scalarNode(value)?.source ?? String(content)}"`;
    const plainWord = typeof content === 'number' || typeof content === 'boolean';
    const advice = plainWord ? { says: 'put it in quotes', write: quoted } : undefined;
    return report(value, 'wrong-shape', `${value.name} must be a text, this is ${kindOf(value)}`, advice);
  }
  if (content.trim() === '') return report(value, 'invalid-value', `${value.name} is empty`, 'write a text or remove the key');
  return content;
}

/** Text in one language (counts as English) or `{ en: ..., zh: ... }`. */
export function localizedTextOf(value: Value): LocalizedText | null {
  if (!isMapping(value)) {
    const text = textOf(value);
    return text === null ? null : { en: text };
  }
  const fields = fieldsOf(value, { known: ['en', 'zh'] });
  if (!fields) return null;
  const result: { en?: string; zh?: string } = {};
  for (const key of ['en', 'zh'] as const) {
    const part = fields.get(key);
    const text = part && textOf(part);
    if (text) result[key] = text;
  }
  if (fields.keys().length === 0) return report(value, 'missing-key', `${value.name} has no text`, 'write en: or zh:');
  return result;
}

const ID = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** What YAML readers take for yes, no or nothing. */
export const YES_NO_WORDS = ['on', 'off', 'yes', 'no', 'y', 'n', 'true', 'false', 'null'];

function snakeCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
}

/** Why a word cannot be an id, with what to write; null = it can. */
export function idProblem(id: string): readonly [string, string | undefined] | null {
  if (YES_NO_WORDS.includes(id.toLowerCase()))
    return [`"${id}" cannot be an id: YAML readers take it for yes or no`, 'choose another word'];
  if (id.length > 60) return ['an id has at most 60 characters', undefined];
  if (ID.test(id)) return null;
  const fixed = snakeCase(id);
  return [`"${id}" is not lower snake_case`, ID.test(fixed) ? `write ${fixed}` : 'use small letters, digits and single _'];
}

/** An id in lower snake_case, or null after a report. */
export function idOf(value: Value): Located<string> | null {
  const content = plain(value);
  if (typeof content === 'boolean')
    return report(value, 'invalid-id', `"${String(content)}" cannot be an id`, 'choose another word');
  const text = textOf(value);
  if (text === null) return null;
  const problem = idProblem(text);
  if (!problem) return located(value, text);
  const [message, says] = problem;
  return report(value, 'invalid-id', message, says === `write ${snakeCase(text)}` ? renaming(value, text, says) : says);
}

/**
 * An id can be written in another way when nothing else in the file says it, and nothing there has the other one. One of
 * other letters (Chinese, Greek) would lose them.
 */
function renaming(value: Value, id: string, says: string): string | Advice {
  const write = snakeCase(id);
  const { text } = value.reader.source;
  const latin = /^[A-Za-z][A-Za-z0-9_ -]*$/.test(id);
  // Each such id looks through the whole file: of a huge one with thousands of them that would be felt.
  if (!latin || text.length > 50_000) return says;
  const once = text.indexOf(id) === text.lastIndexOf(id) && !text.includes(write);
  return once && idProblem(write) === null ? { says, write } : says;
}

/** A whole number within bounds, or null after a report. */
export function integerOf(value: Value, low: number, high: number): number | null {
  const content = plain(value);
  if (typeof content === 'number' && Number.isInteger(content) && content >= low && content <= high) return content;
  const message = `${value.name} must be a whole number from ${low} to ${high}, this is ${kindOf(value)}`;
  const quoted =
    typeof content === 'string' && isPlainNumber(content)
      ? { says: `write ${content} without quotes`, write: content }
      : undefined;
  return report(value, typeof content === 'number' ? 'invalid-value' : 'wrong-shape', message, quoted);
}

/** `true` or `false`, or null after a report. */
export function booleanOf(value: Value): boolean | null {
  const content = plain(value);
  if (typeof content === 'boolean') return content;
  const word = typeof content === 'string' ? content.toLowerCase() : '';
  const meant = ['yes', 'y', 'on', 'true'].includes(word)
    ? 'true'
    : ['no', 'n', 'off', 'false'].includes(word)
      ? 'false'
      : undefined;
  const advice = meant && { says: `write ${meant}`, write: meant };
  return report(value, 'wrong-shape', `${value.name} must be true or false, this is ${kindOf(value)}`, advice);
}

/** One of a closed set of words, or null after a report. */
export function oneOf<T extends string>(value: Value, words: readonly T[]): T | null {
  const content = plain(value);
  const found = words.find((word) => word === content);
  if (found !== undefined) return found;
  const text = typeof content === 'string' ? content : '';
  return report(
    value,
    'invalid-value',
    `${value.name} must be one of ${words.join(', ')}, this is ${kindOf(value)}`,
    nearestAdvice(text, words),
  );
}

/** A percent as a fraction, or null after a report. */
export function percentOf(value: Value, low = 0, high = 1): number | null {
  const content = plain(value);
  if (typeof content === 'number') {
    const shown = content > 0 && content < 1 ? Number((content * 100).toPrecision(12)) : content;
    const advice = { says: `write ${shown}%`, write: `${shown}%` };
    return report(value, 'percent-vs-number', `${value.name} is a percent, this is ${kindOf(value)}`, advice);
  }
  const match = typeof content === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(content) : null;
  if (!match)
    return report(value, 'invalid-value', `${value.name} must be a percent, this is ${kindOf(value)}`, 'write e.g. 10%');
  const fraction = Number((Number(match[1]) / 100).toPrecision(15));
  if (fraction >= low && fraction <= high) return fraction;
  return report(value, 'invalid-value', `${value.name} must lie between ${low * 100}% and ${high * 100}%`);
}

const UNIT_WORDS: Readonly<Record<string, DurationUnit>> = { min: 'min', h: 'h', d: 'd', bd: 'bd', w: 'w', mo: 'mo' };
const HABITS: Readonly<Record<string, DurationUnit>> = {
  minute: 'min',
  minutes: 'min',
  mins: 'min',
  hour: 'h',
  hours: 'h',
  hr: 'h',
  hrs: 'h',
  day: 'd',
  days: 'd',
  week: 'w',
  weeks: 'w',
  month: 'mo',
  months: 'mo',
  'business days': 'bd',
  'business day': 'bd',
};
/** Ten years; more is a typing mistake. */
const MOST: Readonly<Record<DurationUnit, number>> = { min: 5_256_000, h: 87_600, d: 3_650, bd: 2_610, w: 521, mo: 120 };

interface DurationProblem {
  readonly problem: string;
  readonly suggestion: string;
  /** The duration that is meant, when there is only one. */
  readonly write?: string;
}

/** A duration's text read, or what is wrong with it and what to write. */
export function readDuration(text: string): Duration | DurationProblem {
  const iso = /^P(?:(\d+)(M|W|D)|T(\d+)(H|M))$/.exec(text);
  let amount: number;
  let unit: DurationUnit | undefined;
  if (iso) {
    amount = Number(iso[1] ?? iso[3]);
    unit = iso[2] === 'M' ? 'mo' : iso[2] === 'W' ? 'w' : iso[2] === 'D' ? 'd' : iso[4] === 'H' ? 'h' : 'min';
  } else {
    const match = /^(\d+(?:\.\d+)?) ?([A-Za-z ]*)$/.exec(text.trim());
    if (!match) return { problem: `"${text}" is not a duration`, suggestion: 'write e.g. 30min, 4h, 3d, 2bd, 2w or 3mo' };
    const [, digits = '', word = ''] = match;
    amount = Number(digits);
    unit = text.includes(' ') ? undefined : UNIT_WORDS[word];
    if (digits.length > 15) return { problem: `"${text}" is longer than ten years`, suggestion: 'write fewer digits' };
    if (!Number.isInteger(amount))
      return { problem: `"${text}" is not a whole number of units`, suggestion: 'use a smaller unit, e.g. 36h instead of 1.5d' };
    if (!unit) {
      const habit = HABITS[word.trim().toLowerCase()] ?? UNIT_WORDS[word.trim().toLowerCase()];
      const missing = word === '' ? `${digits}d for days or ${digits}h for hours` : undefined;
      const bareM = word === 'm' || word === 'M' ? `${digits}min for minutes or ${digits}mo for months` : undefined;
      const instead = missing ?? bareM ?? (habit ? `${digits}${habit}` : 'e.g. 30min, 4h, 3d, 2bd, 2w or 3mo');
      return {
        problem: word === '' ? `"${text}" has no unit` : `"${word.trim()}" is not a unit`,
        suggestion: `write ${instead}`,
        ...(habit && !missing && !bareM ? { write: instead } : {}),
      };
    }
  }
  if (amount < 1 || amount > MOST[unit])
    return {
      problem: `"${text}" is not between 1 and ${MOST[unit]}${unit}`,
      suggestion: 'write a duration of at least 1 and at most ten years',
    };
  return { amount, unit };
}

/** What to write instead of a duration that cannot be read. */
export function durationAdvice({ suggestion, write }: DurationProblem): string | Advice {
  return write === undefined ? suggestion : { says: suggestion, write };
}

/** A duration with its unit, or null after a report. */
export function durationOf(value: Value): Located<Duration> | null {
  const content = plain(value);
  if (typeof content === 'string' || typeof content === 'number') {
    const duration = readDuration(String(content));
    return 'problem' in duration
      ? report(value, 'invalid-duration', duration.problem, durationAdvice(duration))
      : located(value, duration);
  }
  return report(value, 'wrong-shape', `${value.name} must be a duration, this is ${kindOf(value)}`, 'write e.g. 7d');
}

/** `09:00`, or null. */
export function readTime(text: string): TimeOfDay | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? { hour: Number(match[1]), minute: Number(match[2]) } : null;
}

export function timeOf(value: Value): TimeOfDay | null {
  const content = plain(value);
  const time = typeof content === 'string' ? readTime(content) : null;
  return (
    time ?? report(value, 'invalid-value', `${value.name} must be a time of day, this is ${kindOf(value)}`, 'write e.g. "09:00"')
  );
}

/** A calendar day, or null after a report. */
export function dateOf(value: Value): LocalDate | null {
  const content = plain(value);
  if (typeof content === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(content)) {
    const parsed = new Date(`${content}T00:00:00Z`);
    if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === content) return content;
  }
  return report(value, 'invalid-value', `${value.name} must be a date, this is ${kindOf(value)}`, 'write e.g. 2026-03-31');
}

/** Whether a place lies inside another value's text: used to keep one message per mistake. */
export function firstLine(value: Value): { start: number; end: number } {
  return placeOf(value);
}
