import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ImportError } from './import-error.js';
import { defaultMapping, isZone, readMapping } from './read-mapping.js';

const read = (text: string): ReturnType<typeof readMapping> => readMapping('mapping.yaml', text, 'folder');

/** What is said about a mapping, which has to be refused. */
function fault(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ code: 'import-mapping-invalid' });
    return (error as Error).message;
  }
  throw new Error('the mapping was taken');
}

describe('a mapping', () => {
  test('that says nothing is the default one', () => {
    expect(read('kind: Mapping')).toEqual(defaultMapping('folder'));
    expect(defaultMapping('crm').source).toBe('crm');
    expect(defaultMapping('crm').sections.events).toMatchObject({ file: 'events.csv', fileNamed: false, keep: null });
    expect(defaultMapping('crm').sections.subscriptions.keep).toEqual([]);
  });

  test('names columns, templates, constants and lookups; other fields keep their defaults', () => {
    const { fields } = read(`
kind: Mapping
accounts:
  fields:
    id: key
    name: '{region}: {module}'
    status: { value: active }
    csm: { by: region, of: { Wales: owen }, otherwise: fiona }
`).sections.accounts;
    expect(fields).toMatchObject({
      id: { kind: 'column', column: 'key' },
      name: { kind: 'template', parts: [{ column: 'region' }, ': ', { column: 'module' }] },
      status: { kind: 'constant', value: 'active' },
      csm: { kind: 'lookup', by: 'region', otherwise: 'fiona' },
      timezone: { kind: 'column', column: 'timezone' },
    });
  });

  test('the example of the README is taken', () => {
    const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const mapping = readMapping('mapping.yaml', example, 'folder');
    expect(mapping).toMatchObject({ source: 'oulad', timezone: 'Europe/London', locale: 'en' });
    expect(mapping.sections.contacts.also).toHaveLength(2);
    expect(mapping.sections.members.also.map(({ fields }) => fields['manager'] ?? null)).toEqual([
      null,
      { kind: 'constant', value: 'grace' },
    ]);
  });

  test.each([
    ['nothing at all', '', 'mapping.yaml:1:1 the file is a list of "key: value" lines'],
    ['no kind', 'source: crm', 'mapping.yaml:1:1 kind is missing; a mapping begins with "kind: Mapping"'],
    ['another kind', 'apiVersion: playbook/v1\nkind: Playbook', 'mapping.yaml:2:7 kind is Playbook'],
    ['another version', 'apiVersion: playbook/v9\nkind: Mapping', 'mapping.yaml:1:13 apiVersion is playbook/v9'],
    ['broken YAML', 'kind: Mapping\naccounts: [', 'mapping.yaml:2:'],
    ['a key twice', 'kind: Mapping\nsource: a\nsource: b', 'mapping.yaml:3:1 Map keys must be unique'],
    ['an unknown key', 'kind: Mapping\nacounts: {}', 'mapping.yaml:2:1 unknown key "acounts"; did you mean "accounts"?'],
    ['an unknown field', 'kind: Mapping\nevents:\n  fields: { when: at }', 'mapping.yaml:3:13 unknown key "when"; known: id'],
    ['a zone that is none', 'kind: Mapping\ntimezone: Europe/Lodon', 'mapping.yaml:2:11 Europe/Lodon is not a time zone'],
    ['a locale that is none', 'kind: Mapping\nlocale: fr', 'mapping.yaml:2:9 locale is fr; write one of en, zh'],
    [
      'a source without end',
      `kind: Mapping\nsource: ${'x'.repeat(201)}`,
      'mapping.yaml:2:9 source has to have 1 to 200 characters',
    ],
    ['a section that is a word', 'kind: Mapping\nevents: all', 'mapping.yaml:2:9 events is a list of "key: value" lines'],
    ['columns to keep as a word', 'kind: Mapping\nevents:\n  keep: term', 'mapping.yaml:3:9 events.keep is a list of columns'],
    ['half a lookup', 'kind: Mapping\naccounts:\n  fields:\n    csm: { by: region }', 'mapping.yaml:4:10 a field is a column'],
    ['half a brace', `kind: Mapping\naccounts:\n  fields: { name: 'a {b' }`, 'mapping.yaml:3:19 a brace without its partner'],
    ['a field without a value', 'kind: Mapping\naccounts:\n  fields: { name: }', 'mapping.yaml:3:19 a single value is needed'],
    ['a NUL', 'kind: Mapping\naccounts:\n  fields: { name: { value: "a\\0b" } }', 'mapping.yaml:3:28 a NUL character'],
    ['rows that are no list', 'kind: Mapping\nmembers:\n  also: { id: a }', 'mapping.yaml:3:9 members.also is a list of rows'],
    [
      'a row without an id',
      'kind: Mapping\nmembers:\n  also: [{ name: A }]',
      'mapping.yaml:3:10 a row of members.also needs an id',
    ],
    ['rows where none can be', 'kind: Mapping\nevents:\n  also: []', 'mapping.yaml:3:3 unknown key "also"'],
  ])('with %s is refused with its place and what would be right', (_what, text, message) => {
    expect(fault(text)).toContain(message);
  });

  test('a zone is one that this program can reckon with', () => {
    expect(isZone('Asia/Shanghai')).toBe(true);
    for (const zone of ['', 'Mars/Olympus', 'BST+1']) expect(isZone(zone)).toBe(false);
  });
});
