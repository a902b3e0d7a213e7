import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('starts-too-late', () => {
  test('a wait until a date before the end comes in time', () => {
    expect(
      codes(`start: { at: 45d before contract.end }
steps:
  - { id: one, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }
  - { id: until_a_week, wait: { until: 7d before contract.end } }
  - { id: two, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual([]);
  });

  test('every task on its due day, and still too late', () => {
    expect(
      codes(`start: { at: 7d before contract.end }
steps:
  - { id: one, task: { title: Do it, assign: account.csm, due: 10bd, outcomes: [done] } }
  - { id: two, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual(['starts-too-late']);
  });
});
