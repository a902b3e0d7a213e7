import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('no-holdout', () => {
  test('a verification without a control group is questioned', () => {
    expect(codes(playbookText({ enroll: '' }))).toEqual(['warning no-holdout']);
  });

  test('no control group on purpose, no verification, or a manual start are fine', () => {
    expect([
      ...codes(playbookText({ enroll: 'enroll: { holdout: 0% }' })),
      ...codes(playbookText({ enroll: '', verify: '' })),
      ...codes(
        playbookText({
          enroll: '',
          start: 'start: { manual: true }',
          tests: 'tests:\n  - { name: starts by hand, given: {}, expect: { enrolled: true } }',
        }),
      ),
    ]).not.toContain('warning no-holdout');
  });
});
