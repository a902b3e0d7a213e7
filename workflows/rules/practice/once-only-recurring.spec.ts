import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('once-only-recurring', () => {
  test('an account may come in again before the next period', () => {
    expect(
      codes(`start: { every: week on monday at 09:00 }
enroll: { never: [account.muted], again_after: 3d, holdout: 10% }`),
    ).toEqual([]);
  });

  test('once a year is too rare for a month', () => {
    expect(
      codes(`start: { every: month on day 1 at 09:00 }
enroll: { never: [account.muted], again_after: 12mo, holdout: 10% }`),
    ).toEqual(['once-only-recurring']);
  });

  test('other doors are meant once', () => {
    expect(codes(`start: { at: 21d after contract.start }`)).toEqual([]);
  });
});
