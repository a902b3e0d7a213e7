import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('objective-off-topic', () => {
  test('a rate is about its numbers, and about the events behind them', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [seats_opened < 10] }
exit: none
verify:
  after: 30d
  objective:
    - { id: goal, expect: activation_rate >= 70%, primary: true }`),
    ).toEqual([]);
    expect(
      codes(`start: { check: daily at 08:00, all: [wow_drop(logins) >= 50%] }
exit: none
verify:
  after: 30d
  objective:
    - { id: goal, expect: monthly_logins >= 20, primary: true }`),
    ).toEqual([]);
  });

  test('a score is about everything', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [wow_drop(logins) >= 50%] }
exit: none
verify:
  after: 30d
  objective:
    - { id: goal, expect: health.score >= 70, primary: true }`),
    ).toEqual([]);
  });

  test('satisfaction says nothing about seats', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [activation_rate < 30%] }
exit: none
verify:
  after: 45d
  objective:
    - { id: goal, expect: nps >= 20, primary: true }`),
    ).toEqual(['objective-off-topic']);
  });
});
