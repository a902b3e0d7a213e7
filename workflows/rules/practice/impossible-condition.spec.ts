import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('impossible-condition', () => {
  test('in one condition as well, wherever it stands', () => {
    expect(
      codes(`exit:
  - { id: odd, when: health.score > 80 and health.score < 50, as: success }`),
    ).toEqual(['impossible-condition']);
    expect(codes(`enroll: { only: [account.status is "trial" and account.status is "active"], holdout: 10% }`)).toEqual([
      'impossible-condition',
    ]);
  });

  test('the start and only: together', () => {
    expect(codes(`enroll: { only: [health.score >= 60], never: [account.muted], holdout: 10% }`)).toEqual([
      'impossible-condition',
    ]);
  });

  test('two ends of a range, and what was true for weeks, are possible', () => {
    expect(codes(`start: { check: daily at 08:00, all: [health.score < 60 and health.score > 20] }`)).toEqual([]);
    expect(codes(`start: { check: daily at 08:00, all: [health.score < 60, logins > 5 for 2 weeks] }`)).toEqual([]);
  });
});
