import { describe, expect, test } from '@jest/globals';
import { codes, playbookText } from '../../../test/support/playbook-text.js';

describe('last-wait', () => {
  test('a wait at the end is questioned when nothing is watched meanwhile', () => {
    expect(codes(playbookText({ steps: 'steps:\n  - { id: settle, wait: 7d }', exit: '' }))).toEqual(['warning last-wait']);
  });

  test('with an exit to watch for it has a purpose', () => {
    expect(codes(playbookText({ steps: 'steps:\n  - { id: settle, wait: 7d }' }))).toEqual([]);
  });
});
