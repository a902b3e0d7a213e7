import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('manual-holdout', () => {
  test('nobody held out is what a start by hand needs', () => {
    expect(
      codes(`start: { manual: true }
enroll: { never: [account.muted] }`),
    ).toEqual([]);
  });

  test('one percent is enough to surprise a colleague', () => {
    expect(
      codes(`start: { manual: true }
enroll: { holdout: 1% }`),
    ).toEqual(['manual-holdout']);
  });
});
