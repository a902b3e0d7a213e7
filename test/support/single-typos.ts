import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { IncrementalBook } from '../../workflows/compile/incremental-book.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import { lintBook } from '../../workflows/lint/lint-book.js';
import { NO_CONFIG } from '../../workflows/lint/lint-config.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import type { FuzzBook } from './fuzz-books.js';

/** One word of a file with one letter wrong. */
export interface SingleTypo {
  /** Keys from the file's root to the word, lists as `*`. */
  readonly path: string;
  readonly line: number;
  readonly word: string;
  readonly typo: string;
  readonly text: string;
}

/** Values that are the author's own words, or the name of something that is named here for the first time. */
const OWN_WORDS = new Set([
  ...['title', 'en', 'zh', 'goal', 'owner', 'name', 'question', 'message', 'notes', 'checklist', 'id', 'outcomes', 'answers'],
  ...['version', 'values', 'date', 'apiVersion', 'priorities'],
]);
/** Where any text can stand. */
const OPEN_PLACES = /\.(?:tier|product|set\.to|timeline\.\*\.(?:pause|cancel))$|^parameters\.\w+\.default$/;
/** Words of the fixtures that are compared with such a text in a condition; a new fixture adds its own here. */
const OPEN_TEXTS: readonly string[] = ['gold', 'strategic', 'Analytics'];
/** Mappings whose keys are names that the author makes up. */
const OWN_KEYS = new Set(['metrics', 'events', 'properties', 'attributes', 'endpoints', 'chats', 'parameters', 'parallel']);

function wrong(word: string, both: boolean): readonly string[] {
  const middle = Math.floor(word.length / 2);
  const changed = word.slice(0, middle) + (word[middle] === 'q' ? 'x' : 'q') + word.slice(middle + 1);
  if (word.length < 4 || !both) return [changed];
  const dropped = word.slice(0, middle) + word.slice(middle + 1);
  return [changed, dropped];
}

/**
 * Every file with one letter changed (or left out) in one key, verb, name, function, reference, closed word or unit.
 * @param seen words that were spoilt before, by the place they stand in: they are passed over, and new ones are added and
 *   spoilt in one way. Null = every word at every place, in both ways.
 */
export function singleTypos(text: string, seen: Set<string> | null): readonly SingleTypo[] {
  const found: SingleTypo[] = [];
  const spoil = (start: number, written: string, path: readonly string[]): void => {
    // Words, and units behind a number; what is in {{ }} has laws of its own.
    for (const match of written.matchAll(/[A-Za-z_]+/g)) {
      const at = start + match.index;
      const place = `${path.join('.')} ${match[0]}`;
      if (seen?.has(place)) continue;
      seen?.add(place);
      for (const typo of wrong(match[0], seen === null)) {
        const line = text.slice(0, at).split('\n').length;
        const spoilt = text.slice(0, at) + typo + text.slice(at + match[0].length);
        found.push({ path: path.join('.'), line, word: match[0], typo, text: spoilt });
      }
    }
  };
  const walk = (node: Node | null, path: readonly string[], own: boolean): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        const inside = path.at(-1);
        const named = inside !== undefined && OWN_KEYS.has(inside);
        if (!named) spoil(key.range[0], text.slice(key.range[0], key.range[1]), [...path, name]);
        walk(value as Node | null, [...path, name], !named && OWN_WORDS.has(name));
      }
    } else if (isSeq(node)) for (const item of node.items) walk(item as Node | null, [...path, '*'], own);
    else if (isScalar(node) && typeof node.value === 'string' && node.range && !own) {
      spoil(node.range[0], text.slice(node.range[0], node.range[1]), path);
    }
  };
  walk(parseDocument(text).contents, [], false);
  return found;
}

/** Any text can stand there; and an attribute that no catalogue declares can have any name. */
function isOpen({ path, word }: SingleTypo): boolean {
  if (OPEN_TEXTS.includes(word) || OPEN_PLACES.test(path)) return true;
  return /^tests\.\*\.(?:given|timeline\.\*)\.account\.(?!segment$|status$|muted$|locale$|name$|tier$)\w+$/.test(path);
}

/** The typing mistakes of a book's file, with those that are not answered by exactly one message, an error. */
export function typosToldWrong(
  { files, own }: FuzzBook,
  seen: Set<string> | null,
): { readonly typos: number; readonly wrong: readonly string[] } {
  const book = new IncrementalBook();
  const lint = (now: readonly SourceFile[]) => lintBook(now, NO_CONFIG, book.compile(now)).diagnostics;
  const right = lint(files);
  const wrong = right.map((one) => `without any typing mistake: ${formatDiagnostic(one)}`);
  const typos = singleTypos(own.text, seen);
  for (const typo of typos) {
    const diagnostics = lint(files.map((file) => (file === own ? { ...file, text: typo.text } : file)));
    if (diagnostics.length === 1 && diagnostics[0]?.severity === 'error') continue;
    if (diagnostics.length === 0 && isOpen(typo)) continue;
    const told = diagnostics.map((one) => formatDiagnostic(one)).join('\n');
    wrong.push(`${typo.path}, line ${typo.line}: ${typo.word} -> ${typo.typo} gives ${diagnostics.length}:\n${told}`);
  }
  return { typos: typos.length, wrong };
}
