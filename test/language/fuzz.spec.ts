import { expect, test } from '@jest/globals';
import type { FuzzResult } from '../support/language-fuzz.js';
import { runWatched } from '../support/run-watched.js';

const module = new URL('../support/language-fuzz.ts', import.meta.url).href;

test('2,000 mutants of right books are answered by the laws of an answer, and none of them takes for ever', async () => {
  const { mutants, silent, codes } = await runWatched<FuzzResult>(module, 'fuzzLanguage', [20260302, 2_000]);
  expect(mutants).toBe(2_000);
  // The fuzz is worth something only when most mutants are wrong, in many ways.
  expect(silent).toBeLessThan(800);
  expect(Object.keys(codes).length).toBeGreaterThan(35);
}, 600_000);
