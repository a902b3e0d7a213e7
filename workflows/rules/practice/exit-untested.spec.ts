import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('exit-untested', () => {
  test('two tests are a beginning, and an exit by time needs none', () => {
    expect(
      codes(`tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: test 2, given: { health: { score: 2 } }, expect: { enrolled: true } }
  - { name: out, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual([]);
    expect(
      codes(`exit:
  - { id: too_long, after: 60d, as: expired }
tests:
  - { name: test 1, given: { health: { score: 1 } }, expect: { enrolled: true } }
  - { name: test 2, given: { health: { score: 2 } }, expect: { enrolled: true } }
  - { name: test 3, given: { health: { score: 3 } }, expect: { enrolled: true } }
  - { name: out, given: { health: { score: 90 } }, expect: { enrolled: false } }`),
    ).toEqual([]);
  });
});
