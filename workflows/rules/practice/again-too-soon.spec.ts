import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('again-too-soon', () => {
  test('an exit bounds the run', () => {
    expect(
      codes(`enroll: { never: [account.muted], again_after: 40d, holdout: 10% }
steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], expires: 40bd } }
exit:
  - { id: too_long, after: 30d, as: expired }`),
    ).toEqual([]);
  });

  test('a task that nobody closes takes as long as it may', () => {
    expect(
      codes(`enroll: { never: [account.muted], again_after: 20d, holdout: 10% }
steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], expires: 20bd } }`),
    ).toEqual(['again-too-soon']);
  });

  test('what comes round by the calendar is meant to come again', () => {
    expect(
      codes(`start: { every: week on monday at 09:00 }
enroll: { never: [account.muted], again_after: 3d, holdout: 10% }
steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], expires: 20bd } }`),
    ).toEqual([]);
  });
});
