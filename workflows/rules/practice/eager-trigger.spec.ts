import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('eager-trigger', () => {
  test('a trigger on standing facts only is questioned', () => {
    expect(codes(playbookText({ start: `start: { check: daily at 08:00, all: [account.status is "active"] }` }))).toEqual([
      'warning eager-trigger',
    ]);
  });

  test('a limit on entries, or a metric beside it, is fine', () => {
    expect([
      ...codes(
        playbookText({
          start: `start: { check: daily at 08:00, all: [account.status is "active"] }`,
          enroll: 'enroll: { holdout: 5%, at_most: 5 per day }',
        }),
      ),
      ...codes(playbookText({ start: `start: { check: daily at 08:00, all: [account.status is "active", logins < 5] }` })),
    ]).toEqual([]);
  });
});
