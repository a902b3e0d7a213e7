import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('wait-beyond-contract', () => {
  test('a condition on the time left says it as well', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [days_until(contract.end) <= 30d, health.score < 60] }
steps:
  - { id: a, wait: 45d }
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }`),
    ).toEqual(['wait-beyond-contract']);
  });

  test('a condition that some accounts need not meet does not', () => {
    expect(
      codes(`start: { check: daily at 08:00, any: [days_until(contract.end) <= 30d, health.score < 60] }
steps:
  - { id: a, wait: 45d }
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }`),
    ).toEqual([]);
  });

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
