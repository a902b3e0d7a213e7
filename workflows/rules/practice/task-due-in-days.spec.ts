import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('task-due-in-days', () => {
  test('a week, hours and working days are fine', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 7d, outcomes: [reached, no_answer] } }`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 4h, outcomes: [reached, no_answer] } }`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 1bd, outcomes: [reached, no_answer] } }`),
    ).toEqual([]);
  });

  test('one day is the worst', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 1d, outcomes: [reached, no_answer] } }`),
    ).toEqual(['task-due-in-days']);
  });
});
