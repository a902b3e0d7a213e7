import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('no-kept-out-test', () => {
  test('one test is a beginning', () => {
    expect(
      codes(`tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
`),
    ).toEqual([]);
  });

  test('who lets everybody in has nobody to keep out', () => {
    expect(
      codes(`start: { event: champion_left }
enroll: { holdout: 10% }
tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: test 2, given: { health: { score: 2 } }, expect: { enrolled: true } }
`),
    ).toEqual([]);
  });
});
