import { expect, test } from '@jest/globals';
import { fuzzLanguage } from '../support/language-fuzz.js';

const seed = Number(process.env['FUZZ_SEED'] ?? 7);

test(`5,000 mutants of right books (FUZZ_SEED=${seed}) are answered with diagnostics, never with an exception or a hang`, () => {
  const { silent, slowest, codes } = fuzzLanguage(seed, 5_000);
  expect(silent).toBeLessThan(3_500);
  expect(codes.size).toBeGreaterThan(30);
  expect(slowest).toBeLessThan(2_000);
}, 600_000);
