import type { Place, SourceText } from './source-text.js';

/** What a Chinese keyboard types where YAML wants ASCII, and only where it must be meant as YAML: after a key, or between keys. */
const FULL_WIDTH: readonly (readonly [pattern: RegExp, half: string])[] = [
  [/^\s*(?:- )*[a-z][a-z0-9_]*(?=：)|[{,，]\s*[a-z][a-z0-9_]*(?=：)/, '": " (a colon and a space)'],
  [/[{[][^\n]*?(?=，\s*[a-z][a-z0-9_]*\s*[:：])/, '", " (a comma and a space)'],
  [/(?<=[:：,，-]\s*)(?=｛)|(?=｝\s*$)/, '{ and }'],
  [/(?<=[:：,，-]\s*)(?=［)|(?=］\s*$)/, '[ and ]'],
];

const HALF: Readonly<Record<string, string>> = { '：': ':', '，': ',', '｛': '{', '｝': '}', '［': '[', '］': ']' };

/** A line's first full-width mark that stands where YAML has one of its own, or null. `from` = where the line begins. */
export function fullWidthMark(line: string, from: number): { place: Place; mark: string; write: string; half: string } | null {
  // A line of hundreds of brackets is nobody's typing, and the search behind each of them is quadratic.
  const start = line.slice(0, 400);
  for (const [pattern, half] of FULL_WIDTH) {
    const found = pattern.exec(start);
    if (!found) continue;
    const at = found.index + found[0].length;
    const mark = line[at] ?? '';
    const ascii = HALF[mark] ?? mark;
    // Behind a key or a value YAML wants a space as well.
    const spaced = /[:,]/.test(ascii) && !/^\s/.test(line.slice(at + 1)) && at + 1 < line.length;
    return { place: { start: from + at, end: from + at + 1 }, mark, write: half, half: spaced ? `${ascii} ` : ascii };
  }
  return null;
}

/** The same for the lines a syntax error covers, and the one before it: the parser notices a missing colon one line late. */
export function fullWidthNear(source: SourceText, place: Place): ReturnType<typeof fullWidthMark> {
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
