import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('wait-beyond-exit', () => {
  test('a wait or a repeated check that outlasts the run is refused', () => {
    expect(
      codes(
        playbookText({
          steps:
            'steps:\n  - { id: settle, wait: 9w }\n  - id: look\n    check: { expect: health.score >= 70, every: 7d, up_to: 61d }',
          exit: 'exit:\n  - { id: too_long, after: 60d, as: expired }',
        }),
      ),
    ).toEqual(['error wait-beyond-exit', 'error wait-beyond-exit']);
  });

  test('a shorter wait, and any wait without a limit, are fine', () => {
    expect([
      ...codes(
        playbookText({
          steps: 'steps:\n  - { id: settle, wait: 8w }\n  - id: look\n    check: { expect: health.score >= 70 }',
          exit: 'exit:\n  - { id: too_long, after: 60d, as: expired }',
        }),
      ),
      ...codes(playbookText({ steps: 'steps:\n  - { id: settle, wait: 20w }' })),
    ]).toEqual([]);
  });
});
