import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CATALOGUE, SEGMENTS } from '../../test/support/playbook-text.js';
import { KIND_MAPPINGS, keysOf } from '../language/vocabulary/mappings.js';
import type { BookKind } from '../language/vocabulary/book-kind.js';
import type { MappingName } from '../language/vocabulary/mapping-name.js';
import { compileBook } from './compile-book.js';

const KINDS = ['Metrics', 'Health', 'Segments', 'Lifecycle', 'Calendars', 'Solutions'] as const satisfies readonly BookKind[];

/** Words that mean something somewhere, so that a random file gets past the first check now and then. */
const WORDS = [
  'logins',
  'login',
  'mid',
  'onboarding',
  'key_behaviour',
  'events',
  'contacts',
  'bought',
  'day',
  'week',
  'day 90',
  '0d after contract.start',
  '90d before contract.end',
  '30d',
  '10min',
  '40%',
  '2026-10-01',
  'sunday',
  'Asia/Shanghai',
  'logins < 5',
  'reached(key_behaviour)',
  'lifecycle.stage is "onboarding"',
  'health.score',
  'number',
  'problem',
  'default',
  '',
  ' ',
  '：',
  'a\u0000b',
  '\ud800',
  '"',
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>(...WORDS),
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 90, 0.5, 1e21, Number.MAX_SAFE_INTEGER),
);
const INNER: readonly MappingName[] = ['metric', 'event_type', 'attribute', 'dimension', 'points', 'bands', 'segment', 'stage', 'milestone', 'calendar', 'solution']; // prettier-ignore
const innerKeys = INNER.flatMap((mapping) => keysOf(mapping));

const { value } = fc.letrec((again) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(again('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...innerKeys, ...WORDS.slice(0, 6)), again('value'), { maxKeys: 5 }),
  ),
}));

function fileOf(kind: (typeof KINDS)[number]): fc.Arbitrary<string> {
  const keys = keysOf(KIND_MAPPINGS[kind]).filter((key) => key !== 'apiVersion' && key !== 'kind');
  return fc
    .dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys: keys.length })
    .map((content) => JSON.stringify({ apiVersion: 'playbook/v1', kind, ...content }, null, 2));
}

describe('reading a catalogue is total', () => {
  test.each(KINDS)('whatever a %s file holds, it is answered: a catalogue, or what is wrong with it, each thing once', (kind) => {
    const path = `book/any.${kind.toLowerCase()}.yaml`;
    fc.assert(
      fc.property(fileOf(kind), (text) => {
        const files = [...(kind === 'Metrics' ? [] : [CATALOGUE]), ...(kind === 'Segments' ? [] : [SEGMENTS]), { path, text }];
        const { diagnostics, catalogue } = compileBook(files);
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        const lines = text.split('\n').length;
        for (const { file, span } of diagnostics) if (file === path) expect(span.line).toBeLessThanOrEqual(lines);
        const told = diagnostics.map(({ file, span, code, message }) => JSON.stringify([file, span, code, message]));
        expect(new Set(told).size).toBe(told.length);
        // Solutions are looked up among the playbooks afterwards: the catalogue itself is right.
        const inCatalogue = errors.filter(({ message }) => !message.startsWith('there is no playbook'));
        expect(catalogue === null).toBe(inCatalogue.length > 0);
      }),
      { numRuns: 250, seed: 20261001 },
    );
  });
});
