import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('for-finer-than-metric', () => {
  test('in an exit as well, and for a condition with several parts', () => {
    expect(
      codes(`exit:
  - { id: up, when: (nps > 20 and health.score > 80) for 2 weeks, as: success }`),
    ).toEqual(['for-finer-than-metric']);
  });

  test('a score is new every day, and a week is a week', () => {
    expect(
      codes(`exit:
  - { id: up, when: health.score > 80 for 3 days, as: success }`),
    ).toEqual([]);
    expect(
      codes(`start: { check: daily at 08:00, all: [logins < 5 for 2 weeks] }
verify:
  after: 30d
  objective:
    - { id: goal, expect: logins >= 20, primary: true }`),
    ).toEqual([]);
  });
});
