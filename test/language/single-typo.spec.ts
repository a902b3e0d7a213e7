import { describe, expect, test } from '@jest/globals';
import { fuzzBooks } from '../support/fuzz-books.js';
import { typosToldWrong } from '../support/single-typos.js';

describe('one letter wrong in a file without mistakes gives exactly one message, an error', () => {
  test.each(fuzzBooks().map((book) => [book.name, book] as const))('%s', (_name, book) => {
    const { typos, wrong } = typosToldWrong(book, false);
    expect(wrong).toEqual([]);
    expect(typos).toBeGreaterThan(10);
  });
});
