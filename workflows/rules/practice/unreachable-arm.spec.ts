import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('unreachable-arm', () => {
  test('a number may change while the run goes on, and so may a sibling arm', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }, { id: pause, wait: 7d }, { id: inner, branch: [{ when: health.score > 50, then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }] }, { otherwise: [] }] }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('through a lane as well', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: both, parallel: { one: [{ id: inner, branch: [{ when: call.outcome is "no_answer", then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }] }, { otherwise: [] }] }], two: [{ id: c, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }] } }]
      - otherwise: []`),
    ).toEqual(['unreachable-arm']);
  });
});
