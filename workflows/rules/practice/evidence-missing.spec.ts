import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('evidence-missing', () => {
  test('a playbook that asks for no note anywhere has its own way of working', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('a task that decides nothing needs none', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], evidence: note >= 20 characters, escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });
});
