import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('trigger-faster-than-metric', () => {
  test('a daily look at a weekly number catches late data', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [wow_drop(logins) >= 50%] }
verify:
  after: 30d
  objective:
    - { id: goal, expect: logins >= 20, primary: true }`),
    ).toEqual([]);
  });

  test('something in the trigger changes daily', () => {
    expect(codes(`start: { check: daily at 08:00, all: [monthly_logins < 20, health.score < 60] }`)).toEqual([]);
  });

  test('a satisfaction that is asked once a month', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [nps < 0] }
verify:
  after: 45d
  objective:
    - { id: goal, expect: nps >= 20, primary: true }`),
    ).toEqual(['trigger-faster-than-metric']);
  });
});
