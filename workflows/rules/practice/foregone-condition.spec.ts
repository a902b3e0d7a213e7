import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('foregone-condition', () => {
  test('every word of a closed set is every account', () => {
    expect(
      codes(`start: { check: daily at 08:00, any: [account.status is "trial", account.status is "active", account.status is "churned"] }
enroll: { never: [account.muted], at_most: 10 per day, holdout: 10% }
exit: none`),
    ).toEqual(['foregone-condition']);
    expect(
      codes(`start: { check: daily at 08:00, all: [account.segment is "mid" or account.segment is "smb"] }
enroll: { never: [account.muted], at_most: 10 per day, holdout: 10% }
exit: none`),
    ).toEqual(['foregone-condition']);
  });

  test('in a branch as well', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: not (health.score > 60 and health.score < 40)
        then: [{ id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] } }]
      - otherwise: []`),
    ).toEqual(['foregone-condition']);
  });

  test('a gap between the two leaves somebody out', () => {
    expect(
      codes(`start: { check: daily at 08:00, any: [health.score < 40, health.score > 60] }
exit: none`),
    ).toEqual([]);
  });
});
