import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('answer-unread', () => {
  test('at the end an answer is a record', () => {
    expect(
      codes(`steps:
  - id: happy
    ask: { to: account.champion, else_ask: account.csm, question: Happy?, answers: [agree, disagree], expires: 14d }`),
    ).toEqual([]);
  });

  test('in another arm nothing follows from it', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: [{ id: booked, wait_for: { event: champion_left, at_most: 14d } }]`),
    ).toEqual([]);
  });

  test('what was waited for may not have happened', () => {
    expect(
      codes(`steps:
  - { id: booked, wait_for: { event: contract_signed, at_most: 14d } }
  - { id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual(['answer-unread']);
  });
});
