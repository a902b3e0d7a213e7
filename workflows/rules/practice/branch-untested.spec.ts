import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('branch-untested', () => {
  test('one test is a beginning, and a branch on numbers is taken by the numbers', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []
tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: out, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []
tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: test 2, given: { health: { score: 2 } }, expect: { enrolled: true } }
  - { name: out, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual([]);
  });

  test('a question that no test answers', () => {
    expect(
      codes(`steps:
  - id: happy
    ask: { to: account.champion, else_ask: account.csm, question: Happy?, answers: [agree, disagree], expires: 14d }
  - id: split
    branch:
      - when: happy.outcome is "disagree"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []
tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: test 2, given: { health: { score: 2 } }, expect: { enrolled: true } }
  - { name: out, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual(['branch-untested']);
  });
});
