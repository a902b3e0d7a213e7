import { BUILT_IN_NAMES } from '../condition/built-in-names.js';
import { FUNCTIONS, signatureOf, type Doc } from '../condition/functions.js';
import type { BookKind } from '../language/vocabulary/book-kind.js';
import { definitionAt } from '../language/vocabulary/mapping-at.js';
import { KIND_MAPPINGS } from '../language/vocabulary/mappings.js';
import { textIn, type Locale } from '../model/localized-text.js';
import { kindOfText, type BookHelp } from './book-help.js';
import { cursorPlace } from './cursor-place.js';

/** What a word in a file means, with the word's place as offsets. */
export interface Hover {
  readonly start: number;
  readonly end: number;
  /** Markdown. */
  readonly markdown: string;
}

const WORD = /[A-Za-z_][A-Za-z0-9_.]*/g;

function wordAt(text: string, offset: number): { start: number; end: number; word: string } | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  for (const match of line.matchAll(WORD)) {
    const start = lineStart + match.index;
    const end = start + match[0].length;
    if (start <= offset && offset <= end) return { start, end, word: match[0] };
  }
  return null;
}

function keyText(kind: BookKind, text: string, end: number, key: string, locale: Locale): string | null {
  const colon = /^["']?\s*:(?=\s|$)/.exec(text.slice(end));
  if (!colon) return null;
  const place = cursorPlace(text, end + colon[0].length);
  const definition = place.key === key && !place.inText ? definitionAt(kind, [...place.path, key]) : null;
  if (!definition) return null;
  const standing = definition.required
    ? 'required'
    : definition.default === null
      ? 'optional'
      : `default: \`${definition.default}\``;
  return `**${key}** (${standing})\n\n${definition.doc[locale]}\n\n\`${key}: ${definition.example}\``;
}

function nameText(word: string, { names }: BookHelp, locale: Locale): string | null {
  const say = (head: string, doc: Doc, example: string): string => `**${head}**\n\n${doc[locale]}\n\n\`${example}\``;
  const fn = FUNCTIONS.find(({ name }) => name === word);
  if (fn) return say(signatureOf(fn), fn.doc, fn.example);
  const builtIn = BUILT_IN_NAMES.find(({ path }) => path === word);
  if (builtIn) return say(`${word}: ${builtIn.type}`, builtIn.doc, builtIn.example);
  const metric = names.metrics && Object.hasOwn(names.metrics, word) ? names.metrics[word] : undefined;
  return metric ? `**${word}**: ${metric.type} per ${metric.per}\n\n${textIn(metric.title, locale)}` : null;
}

/** What the word under a cursor means: a key, a function, a name of the book; null = nothing to say. */
export function hoverAt(text: string, offset: number, help: BookHelp, locale: Locale = 'en'): Hover | null {
  const kind = kindOfText(text);
  const found = wordAt(text, offset);
  if (!found || !Object.hasOwn(KIND_MAPPINGS, kind)) return null;
  const { start, end, word } = found;
  const markdown = keyText(kind as BookKind, text, end, word, locale) ?? nameText(word, help, locale);
  return markdown === null ? null : { start, end, markdown };
}
