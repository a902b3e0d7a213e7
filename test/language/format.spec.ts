import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isMap, isPair, isSeq, parseDocument, visit } from 'yaml';
import { compileBook, type CompiledBook } from '../../workflows/compile/compile-book.js';
import { formatPlaybook } from '../../workflows/language/format/format-playbook.js';
import { placedComments } from '../../workflows/language/format/placed-comments.js';
import { BOOK_KINDS } from '../../workflows/language/vocabulary/book-kind.js';
import { mappingAt, type YamlPath } from '../../workflows/language/vocabulary/mapping-at.js';
import { keysOf } from '../../workflows/language/vocabulary/mappings.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { mutateText, seededRandom } from '../support/mutate.js';

const root = path.resolve(import.meta.dirname, '../..');

function files(folder: string, ending: RegExp): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .sort()
    .map((file) => ({ path: `${folder}/${file}`, text: readFileSync(path.join(root, folder, file), 'utf8') }));
}

const fixtures = [...files('test/language/ok', /\.yaml$/), ...files('playbooks', /\.yaml$/)];

function format(file: SourceFile): string {
  const { text, diagnostics } = formatPlaybook(file);
  expect(diagnostics).toEqual([]);
  return text ?? '';
}

const sortedComments = (text: string) =>
  placedComments('x.yaml', text)
    .map((comment) => comment.text)
    .sort();

/** The same document in another dress: keys shuffled, other indentation, other quotes, brackets opened, remarks, CRLF. */
function redress(text: string, random: () => number): string {
  for (;;) {
    const dressed = dress(text, random);
    // The library writes some brackets with comments so that it cannot read them again.
    if (formatPlaybook({ path: 'x.yaml', text: dressed }).diagnostics.length === 0) return dressed;
  }
}

function dress(text: string, random: () => number): string {
  const document = parseDocument(text, { version: '1.2' });
  visit(document, {
    Map(_key, node, path) {
      const above = path.at(-1);
      // The order of lanes is the author's.
      const lanes = isPair(above) && String(above.key) === 'parallel';
      if (random() < 0.7 && !lanes) node.items.sort(() => random() - 0.5);
      if (random() < 0.2) node.flow = false;
    },
    Seq(_key, node) {
      if (random() < 0.2) node.flow = false;
    },
    Pair(_key, pair) {
      const key = pair.key as { commentBefore?: string; spaceBefore?: boolean };
      if (random() < 0.1) key.commentBefore = ` about ${Math.floor(random() * 1e6)}`;
      if (random() < 0.1) key.spaceBefore = true;
      const value = pair.value as { comment?: string } | null;
      if (value && random() < 0.1) value.comment = ` behind ${Math.floor(random() * 1e6)}`;
    },
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string' && node.type === 'PLAIN' && random() < 0.2)
        node.type = random() < 0.5 ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE';
    },
  });
  // A block within brackets is no YAML.
  visit(document, {
    Collection(_key, node) {
      if (node.flow && node.items.some((item) => isMap(item) || isSeq(item))) node.flow = false;
    },
  });
  const dressed = document.toString({
    indent: random() < 0.5 ? 2 : 4,
    indentSeq: random() < 0.5,
    lineWidth: random() < 0.5 ? 40 : 0,
    flowCollectionPadding: random() < 0.5,
  });
  return random() < 0.3 ? dressed.replaceAll('\n', '\r\n') : dressed;
}

/** Mappings of the language whose keys are not in canonical order. */
function disorder(text: string): readonly string[] {
  const found: string[] = [];
  const kind =
    BOOK_KINDS.find((one) => text.includes(`\nkind: ${one}\n`)) ?? BOOK_KINDS.find((one) => text.includes(`kind: ${one}`));
  const walk = (value: unknown, path: YamlPath): void => {
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, index]));
    else if (typeof value === 'object' && value !== null) {
      const mapping = kind ? mappingAt(kind, path) : null;
      const known = mapping ? keysOf(mapping) : [];
      const places = Object.keys(value)
        .map((key) => known.indexOf(key))
        .filter((at) => at >= 0);
      if (places.some((at, index) => at < (places[index - 1] ?? 0))) found.push(path.join('.'));
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    }
  };
  walk(parseDocument(text, { version: '1.2' }).toJS(), []);
  return found;
}

describe('a formatted file', () => {
  test.each(fixtures.map((file) => [file.path, file] as const))('%s formats to itself and keeps its comments', (_name, file) => {
    const once = format(file);
    expect(format({ ...file, text: once })).toBe(once);
    expect(sortedComments(once)).toEqual(sortedComments(file.text));
    expect(once).not.toMatch(/[ \t]$|\n\n\n|\r|\n\n$/m);
  });

  test('has its keys in order and all its comments, whatever dress it came in', () => {
    const random = seededRandom(4);
    for (let run = 0; run < 150; run += 1) {
      const file = fixtures[run % fixtures.length] as SourceFile;
      const dressed = { ...file, text: redress(file.text, random) };
      const once = format(dressed);
      const label = `${file.path}, run ${run}:\n${dressed.text}`;
      expect({ label, again: format({ ...file, text: once }) }).toEqual({ label, again: once });
      expect({ label, comments: sortedComments(once) }).toEqual({ label, comments: sortedComments(dressed.text) });
      expect({ label, crlf: once.includes('\r') }).toEqual({ label, crlf: false });
      expect({ label, disorder: disorder(once) }).toEqual({ label, disorder: [] });
    }
  });

  test('compiles to the same plans', () => {
    const random = seededRandom(8);
    for (const folder of ['playbooks', 'test/language']) {
      const book = files(folder, /\.(yaml|hbs)$/).filter(({ path: file }) => folder === 'playbooks' || /\/ok\//.test(file));
      const dressed = book.map((file) =>
        file.path.endsWith('.yaml') ? { ...file, text: format({ ...file, text: redress(file.text, random) }) } : file,
      );
      const [before, after] = [compileBook(book), compileBook(dressed)];
      const told = ({ diagnostics }: CompiledBook) =>
        diagnostics.map(({ file, code, message }) => `${file} ${code} ${message}`).sort();
      expect(told(after)).toEqual(told(before));
      expect(after.playbooks.map(({ plan }) => plan)).toEqual(before.playbooks.map(({ plan }) => plan));
      expect(after.catalogue).toEqual(before.catalogue);
      expect(before.playbooks.length).toBeGreaterThan(4);
    }
  });

  test('never fails: a mutant is formatted for good, or left alone with what is wrong', () => {
    const random = seededRandom(15);
    let formatted = 0;
    for (let run = 0; run < 400; run += 1) {
      const file = fixtures[Math.floor(random() * fixtures.length)] as SourceFile;
      const mutant = { ...file, text: mutateText(file.text, random).text };
      const { text, diagnostics } = formatPlaybook(mutant);
      const label = `run ${run}:\n${mutant.text}`;
      if (text === null) {
        // A key of more than 1024 characters can stand within brackets only, so such a file stays as it is.
        expect(diagnostics.length > 0 || /[^:\n]{1000}/.test(mutant.text) ? 'told' : label).toBe('told');
        continue;
      }
      formatted += 1;
      expect({ label, again: formatPlaybook({ ...file, text }).text }).toEqual({ label, again: text });
      expect({ label, comments: sortedComments(text) }).toEqual({ label, comments: sortedComments(mutant.text) });
    }
    expect(formatted).toBeGreaterThan(60);
  });
});
