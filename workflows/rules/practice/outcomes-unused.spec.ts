import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('outcomes-unused', () => {
  test('an answer that changes nothing is questioned when tasks follow', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - id: visit
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
        }),
      ),
    ).toEqual(['warning outcomes-unused']);
  });

  test('one outcome asks nothing, and a last task only records', () => {
    expect([
      ...codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [done] }
  - id: visit
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
        }),
      ),
      ...codes(playbookText()),
    ]).toEqual([]);
  });

  test('what stands in another arm does not follow', () => {
    const task = '{ title: Call, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [done, refused] }';
    const steps = `steps:
  - id: split
    branch:
      - when: health.score < 20
        then: [{ id: visit, task: ${task} }]
      - otherwise: [{ id: call, task: ${task} }]`;
    expect(codes(playbookText({ steps }))).toEqual([]);
  });

  test('reading one of them is enough', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, wait: 1d }]
      - otherwise: []`,
        }),
      ),
    ).toEqual([]);
  });
});
