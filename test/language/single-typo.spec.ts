import { describe, expect, test } from '@jest/globals';
import { fuzzBooks } from '../support/fuzz-books.js';
import { typosToldWrong } from '../support/single-typos.js';

describe('one letter wrong in a file without mistakes gives exactly one message, an error', () => {
  // Each word once for each place it can stand in; the faults suite spoils every word at every place.
  const seen = new Set<string>();

  test.each(fuzzBooks().map((book) => [book.name, book] as const))('%s', (_name, book) => {
    expect(typosToldWrong(book, seen).wrong).toEqual([]);
  });

  test('there are enough of them', () => {
    expect(seen.size).toBeGreaterThan(1_500);
  });
});
