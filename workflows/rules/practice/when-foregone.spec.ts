import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('when-foregone', () => {
  test('asked again inside its own arm', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: visit, when: call.outcome is "reached", task: { title: Visit, assign: account.csm, due: 5bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual(['when-foregone']);
  });

  test('live numbers, and another step, are real questions', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: visit, when: health.score < 30, task: { title: Visit, assign: account.csm, due: 5bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });
});
