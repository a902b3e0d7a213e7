import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('unreachable-step', () => {
  test('a task may be closed at once, a wait may not', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, expires: 70d, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - { id: look, check: { expect: health.score >= 70 } }
exit:
  - { id: too_long, after: 60d, as: expired }`),
    ).toEqual([]);
  });

  test('a step that may be left out takes no time', () => {
    expect(
      codes(`steps:
  - { id: a, wait: 40d }
  - { id: b, when: health.score < 30, wait: 40d }
  - { id: look, check: { expect: health.score >= 70 } }
exit:
  - { id: too_long, after: 60d, as: expired }`),
    ).toEqual([]);
  });

  test('the shortest arm counts', () => {
    expect(
      codes(`steps:
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: long, wait: 50d }]
      - otherwise: [{ id: short, wait: 40d }]
  - { id: more, wait: 30d }
  - { id: look, check: { expect: health.score >= 70 } }
exit:
  - { id: too_long, after: 60d, as: expired }`),
    ).toEqual(['unreachable-step']);
  });
});
