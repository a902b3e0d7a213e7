import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('objective-repeated', () => {
  test('a stricter and a milder objective are a scale', () => {
    expect(
      codes(`verify:
  after: 30d
  objective:
    - { id: a, expect: health.score >= 70, primary: true }
    - { id: b, expect: health.score >= 80 }`),
    ).toEqual([]);
  });

  test('the same question in other words is the same question', () => {
    expect(
      codes(`verify:
  after: 30d
  objective:
    - { id: a, expect: health.score >= 70, primary: true }
    - { id: b, expect: 70 <= health.score }`),
    ).toEqual(['objective-repeated']);
  });
});
