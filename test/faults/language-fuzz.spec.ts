import { expect, test } from '@jest/globals';
import type { FuzzResult } from '../support/language-fuzz.js';
import { runWatched } from '../support/run-watched.js';

const module = new URL('../support/language-fuzz.ts', import.meta.url).href;
const seed = Number(process.env['FUZZ_SEED'] ?? 7);
const THREADS = 2;
const MUTANTS = 50_000;

test(`50,000 mutants of right books (FUZZ_SEED=${seed}) are answered by the laws of an answer, and none takes for ever`, async () => {
  const parts = Array.from({ length: THREADS }, (_, part) =>
    runWatched<FuzzResult>(module, 'fuzzLanguage', [seed + part, MUTANTS / THREADS]),
  );
  const results = await Promise.all(parts);
  expect(results.reduce((sum, { mutants }) => sum + mutants, 0)).toBe(MUTANTS);
  expect(results.reduce((sum, { silent }) => sum + silent, 0)).toBeLessThan(MUTANTS * 0.4);
  expect(new Set(results.flatMap(({ codes }) => Object.keys(codes))).size).toBeGreaterThan(50);
}, 3_600_000);
