import { expect, test } from '@jest/globals';
import { fuzzBooks } from '../support/fuzz-books.js';
import { typosToldWrong } from '../support/single-typos.js';

test('one letter wrong at any place of a file without mistakes gives exactly one message, an error', () => {
  let typos = 0;
  for (const book of fuzzBooks()) {
    const told = typosToldWrong(book, null);
    expect(told.wrong).toEqual([]);
    typos += told.typos;
  }
  expect(typos).toBeGreaterThan(20_000);
}, 900_000);
