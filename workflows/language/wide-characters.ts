import { saysOf, type Advice } from '../model/diagnostic.js';
import type { Place, SourceText } from './source-text.js';

/** Characters of a Chinese keyboard that are no variant of one ASCII character, and what is meant by them. */
const MEANT: Readonly<Record<string, string>> = {
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u300c': '"',
  '\u300d': '"',
  '\u300e': '"',
  '\u300f': '"',
  '\u301d': '"',
  '\u301e': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u3001': ',',
  '\u3002': '.',
  '\u3010': '[',
  '\u3011': ']',
  '\u3014': '[',
  '\u3015': ']',
  '\u3008': '<',
  '\u3009': '>',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
};
const QUOTES = '\u201c\u201d\u201e\u300c\u300d\u300e\u300f\u301d\u301e\u2018\u2019';
/** Spaces that are none for YAML. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
/** Nothing is seen of these. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/;

/** What is meant by one character; null = it means itself. An invisible one means nothing: an empty text. */
export function halfWidth(character: string): string | null {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (SPACES.test(character)) return ' ';
  if (INVISIBLE.test(character)) return '';
  return MEANT[character] ?? null;
}

function hex(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** How messages call a character that looks like an ASCII one and is none. */
export function wideName(character: string): string {
  if (character === '\u3000') return 'an ideographic space (U+3000)';
  if (character === '\u00a0') return 'a no-break space (U+00A0)';
  if (SPACES.test(character)) return `a space of another kind (${hex(character)})`;
  if (INVISIBLE.test(character)) return `an invisible character (${hex(character)})`;
  if (QUOTES.includes(character)) return `the typographic quote ${character}`;
  return `the full-width "${character}"`;
}

/** More than this of a line is prose, in which such characters are at home. */
const LONGEST = 60;

/**
 * Advice for a place that is wrong because of how it was typed: everything in it would be ASCII if the full-width
 * characters were. Null when there are none, or when it is text of another script.
 */
export function wideAdvice(source: SourceText, place: Place, advice: string | Advice | undefined): string | Advice | null {
  const { text } = source;
  let { start, end } = place;
  if (end - start > LONGEST || text.slice(start, end).includes('\n')) return null;
  // A lexer points at one character: the whole run of them is what was typed.
  if (end === start + 1 && halfWidth(text[start] ?? '') !== null && /[0-9A-Za-z%.]/.test(halfWidth(text[start] ?? '') ?? '')) {
    while (end - start < LONGEST && /[0-9A-Za-z%._]/.test(halfWidth(text[end] ?? '') ?? '')) end += 1;
    while (end - start < LONGEST && /[0-9A-Za-z%._]/.test(halfWidth(text[start - 1] ?? '') ?? '')) start -= 1;
  }
  const written = text.slice(start, end);
  let half = '';
  let first: string | null = null;
  for (const character of written) {
    const meant = halfWidth(character);
    if (meant !== null) first ??= character;
    half += meant ?? character;
  }
  if (first === null || !/^[\x20-\x7e]*$/.test(half)) return null;
  const name = wideName(first);
  half = half.trim();
  if (half === '') {
    const empty = halfWidth(first) === '';
    return {
      says: `this is ${name}: ${empty ? 'remove it' : 'write a plain space'}`,
      write: empty ? '' : ' ',
      at: { start, end },
    };
  }
  if (/full-width/.test(saysOf(advice) ?? '')) return null;
  // A repair that keeps the character would not be one.
  const isRepair = typeof advice === 'object' && [...advice.write].every((character) => halfWidth(character) === null);
  if (isRepair) return { ...advice, says: `there is ${name} in it: ${advice.says}` };
  // Behind a key YAML wants a space.
  half = half.replace(/^([a-z_][a-z0-9_]*):(?=\S)/, '$1: ');
  const says = `there is ${name} in it: write ${half}`;
  // Quotes and the like may mean something else where they stand; there the author has to look.
  return /^[0-9A-Za-z_.%<>= -]+$/.test(half) ? { says, write: half, at: { start, end } } : says;
}
