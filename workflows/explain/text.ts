import type { Locale } from '../model/localized-text.js';

const IDEOGRAPH = /[\u3400-\u9fff]/;
const LATIN = /[A-Za-z0-9%`+*-]/;

function joint(left: string, right: string): string {
  const before = left.at(-1) ?? '';
  const after = right[0] ?? '';
  const wants = (IDEOGRAPH.test(before) && LATIN.test(after)) || (LATIN.test(before) && IDEOGRAPH.test(after));
  return wants ? `${left} ${right}` : left + right;
}

/** Chinese text: a space stands where a Chinese character and a Latin word, number or name in backticks meet. */
export function zh(literals: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return literals
    .slice(1)
    .reduce((text, literal, index) => joint(joint(text, String(values[index] ?? '')), literal), literals[0] ?? '');
}

/** Puts Chinese texts behind each other with the same spaces. */
export function joinZh(...parts: readonly string[]): string {
  return parts.reduce((text, part) => joint(text, part), '');
}

/** An author's text on one line, without characters that would steer a terminal. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

/** `"text"` or `“text”`. */
export function quoted(text: string, locale: Locale): string {
  return locale === 'en' ? `"${oneLine(text)}"` : `“${oneLine(text)}”`;
}

/** An id, as it stands in the file. */
export function code(id: string): string {
  return `\`${oneLine(id).replaceAll('`', "'")}\``;
}

/** A sentence's first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A title inside a sentence: `Logins` becomes `logins`, while `NPS`, `ARR growth` and `eNPS` stay as they are. */
export function insideSentence(title: string): string {
  const text = oneLine(title);
  return /^[A-Z](?:[a-z]+(?![A-Za-z])|(?= ))/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `a, b and c`; `a、b 和 c`. */
export function listed(items: readonly string[], locale: Locale, join: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return last;
  const head = items.slice(0, -1);
  if (locale === 'en') return `${head.join(', ')} ${join} ${last}`;
  return joinZh(
    head.reduce((text, item) => joinZh(text, '、', item)),
    join === 'and' ? '和' : '或',
    last,
  );
}

/** True when nothing need stand behind this: it ends in a mark, if need be inside its quotes. */
export function endsInMark(text: string): boolean {
  return /[.!?:;。！？：；]["”]?$/.test(text);
}
