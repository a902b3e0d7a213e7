import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { compileBook } from '../../workflows/compile/compile-book.js';
import { BOOK_KINDS, type BookKind } from '../../workflows/language/vocabulary/book-kind.js';
import { definitionAt, mappingAt, type YamlPath } from '../../workflows/language/vocabulary/mapping-at.js';
import type { MappingName } from '../../workflows/language/vocabulary/mapping-name.js';
import { MAPPINGS, keysOf } from '../../workflows/language/vocabulary/mappings.js';
import type { Shape } from '../../workflows/language/vocabulary/shape.js';
import { formatDiagnostic } from '../../workflows/language/format-diagnostic.js';
import type { SourceFile } from '../../workflows/model/playbook.js';
import { sourceFiles } from '../support/source-files.js';
import { shippedBook } from '../support/readme-book.js';

const root = path.resolve(import.meta.dirname, '../..');
const here = import.meta.dirname;
function folder(name: string): readonly SourceFile[] {
  return readdirSync(path.join(here, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(yaml|hbs)$/.test(file))
    .map((file) => ({ path: `${name}/${file}`, text: readFileSync(path.join(here, name, file), 'utf8') }));
}

const BOOKS = { ok: folder('ok'), playbooks: shippedBook(), rare: folder('rare') };
const book = Object.values(BOOKS).flat();

interface Written {
  readonly file: string;
  readonly text: string;
  readonly kind: BookKind;
  readonly at: YamlPath;
}

/** Where each key of the language is written, by `mapping.key`: its first place. */
function writtenKeys(): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>();
  for (const { path: file, text } of book.filter(({ path: name }) => name.endsWith('.yaml'))) {
    const document = parseDocument(text, { version: '1.2' });
    const kind = BOOK_KINDS.find((one) => one === document.get('kind'));
    if (!kind) continue;
    const walk = (value: unknown, at: YamlPath): void => {
      if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...at, index]));
      else if (typeof value === 'object' && value !== null) {
        const mapping = mappingAt(kind, at);
        for (const [key, inner] of Object.entries(value)) {
          const place = { file, text, kind, at: [...at, key] };
          if (mapping && keysOf(mapping).includes(key) && !found.has(`${mapping}.${key}`)) found.set(`${mapping}.${key}`, place);
          walk(inner, [...at, key]);
        }
      }
    };
    walk(document.toJS(), []);
  }
  return found;
}

function isCollection(shape: Shape): boolean {
  return ['list', 'mapping', 'entries'].includes(shape.is);
}

/** Everything a file may name, and the templates beside it. */
function around(file: string): readonly SourceFile[] {
  const own = BOOKS[file.split('/')[0] as keyof typeof BOOKS];
  return own.filter(({ path: name }) => !/playbook\.yaml$/.test(name) || /champion_intro/.test(name));
}

function told(file: string, text: string): readonly string[] {
  const files = [...around(file).filter(({ path: name }) => name !== file), { path: file, text }];
  return compileBook(files).diagnostics.map(({ file: where, code, message }) => `${where} ${code} ${message}`);
}

const written = writtenKeys();
const all = (Object.keys(MAPPINGS) as MappingName[]).flatMap((name) => keysOf(name).map((key) => `${name}.${key}`));

describe('the vocabulary and the readers', () => {
  test('readers take the keys they know from the vocabulary', () => {
    const readers = sourceFiles(root, ['workflows']).filter(
      ({ file }) => file.startsWith('workflows/language/') && !file.endsWith('.spec.ts'),
    );
    const spelled = readers.flatMap(({ file, text }) =>
      [...text.matchAll(/\bknown: \[([^\]]*'[^\]]*)\]/g)].map(([, keys = '']) => `${file}: ${keys}`),
    );
    expect(spelled).toEqual(["workflows/language/scalars.ts: 'en', 'zh'"]);
    expect(keysOf('localized_text')).toEqual(['en', 'zh']);
  });

  test('every key of the language is written in a file that is right', () => {
    expect(compileBook(BOOKS.rare).diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
    expect(all.filter((key) => !written.has(key))).toEqual([]);
  });

  test.each([...written.keys()].filter((key) => !/\.(apiVersion|kind)$/.test(key)).map((key) => [key]))(
    '%s is read: a value of another shape behind it is told',
    (key) => {
      const { file, text, kind, at } = written.get(key) as Written;
      const shape = definitionAt(kind, at)?.shape;
      if (!shape) throw new Error(`${key} is not defined at ${at.join('.')}`);
      const document = parseDocument(text, { version: '1.2' });
      document.setIn(at, document.createNode(isCollection(shape) ? 17 : [[[1]]]));
      const before = new Set(told(file, text));
      const news = told(file, document.toString()).filter((one) => !before.has(one));
      expect(news.length > 0 ? 'told' : `${file} ${at.join('.')}`).toBe('told');
    },
  );
});
