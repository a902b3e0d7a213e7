import { expect, test } from '@jest/globals';
import { sameContent } from './same-content.js';

test('plain data is the same when its content is, in any order of keys', () => {
  expect(sameContent({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
  expect(sameContent(Number.NaN, Number.NaN)).toBe(true);
  expect(sameContent([], [])).toBe(true);
});

test.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: undefined }, { b: undefined }],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, 2]],
  [[], {}],
  [null, {}],
  ['1', 1],
  [0, -0],
])('%j is not %j', (a, b) => {
  expect(sameContent(a, b)).toBe(false);
});

test('what is not plain data is the same only as itself', () => {
  const map = new Map([['a', 1]]);
  expect(sameContent({ map }, { map })).toBe(true);
  expect(sameContent({ map }, { map: new Map([['a', 1]]) })).toBe(false);
  expect(sameContent(new Date(0), new Date(0))).toBe(false);
});
