import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('no-entering-test', () => {
  test('what happened afterwards says that the account entered', () => {
    expect(
      codes(`tests:
  - { name: it is called, given: { health: { score: 40 } }, expect: { ran: [call] } }`),
    ).toEqual([]);
  });

  test('where nothing is done nothing need be tested', () => {
    expect(
      codes(`steps:
  - { id: look, check: { expect: health.score >= 70 } }
tests:
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual([]);
  });
});
