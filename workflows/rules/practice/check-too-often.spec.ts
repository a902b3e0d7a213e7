import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('check-too-often', () => {
  test('once a period, and a score every day, is fine', () => {
    expect(
      codes(`steps:
  - { id: look, check: { expect: logins >= 50, every: 7d, up_to: 21d } }`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - { id: look, check: { expect: health.score >= 70, every: 1d, up_to: 21d } }`),
    ).toEqual([]);
  });

  test('every day for a weekly number', () => {
    expect(
      codes(`steps:
  - { id: look, check: { expect: logins >= 50, every: 1d, up_to: 21d } }`),
    ).toEqual(['check-too-often']);
  });

  test('with something daily beside it there is news', () => {
    expect(
      codes(`steps:
  - { id: look, check: { expect: logins >= 50 and health.score >= 70, every: 1d, up_to: 21d } }`),
    ).toEqual([]);
  });
});
