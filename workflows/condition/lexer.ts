import type { Advice } from '../model/diagnostic.js';
import type { DurationUnit } from '../model/time.js';
import { ConditionSyntaxError } from './problem.js';

export const KEYWORDS = ['and', 'or', 'not', 'is', 'in', 'missing', 'for'] as const;
export type Keyword = (typeof KEYWORDS)[number];

interface At {
  readonly start: number;
  readonly end: number;
}

export type Token = At &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: '%' | DurationUnit | null }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'name'; readonly value: string }
    | { readonly kind: 'keyword'; readonly value: Keyword }
    | { readonly kind: 'operator'; readonly value: '<' | '<=' | '>' | '>=' | '=' }
    | { readonly kind: 'mark'; readonly value: '(' | ')' | '[' | ']' | ',' | ':' }
    | { readonly kind: 'end' }
  );

/** What people write from habit, and what to write here. */
const HABITS: readonly (readonly [string, string])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['!=', 'is not "x" for text, or not (a = b) for numbers'],
  ['<>', 'is not "x" for text, or not (a = b) for numbers'],
  ['==', 'is "x" for text, or = for numbers'],
  ['=>', '>='],
  ['=<', '<='],
  ['≥', '>='],
  ['≤', '<='],
  ['≠', 'is not'],
  ['&', 'and'],
  ['|', 'or'],
  ['!', 'not'],
  ['（', '('],
  ['）', ')'],
  ['，', ','],
  ['：', ':'],
  ['＞', '>'],
  ['＜', '<'],
  ['＝', '='],
  ['％', '%'],
  ['“', '"'],
  ['”', '"'],
  ['‘', '"'],
  ['’', '"'],
  ['「', '"'],
  ['」', '"'],
  ["'", '"'],
  ['`', '"'],
  // Chinese authors write the words as they think them.
  ['并且', 'and'],
  ['且', 'and'],
  ['或者', 'or'],
  ['或', 'or'],
  ['不是', 'is not'],
  ['是', 'is'],
  ['大于等于', '>='],
  ['小于等于', '<='],
  ['大于', '>'],
  ['小于', '<'],
  ['等于', '='],
];

const UNITS: Readonly<Record<string, DurationUnit>> = { min: 'min', h: 'h', d: 'd', bd: 'bd', w: 'w', mo: 'mo' };
/** More cannot be told apart any more, and hundreds of them are infinite. */
const MOST_DIGITS = 17;
const SPACE = /\s/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*/y;
const NUMBER = /-?\d+(\.\d+)?/y;
const WORD = /[A-Za-z]+/y;
const DATE = /\d{4}-\d{2}-\d{2}/y;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function fail(
  code: ConditionSyntaxError['problem']['code'],
  start: number,
  end: number,
  message: string,
  suggestion?: string | Advice,
): never {
  throw new ConditionSyntaxError({ code, message, suggestion, start, end });
}

/** Marks that stand for exactly one of ours wherever they are written. */
const OBVIOUS: Readonly<Record<string, string>> = {
  '&&': 'and',
  '||': 'or',
  '&': 'and',
  '|': 'or',
  '!': 'not',
  '=>': '>=',
  '=<': '<=',
  '≥': '>=',
  '≤': '<=',
  '（': '(',
  '）': ')',
  '，': ',',
  '：': ':',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '％': '%',
};
const CLOSING: Readonly<Record<string, string>> = { '“': '”', '”': '”', '‘': '’', '’': '’', "'": "'", '`': '`' };

/** The repair of a habit, when what stands around it leaves one answer. */
function repairOf(habit: string, text: string, start: number): Omit<Advice, 'says'> | null {
  const end = start + habit.length;
  const close = CLOSING[habit];
  if (close !== undefined) {
    const last = text.indexOf(close, end);
    const inner = text.slice(end, last);
    return last < 0 || /["“”\n]/.test(inner) ? null : { write: `"${inner}"`, at: { start, end: last + 1 } };
  }
  const beforeText = /^\s*["“]/.test(text.slice(end));
  const beforeNumber = /^\s*-?\d/.test(text.slice(end));
  let write = OBVIOUS[habit];
  if (habit === '==') write = beforeText ? 'is' : beforeNumber ? '=' : undefined;
  if (habit === '!=' || habit === '<>' || habit === '≠') write = beforeText ? 'is not' : undefined;
  if (write === undefined) return null;
  if (!/^[a-z]/.test(write)) return { write };
  // A word needs the space that a mark does without.
  const lead = start > 0 && !/[\s(]/.test(text[start - 1] ?? '') ? ' ' : '';
  const tail = end < text.length && !/\s/.test(text[end] ?? '') ? ' ' : '';
  return { write: `${lead}${write}${tail}` };
}

function readNumber(text: string, start: number, digits: string): Token {
  const date = match(DATE, text, start);
  if (date !== null) {
    const suggestion = 'write a distance instead, e.g. days_until(contract.end) < 30d';
    fail('condition-syntax', start, start + date.length, 'a calendar date cannot be written in a condition', suggestion);
  }
  // Not -0, which is printed as 0.
  const value = Number(digits) || 0;
  const end = start + digits.length;
  if (digits.length > MOST_DIGITS)
    fail(
      'condition-syntax',
      start,
      end,
      `a number of ${digits.length} characters is no number of accounts or days`,
      'write fewer digits',
    );
  if (text[end] === '%') return { kind: 'number', value, unit: '%', start, end: end + 1 };
  const word = match(WORD, text, end);
  if (word === null) {
    if (text[end] === '.' || text[end] === '_') {
      fail(
        'condition-syntax',
        start,
        end + 1,
        `"${text.slice(start, end + 1)}" is not a number`,
        'write digits, e.g. 1.5 or 1000',
      );
    }
    return { kind: 'number', value, unit: null, start, end };
  }
  const unit = UNITS[word];
  if (unit) return { kind: 'number', value, unit, start, end: end + word.length };
  const suggestion = word === 'm' ? `write ${digits}min for minutes or ${digits}mo for months` : 'units: %, min, h, d, w';
  return fail('invalid-duration', start, end + word.length, `"${digits}${word}" has no unit that is known`, suggestion);
}

function readMark(text: string, start: number): Token {
  const character = text[start] ?? '';
  if (character === '"') {
    const close = text.indexOf('"', start + 1);
    if (close < 0) fail('condition-syntax', start, text.length, 'a text in quotes is not closed', 'add a " at its end');
    return { kind: 'string', value: text.slice(start + 1, close), start, end: close + 1 };
  }
  for (const [habit, instead] of HABITS) {
    if (text.startsWith(habit, start)) {
      const repair = repairOf(habit, text, start);
      const says = `write ${instead}`;
      const advice = repair ? { says, ...repair } : says;
      fail('wrong-operator', start, start + habit.length, `${habit} is not used in conditions`, advice);
    }
  }
  const two = text.slice(start, start + 2);
  if (two === '<=' || two === '>=') return { kind: 'operator', value: two, start, end: start + 2 };
  if (character === '<' || character === '>' || character === '=') {
    return { kind: 'operator', value: character, start, end: start + 1 };
  }
  if ('()[],:'.includes(character)) {
    return { kind: 'mark', value: character as '(' | ')' | '[' | ']' | ',' | ':', start, end: start + 1 };
  }
  if (character === '%') {
    const says = 'write it right after its number: 50%';
    const gap = /(?<=\d)\s+$/.exec(text.slice(0, start))?.[0].length ?? 0;
    const advice = gap > 0 ? { says, write: '%', at: { start: start - gap, end: start + 1 } } : says;
    fail('condition-syntax', start, start + 1, 'a % stands alone', advice);
  }
  if ('+-*/^'.includes(character)) {
    const suggestion = 'define a metric for it in the metrics file and compare that';
    fail('wrong-operator', start, start + 1, `conditions do not calculate: ${character} is not used`, suggestion);
  }
  const whole = String.fromCodePoint(text.codePointAt(start) ?? 63);
  return fail('condition-syntax', start, start + whole.length, `"${whole}" has no meaning in a condition`);
}

/** Cuts the text of a condition into tokens, the last of kind `end`. Throws ConditionSyntaxError at the first mistake. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const digits = match(NUMBER, text, at);
    const name = digits === null ? match(NAME, text, at) : null;
    let token: Token;
    if (digits !== null) token = readNumber(text, at, digits);
    else if (name !== null) {
      const end = at + name.length;
      const keyword = KEYWORDS.find((word) => word === name);
      const shouted = KEYWORDS.find((word) => word === name.toLowerCase());
      if (!keyword && shouted) {
        const advice = { says: `write ${shouted}`, write: shouted };
        fail('wrong-operator', at, end, `${name} is written in small letters`, advice);
      }
      token = keyword ? { kind: 'keyword', value: keyword, start: at, end } : { kind: 'name', value: name, start: at, end };
    } else token = readMark(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}
