import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('task-timing', () => {
  test('a task cannot close itself before it is due', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, outcomes: [done], due: 10d, expires: 7d }`,
        }),
      ),
    ).toEqual(['error task-timing']);
  });

  test('the default expiry counts as well', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, outcomes: [done], due: 45d }`,
        }),
      ),
    ).toEqual(['error task-timing']);
  });

  test('a task cannot escalate after it has closed itself', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, outcomes: [done], due: 2bd, expires: 5d, escalate: { after: 6d, to: account.manager } }`,
        }),
      ),
    ).toEqual(['error task-timing']);
  });

  test('a task does not escalate before it is due', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, outcomes: [done], due: 5bd, escalate: { after: 1d, to: account.manager } }`,
        }),
      ),
    ).toEqual(['error task-timing']);
  });

  test('due, escalate, expire in this order is fine', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: call
    task: { title: Call, assign: account.csm, outcomes: [done], due: 2bd, expires: 10bd, escalate: { after: 3bd, to: account.manager } }`,
        }),
      ),
    ).toEqual([]);
  });
});
