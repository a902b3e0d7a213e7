import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('check-unread', () => {
  test('a check in the middle whose answer nobody reads is questioned', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: look
    check: { expect: health.score >= 70 }
  - id: call
    task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
        }),
      ),
    ).toEqual(['warning check-unread']);
  });

  test('a check at the end records, and a check that a branch reads decides', () => {
    expect([
      ...codes(
        playbookText({
          steps: `steps:
  - id: look
    check: { expect: health.score >= 70 }`,
        }),
      ),
      ...codes(
        playbookText({
          steps: `steps:
  - id: look
    check: { expect: health.score >= 70 }
  - id: split
    branch:
      - when: look.outcome is "not_met"
        then:
          - id: call
            task: { title: Call, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
      - otherwise: []`,
        }),
      ),
    ]).toEqual([]);
  });
});
