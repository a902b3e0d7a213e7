import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('exit-contradicts-start', () => {
  test('an exit that the start fulfils ends every run at once', () => {
    expect(
      codes(
        playbookText({
          exit: `exit:
  - { id: over, when: health.score < 80, as: success }`,
        }),
      ),
    ).toEqual(['error exit-contradicts-start']);
  });

  test('so does one that eligibility fulfils', () => {
    expect(
      codes(
        playbookText({
          enroll: 'enroll: { holdout: 5%, only: [account.status is "active"] }',
          exit: 'exit:\n  - { id: over, when: "account.status in [\\"active\\", \\"trial\\"]", as: lost }',
        }),
      ),
    ).toEqual(['error exit-contradicts-start']);
  });

  test('a stricter exit, or one of several alternatives of the start, is fine', () => {
    expect([
      ...codes(
        playbookText({
          exit: `exit:
  - { id: worse, when: health.score < 20, as: lost }`,
        }),
      ),
      ...codes(
        playbookText({
          start: 'start: { check: daily at 08:00, any: [health.score < 60, logins < 5] }',
          exit: 'exit:\n  - { id: over, when: health.score < 80, as: success }',
        }),
      ),
    ]).toEqual([]);
  });
});
