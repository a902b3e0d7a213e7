import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('duplicate-arm', () => {
  test('an arm that repeats an earlier one is never taken', () => {
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
      - when: call.outcome is "reached"
        then: [{ id: b, wait: 1d }]
      - otherwise: []`,
        }),
      ),
    ).toEqual(['error duplicate-arm']);
  });

  test('an arm that an earlier, wider one covers is never taken', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: health.score < 50
        then: [{ id: a, wait: 1d }]
      - when: health.score < 30
        then: [{ id: b, wait: 1d }]
      - otherwise: []`,
        }),
      ),
    ).toEqual(['error duplicate-arm']);
  });

  test('a narrower arm first and different words are fine', () => {
    expect([
      ...codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: health.score < 30
        then: [{ id: a, wait: 1d }]
      - when: health.score < 50
        then: [{ id: b, wait: 1d }]
      - otherwise: []`,
        }),
      ),
      ...codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [reached, no_answer] }
  - id: split
    branch:
      - when: call.outcome is "reached"
        then: [{ id: a, wait: 1d }]
      - when: call.outcome is "no_answer"
        then: [{ id: b, wait: 1d }]
      - otherwise: []`,
        }),
      ),
    ]).toEqual([]);
  });
});
