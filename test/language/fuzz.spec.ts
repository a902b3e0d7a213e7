import { expect, test } from '@jest/globals';
import { fuzzLanguage } from '../support/language-fuzz.js';

test('300 mutants of right books are answered with diagnostics, never with an exception or a hang', () => {
  const { mutants, silent, slowest, codes } = fuzzLanguage(20260302, 300);
  expect(mutants).toBe(300);
  // The fuzz is worth something only when most mutants are wrong, in many ways.
  expect(silent).toBeLessThan(200);
  expect(codes.size).toBeGreaterThan(15);
  expect(slowest).toBeLessThan(2_000);
}, 60_000);
