import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('no-exit-no-verify', () => {
  test('a playbook that can neither end early nor be judged is questioned', () => {
    expect(codes(playbookText({ exit: '', verify: '' }))).toEqual(['warning no-exit-no-verify']);
  });

  test('one of the two is enough', () => {
    expect([...codes(playbookText({ exit: '' })), ...codes(playbookText({ verify: '' }))]).not.toContain(
      'warning no-exit-no-verify',
    );
  });
});
