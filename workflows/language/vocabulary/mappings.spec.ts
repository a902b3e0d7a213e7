import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { definitionAt, mappingAt, readYamlPath, shapeAt } from './mapping-at.js';
import { BOOK_KINDS } from './book-kind.js';
import { KIND_MAPPINGS, MAPPINGS, definitionOf, keysOf } from './mappings.js';
import type { MappingName } from './mapping-name.js';
import type { Shape } from './shape.js';

const names = Object.keys(MAPPINGS) as MappingName[];
const keys = names.flatMap((name) => Object.entries(MAPPINGS[name].keys).map(([key, definition]) => ({ name, key, definition })));

function mappingsIn(shape: Shape): readonly MappingName[] {
  if (shape.is === 'mapping') return [shape.mapping];
  if (shape.is === 'localized_text') return ['localized_text'];
  if (shape.is === 'list' || shape.is === 'entries') return mappingsIn(shape.of);
  return shape.is === 'either' ? shape.of.flatMap(mappingsIn) : [];
}

describe('the vocabulary', () => {
  test('every key is explained in both languages and shown by an example that is YAML', () => {
    for (const { name, key, definition } of keys) {
      const parsed = parseDocument(`${key}: ${definition.example}\n`, { version: '1.2' });
      const where = `${name}.${key}`;
      expect({ where, errors: parsed.errors.map(({ message }) => message) }).toEqual({ where, errors: [] });
      expect({ where, en: definition.doc.en }).toEqual({ where, en: expect.stringMatching(/^[A-Z].*[.]$/) });
      expect({ where, zh: definition.doc.zh }).toEqual({ where, zh: expect.stringMatching(/[\u4e00-\u9fff].*。$/) });
      expect({ where, dash: /\u2014/.test(definition.doc.en) }).toEqual({ where, dash: false });
      expect({ where, both: definition.required && definition.default !== null }).toEqual({ where, both: false });
    }
  });

  test('groups and neighbours name keys of their mapping', () => {
    for (const name of names) {
      const { exactlyOne, atLeastOne, atMostOne, beside } = MAPPINGS[name];
      const named = [...[exactlyOne, atLeastOne, atMostOne].flat(2), ...Object.keys(beside), ...Object.values(beside).flat(2)];
      expect({ name, unknown: named.filter((key) => !keysOf(name).includes(key)) }).toEqual({ name, unknown: [] });
      const needless = exactlyOne.flat().filter((key) => definitionOf(name, key)?.required);
      expect({ name, needless }).toEqual({ name, needless: [] });
    }
  });

  test('every mapping can be reached from a file of some kind', () => {
    const reached = new Set<MappingName>(Object.values(KIND_MAPPINGS));
    for (const name of reached)
      for (const { shape } of Object.values(MAPPINGS[name].keys)) for (const inner of mappingsIn(shape)) reached.add(inner);
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });

  test('a file of every kind begins with apiVersion and kind', () => {
    for (const kind of BOOK_KINDS) {
      expect(keysOf(KIND_MAPPINGS[kind]).slice(0, 2)).toEqual(['apiVersion', 'kind']);
      expect(definitionOf(KIND_MAPPINGS[kind], 'kind')?.example).toBe(kind);
    }
  });
});

describe('what stands at a place of a file', () => {
  test('is the mapping there, whatever depth', () => {
    expect(mappingAt('Playbook', '')).toBe('playbook');
    expect(mappingAt('Playbook', 'steps[2]')).toBe('step');
    expect(mappingAt('Playbook', 'steps[2].task')).toBe('task');
    expect(mappingAt('Playbook', 'steps[2].task.title')).toBe('localized_text');
    expect(mappingAt('Playbook', 'steps[0].branch[1].then[0].wait')).toBe('wait');
    expect(mappingAt('Playbook', 'steps[0].parallel.owner[3].ask')).toBe('ask');
    expect(mappingAt('Playbook', 'tests[0].timeline[1].health')).toBe('test_health');
    expect(mappingAt('Metrics', 'metrics.logins')).toBe('metric');
    expect(mappingAt('Health', 'dimensions[0].points[1]')).toBe('points');
  });

  test('is nothing where no mapping can stand', () => {
    for (const path of ['id', 'steps', 'steps.first', 'steps[0].branch.when', 'nonsense[1].else', 'start.all[0]'])
      expect(mappingAt('Playbook', path)).toBeNull();
    expect(mappingAt('Metrics', 'metrics.logins.constructor')).toBeNull();
  });

  test('a metric of a test takes one value or a series', () => {
    expect(shapeAt('Playbook', ['tests', 0, 'given', 'logins'])?.is).toBe('either');
    expect(shapeAt('Playbook', ['tests', 0, 'timeline', 0, 'logins'])?.is).toBe('metric_value');
  });

  test('a key is defined by the mapping it stands in', () => {
    expect(definitionAt('Playbook', 'steps[0].in_app.expires')?.default).toBe('14d');
    expect(definitionAt('Playbook', 'steps[0].task.expires')?.default).toBe('30d');
    expect(definitionAt('Playbook', 'steps[0].toString')).toBeNull();
    expect(readYamlPath('steps[2].task')).toEqual(['steps', 2, 'task']);
  });
});
