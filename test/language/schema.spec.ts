import { describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { buildJsonSchema } from '../../workflows/language/schema/build-json-schema.js';
import { MAPPINGS, definitionOf } from '../../workflows/language/vocabulary/mappings.js';
import type { MappingName } from '../../workflows/language/vocabulary/mapping-name.js';
import { STEP_VERBS } from '../../workflows/language/vocabulary/step-keys.js';

const root = path.resolve(import.meta.dirname, '../..');

function validator(): Ajv {
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, allowUnionTypes: true });
  for (const forEditors of ['markdownDescription', 'patternErrorMessage']) ajv.addKeyword(forEditors);
  addFormats.default(ajv);
  return ajv;
}

const schema = buildJsonSchema();
const validate = validator().compile(schema);

function content(text: string): unknown {
  return parseDocument(text, { version: '1.2', stringKeys: true, merge: false }).toJS() as unknown;
}

function problems(check: ValidateFunction, document: unknown): readonly string[] {
  if (check(document)) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('the JSON Schema', () => {
  test('is the committed one', () => {
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(path.join(root, 'playbooks/playbook.v1.schema.json'), text);
    expect(read('playbooks/playbook.v1.schema.json')).toBe(text);
  });

  test.each(['playbooks', 'test/language/ok', 'test/language/rare'].flatMap(yamlFiles))('%s is valid', (file) => {
    expect(problems(validate, content(read(file)))).toEqual([]);
  });

  test.each(yamlFiles('playbooks'))('%s names the schema in its first line', (file) => {
    const [first = ''] = read(file).split('\n');
    const [, target = ''] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first) ?? [];
    expect(path.posix.join(path.posix.dirname(file), target)).toBe('playbooks/playbook.v1.schema.json');
  });

  test('offers in a step exactly the verbs of the language', () => {
    const { step } = schema['definitions'] as { step: { oneOf: { required: string[] }[]; properties: object } };
    expect(step.oneOf.map(({ required }) => required)).toEqual(STEP_VERBS.map((verb) => [verb]));
    expect(Object.keys(step.properties)).toEqual(expect.arrayContaining([...STEP_VERBS]));
  });

  test('one kind alone says the same about its files', () => {
    const check = validator().compile(buildJsonSchema('Metrics'));
    expect(problems(check, content(read('playbooks/metrics.yaml')))).toEqual([]);
    expect(problems(check, content(read('playbooks/segments.yaml')))).not.toEqual([]);
  });

  test('describes every key, with its default', () => {
    const definitions = schema['definitions'] as Record<string, { properties: Record<string, Record<string, unknown>> }>;
    for (const name of Object.keys(MAPPINGS) as MappingName[]) {
      for (const [key, property] of Object.entries(definitions[name]?.properties ?? {})) {
        const definition = definitionOf(name, key);
        expect({ name, key, ...property }).toMatchObject({ name, key, description: definition?.doc.en });
        expect({ name, key, has: 'default' in property }).toEqual({ name, key, has: definition?.default !== null });
      }
    }
  });
});

describe('every example of the vocabulary', () => {
  const keys = (Object.keys(MAPPINGS) as MappingName[]).flatMap((name) =>
    Object.entries(MAPPINGS[name].keys).map(([key, { example, default: fallback }]) => ({ name, key, example, fallback })),
  );

  test('fits the shape of its key, and so does every default', () => {
    const ajv = validator();
    ajv.addSchema(schema, 'all');
    for (const { name, key, example, fallback } of keys) {
      const check = ajv.compile({ $ref: `all#/definitions/${name}/properties/${key}` });
      for (const text of [example, ...(fallback === null ? [] : [fallback])]) {
        const value = (content(`it: ${text}\n`) as { it: unknown }).it;
        expect({ name, key, text, problems: problems(check, value) }).toEqual({ name, key, text, problems: [] });
      }
    }
  });
});

describe('a mistake of shape is seen by an editor', () => {
  const SHAPE =
    /^(unknown-key|missing-key|wrong-shape|verb-count|invalid-duration|invalid-id|invalid-recipient|unknown-kind|unknown-api-version)[-.]/;
  /** Shapes that depend on what other files or other parts of the file say. */
  const NEEDS_NAMES: readonly string[] = [
    // A metric may not be called like a function.
    'invalid-id-metric.metrics.yaml',
    // An attribute may not be called like what every account has.
    'invalid-id-attribute.metrics.yaml',
    // What fits depends on the value of another key, or on another playbook.
    'invalid-duration-argument.playbook.yaml',
    'invalid-duration-parameter.playbook.yaml',
    'invalid-recipient-ask-in-app.playbook.yaml',
    // Of the type that the metric has.
    'invalid-duration-test-metric.playbook.yaml',
    // A word within a condition.
    'invalid-duration-span.playbook.yaml',
    // What fits depends on the value of another key.
    'invalid-duration-metric-range.metrics.yaml',
    'unknown-key-attribute-values.metrics.yaml',
    'unknown-key-metric-threshold.metrics.yaml',
    // What a test gives besides facts are the metrics of the catalogue.
    'unknown-key-test-metric.playbook.yaml',
  ];
  const fixtures = readdirSync(path.join(root, 'test/language/err')).filter((file) => SHAPE.test(file) && file.endsWith('.yaml'));

  test.each(fixtures.filter((file) => !NEEDS_NAMES.includes(file)))('%s', (file) => {
    expect(problems(validate, content(read(`test/language/err/${file}`)))).not.toEqual([]);
  });

  test('there are enough of them', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(20);
  });
});
