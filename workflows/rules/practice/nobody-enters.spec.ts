import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('nobody-enters', () => {
  test('an exclusion that the start fulfils keeps everybody out', () => {
    expect(codes(playbookText({ enroll: `enroll: { holdout: 5%, never: [health.score < 70] }` }))).toEqual([
      'error nobody-enters',
    ]);
  });

  test('a narrower exclusion is fine', () => {
    expect(codes(playbookText({ enroll: `enroll: { holdout: 5%, never: [health.score < 10] }` }))).toEqual([]);
  });
});
