import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('objective-already-true', () => {
  test('also when only: asks for it', () => {
    expect(
      codes(`enroll: { only: [seats_bought >= 50], never: [account.muted], holdout: 10% }
verify:
  after: 30d
  objective:
    - { id: goal, expect: seats_bought >= 20, primary: true }`),
    ).toEqual(['objective-already-true']);
  });

  test('that an account is still there may be true at the start', () => {
    expect(
      codes(`enroll: { only: [account.status is "active"], never: [account.muted], holdout: 10% }
verify:
  after: 30d
  objective:
    - { id: goal, expect: account.status is "active", primary: true }`),
    ).toEqual([]);
  });

  test('what any: alone asks for is not sure at the start', () => {
    expect(
      codes(`start: { check: daily at 08:00, any: [health.score < 60, nps < 0] }
verify:
  after: 30d
  objective:
    - { id: goal, expect: health.score <= 70, primary: true }
exit: none`),
    ).toEqual([]);
  });
});
