import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('outcome-falls-through', () => {
  test('one arm for what matters and nothing else is a decision, and so are steps under otherwise', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: call.outcome is "left"
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: [{ id: c, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]`),
    ).toEqual([]);
  });

  test('a negation covers the rest', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: call.outcome is not "reached"
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual([]);
  });

  test('the third word has no arm', () => {
    expect(
      codes(`steps:
  - { id: call, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left], escalate: { after: 3bd, to: account.manager } } }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - when: call.outcome is "left"
        then: [{ id: b, task: { title: Do it, assign: account.csm, due: 2bd, outcomes: [done] } }]
      - otherwise: []`),
    ).toEqual(['outcome-falls-through']);
  });
});
