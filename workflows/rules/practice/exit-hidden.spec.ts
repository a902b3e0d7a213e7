import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('exit-hidden', () => {
  test('the stricter one first, or another question, is fine', () => {
    expect(
      codes(`exit:
  - { id: a, when: health.score >= 85, as: success }
  - { id: b, when: health.score >= 75, as: success }
  - { id: c, when: account.status is "churned", as: lost }`),
    ).toEqual([]);
  });

  test('of two that come by time the longer one never does', () => {
    expect(
      codes(`exit:
  - { id: long, after: 90d, as: expired }
  - { id: short, after: 30d, as: expired }`),
    ).toEqual(['exit-hidden']);
  });
});
