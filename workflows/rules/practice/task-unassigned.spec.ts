import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('task-unassigned', () => {
  test('a manager who hears of the run anywhere knows the account', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] } }
  - id: split
    branch:
      - when: call.outcome is "no_answer"
        then: [{ id: visit, task: { title: Visit, assign: account.manager, due: 5bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('who starts by hand is there', () => {
    expect(
      codes(`start: { manual: true }
enroll: { holdout: 0% }
steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] } }
  - id: split
    branch:
      - when: call.outcome is "no_answer"
        then: [{ id: pause, wait: 3d }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('a when: decides as well', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] } }
  - { id: visit, when: call.outcome is "no_answer", task: { title: Visit, assign: account.csm, due: 5bd, outcomes: [done] } }`),
    ).toEqual(['task-unassigned']);
  });
});
