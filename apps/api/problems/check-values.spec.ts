import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkValues } from './check-values.js';

const places = (value: unknown): string[] => checkValues(value, 'body').map(({ place }) => place);

describe('checkValues', () => {
  test('whatever JSON can say in well-formed text is taken', () => {
    const wellFormed = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    const key = wellFormed.filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constant(null),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        wellFormed,
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    })).any;
    fc.assert(fc.property(value, (any) => checkValues(any, 'body').length === 0));
  });

  test('U+0000 and lone surrogates are found wherever they stand, in values and in keys', () => {
    expect(places({ a: [{ b: 'x\0' }] })).toEqual(['body.a[0].b']);
    expect(places({ 'x\0': 1 })).toEqual(['body.x\\u0000']);
    expect(places({ a: '\ud800', b: 'ok \u{1F680}', c: '\udc00x' }).sort()).toEqual(['body.a', 'body.c']);
  });

  test('numbers that JSON could not give back are refused', () => {
    expect(places({ a: Number.POSITIVE_INFINITY, b: Number.MAX_VALUE })).toEqual(['body.a']);
  });

  test('keys that poison objects are refused', () => {
    expect(places(JSON.parse('{"a":{"__proto__":{},"constructor":1}}')).sort()).toEqual([
      'body.a.__proto__',
      'body.a.constructor',
    ]);
  });

  test('depth is bounded without recursion, and the list of mistakes is short', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(checkValues(deep, 'body')).toHaveLength(1);
    expect(checkValues(Array(1_000).fill('\0'), 'body')).toHaveLength(20);
  });
});
