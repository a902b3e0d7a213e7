import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('redundant-condition', () => {
  test('under any: the narrower one is covered by the wider one', () => {
    expect(codes(`start: { check: daily at 08:00, any: [health.score < 60, health.score < 30] }`)).toEqual([
      'redundant-condition',
    ]);
  });

  test('in never: as well', () => {
    expect(codes(`enroll: { never: [account.muted, logins < 5, logins < 3], holdout: 10% }`)).toEqual(['redundant-condition']);
  });

  test('different questions are fine', () => {
    expect(codes(`start: { check: daily at 08:00, all: [health.score < 60, logins < 30] }`)).toEqual([]);
    expect(codes(`enroll: { never: [account.muted, logins < 5 for 2 weeks, logins < 3], holdout: 10% }`)).toEqual([]);
  });
});
