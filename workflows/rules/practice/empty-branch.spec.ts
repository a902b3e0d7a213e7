import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('empty-branch', () => {
  test('a branch without a step is questioned', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: split
    branch:
      - when: health.score < 50
        then: []
      - otherwise: []`,
        }),
      ),
    ).toEqual(['warning empty-branch']);
  });

  test('one step in any arm is enough', () => {
    expect(
      codes(
        playbookText({
          steps: `steps:
  - id: split
    branch:
      - when: health.score < 50
        then: []
      - otherwise: [{ id: settle, wait: 1d }]`,
        }),
      ),
    ).toEqual([]);
  });
});
