import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CursorError, pageOf, PAGE_LIMIT, readCursor, readTimeCursor, rowsToAsk } from './page.js';

describe('pages', () => {
  test('a cursor gives back the keys it was made of', () => {
    const key = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), (keys) => {
        const { nextCursor } = pageOf([1, 2], 2, () => keys, String);
        expect(readCursor({ cursor: nextCursor ?? '' }, keys.length)).toEqual(keys);
      }),
    );
  });

  test('foreign text is never taken for a cursor', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(() => readCursor({ cursor }, 2)).toThrow(CursorError);
      }),
    );
    const made = (keys: unknown): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
    for (const keys of [['a'], ['a', 1], ['a', 'b\0'], { 0: 'a' }])
      expect(() => readCursor({ cursor: made(keys) }, 2)).toThrow(CursorError);
    expect(() => readTimeCursor({ cursor: made(['2026-02-30', 'x']) })).toThrow(CursorError);
    expect(() => readTimeCursor({ cursor: made(['2026-99-99T00:00:00.000Z', 'x']) })).toThrow(CursorError);
  });

  test('the last page has no cursor, a full one with more behind it has', () => {
    const asked = rowsToAsk({ limit: 2 });
    expect(pageOf([1, 2], asked, (row) => [String(row)], String)).toEqual({ items: ['1', '2'], nextCursor: null });
    expect(pageOf([1, 2, 3], asked, (row) => [String(row)], String)).toMatchObject({
      items: ['1', '2'],
      nextCursor: expect.any(String) as unknown,
    });
  });

  test('a page has between 1 and 200 rows', () => {
    expect([0, 1, 200, 5_000].map((limit) => rowsToAsk({ limit }) - 1)).toEqual([1, 1, PAGE_LIMIT, PAGE_LIMIT]);
  });
});
