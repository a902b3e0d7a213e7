import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('wait-beyond-contract', () => {
  test('several short waits are another matter, and so is a start after the beginning', () => {
    expect(
      codes(`start: { at: 30d before contract.end }
steps:
  - { id: a, wait: 20d }
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }`),
    ).toEqual([]);
    expect(
      codes(`start: { at: 30d after contract.start }
steps:
  - { id: a, wait: 45d }
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }`),
    ).toEqual([]);
  });

  test('the waits before count', () => {
    expect(
      codes(`start: { at: 30d before contract.end }
steps:
  - { id: a, wait: 20d }
  - { id: one, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done], expires: 5bd } }
  - { id: b, wait: 15d }
  - { id: two, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }`),
    ).toEqual(['wait-beyond-contract']);
  });
});
