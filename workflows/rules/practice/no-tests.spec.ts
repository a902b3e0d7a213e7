import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('no-tests', () => {
  test('a playbook without tests is questioned', () => {
    expect(codes(playbookText({ tests: '' }))).toEqual(['warning no-tests']);
  });

  test('one test is enough', () => {
    expect(codes(playbookText())).toEqual([]);
  });
});
