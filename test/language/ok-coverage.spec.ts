import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { FUNCTIONS } from '../../workflows/condition/functions.js';
import { BOOK_KINDS } from '../../workflows/language/vocabulary/book-kind.js';
import { mappingAt, type YamlPath } from '../../workflows/language/vocabulary/mapping-at.js';
import type { MappingName } from '../../workflows/language/vocabulary/mapping-name.js';
import { MAPPINGS } from '../../workflows/language/vocabulary/mappings.js';
import { BUILT_IN_EVENTS } from '../../workflows/model/built-in-events.js';
import { CONTACT_ROLES } from '../../workflows/model/contact-role.js';
import { fixtureFolder, okBook } from '../support/fixture-books.js';

const files = [...okBook, ...fixtureFolder('ok-kinds')].filter(({ path }) => path.endsWith('.yaml'));

/** `mapping.key` for every key that stands in a file. */
function keysIn(text: string): readonly string[] {
  const found: string[] = [];
  const content = parseDocument(text, { version: '1.2' }).toJS() as { readonly kind?: unknown };
  const kind = BOOK_KINDS.find((one) => one === content.kind);
  const walk = (value: unknown, path: YamlPath): void => {
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, index]));
    else if (typeof value === 'object' && value !== null) {
      const mapping = kind && mappingAt(kind, path);
      for (const [key, inner] of Object.entries(value)) {
        if (mapping) found.push(`${mapping}.${key}`);
        walk(inner, [...path, key]);
      }
    }
  };
  walk(content, []);
  return found;
}

describe('between them the right fixtures hold the whole language', () => {
  const text = files.map((file) => file.text).join('\n');
  const missing = (words: readonly string[], form: (word: string) => RegExp) => words.filter((word) => !form(word).test(text));

  test('every key', () => {
    const used = new Set(files.flatMap((file) => keysIn(file.text)));
    const keys = (Object.keys(MAPPINGS) as MappingName[]).flatMap((name) =>
      Object.keys(MAPPINGS[name].keys).map((key) => `${name}.${key}`),
    );
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });

  test('every function', () => {
    const names = FUNCTIONS.map(({ name }) => name);
    expect(missing(names, (name) => new RegExp(`\\b${name}\\(`))).toEqual([]);
  });

  test('every SOP of the library, with its number, and a title in both languages', () => {
    const sops = files.filter(({ path }) => path.startsWith('ok/sop-'));
    expect(sops.map(({ path }) => Number(/^ok\/sop-(\d\d)-/.exec(path)?.[1]))).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    );
    for (const sop of sops) expect(sop.text).toMatch(/^title: \{ en: .+, zh: .*\p{Script=Han}.* \}$/mu);
  });

  test('every role of a contact, and every event that is always there', () => {
    expect(missing(CONTACT_ROLES, (role) => new RegExp(`\\b${role}\\b`))).toEqual([]);
    const events = BUILT_IN_EVENTS.map(({ id }) => id);
    expect(missing(events, (id) => new RegExp(`\\b${id}\\b`))).toEqual([]);
  });
});
