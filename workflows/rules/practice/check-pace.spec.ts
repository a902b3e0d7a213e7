import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('check-pace', () => {
  test('a check cannot give up before it is asked again', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: look
    check: { expect: health.score >= 70, every: 2w, up_to: 7d }`,
        }),
      ),
    ).toEqual(['error check-pace']);
  });

  test('equal is fine', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: look
    check: { expect: health.score >= 70, every: 7d, up_to: 1w }`,
        }),
      ),
    ).toEqual([]);
  });
});
