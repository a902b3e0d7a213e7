import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('verify-too-soon', () => {
  test('a week is enough for a weekly metric, a day for a score', () => {
    expect(
      codes(`verify:
  after: 1w
  objective:
    - { id: goal, expect: logins >= 20, primary: true }`),
    ).toEqual([]);
    expect(
      codes(`verify:
  after: 1d
  objective:
    - { id: goal, expect: health.score >= 70, primary: true }`),
    ).toEqual([]);
  });

  test('a month must be over before a monthly metric shows anything', () => {
    expect(
      codes(`verify:
  after: 3w
  objective:
    - { id: goal, expect: monthly_logins >= 20, primary: true }`),
    ).toEqual(['verify-too-soon']);
    expect(
      codes(`verify:
  after: 20bd
  objective:
    - { id: goal, expect: change_since_start(nps) > 0%, primary: true }`),
    ).toEqual(['verify-too-soon']);
  });
});
