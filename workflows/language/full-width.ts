import type { Place, SourceText } from './source-text.js';
import { halfWidth, wideName } from './wide-characters.js';

/**
 * What a Chinese keyboard types where YAML wants ASCII, and only where it must be meant as YAML: after a key, between
 * keys, around a value, behind a dash. The look-aheads stand before the character.
 */
const FULL_WIDTH: readonly (readonly [pattern: RegExp, write: string])[] = [
  [/^\s*(?:- )*[a-z][a-z0-9_]*(?=：)|[{,，]\s*[a-z][a-z0-9_]*(?=：)/, '": " (a colon and a space)'],
  [/[{[][^\n]*?(?=，\s*[a-z][a-z0-9_]*\s*[:：])/, '", " (a comma and a space)'],
  [/(?<=[:：,，-]\s*)(?=｛)|(?=｝\s*$)/, '{ and }'],
  [/(?<=[:：,，-]\s*)(?=［)|(?=］\s*$)/, '[ and ]'],
  [/^[ \t]*(?:- )*-(?=[\u00a0\u3000])|^[ \t]*(?:- )*[a-z][a-z0-9_]*:(?=[\u00a0\u3000])/, 'a plain space'],
  [/^[ \t]*(?=[\u00a0\u3000]+(?:- |[a-z][a-z0-9_]*[:：]))/, 'plain spaces'],
  [/^[ \t]*(?:- )*(?=[－–—] )/, '"- " (a minus sign and a space)'],
  [/^[ \t]*(?:- )*[a-z][a-z0-9_]*: (?=[“”「『＂])/, '" (straight quotes) around the text'],
];

/** A character that YAML takes for text, where it cannot be meant as text. */
export interface FullWidthMark {
  readonly place: Place;
  readonly mark: string;
  /** What to write, in words. */
  readonly write: string;
  /** What to write, as it is typed. */
  readonly half: string;
}

/** A line's first full-width mark that stands where YAML has one of its own, or null. `from` = where the line begins. */
export function fullWidthMark(line: string, from: number): FullWidthMark | null {
  // A line of hundreds of brackets is nobody's typing, and the search behind each of them is quadratic.
  const start = line.slice(0, 400);
  for (const [pattern, write] of FULL_WIDTH) {
    const found = pattern.exec(start);
    if (!found) continue;
    const at = found.index + found[0].length;
    const mark = line[at] ?? '';
    const half = halfWidth(mark) ?? mark;
    // Behind a key or a value YAML wants a space as well.
    const spaced = /[:,]/.test(half) && !/^\s/.test(line.slice(at + 1)) && at + 1 < line.length;
    return { place: { start: from + at, end: from + at + 1 }, mark, write, half: spaced ? `${half} ` : half };
  }
  return null;
}

/** What is wrong with such a mark, in a sentence. */
export function fullWidthMessage({ mark }: FullWidthMark): string {
  const name = wideName(mark);
  if (/\s/.test(mark)) return `${name} is part of a text for YAML, it neither indents nor parts anything`;
  return `${name} is part of a text for YAML, it ends no key and parts no values`;
}

/** The same for the lines a syntax error covers, and the one before it: the parser notices a missing colon one line late. */
export function fullWidthNear(source: SourceText, place: Place): FullWidthMark | null {
  const { text } = source;
  let from = text.lastIndexOf('\n', place.start - 1) + 1;
  if (from > 0) from = text.lastIndexOf('\n', from - 2) + 1;
  while (from <= place.end) {
    const end = text.indexOf('\n', from);
    const found = fullWidthMark(text.slice(from, end < 0 ? text.length : end), from);
    if (found) return found;
    if (end < 0) return null;
    from = end + 1;
  }
  return null;
}
