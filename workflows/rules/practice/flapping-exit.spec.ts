import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('flapping-exit', () => {
  test('a gap, another number, or an exit that is no success is fine', () => {
    expect(
      codes(`exit:
  - { id: recovered, when: health.score >= 61, as: success }`),
    ).toEqual([]);
    expect(
      codes(`exit:
  - { id: up, when: wow_rise(logins) > 20%, as: success }`),
    ).toEqual([]);
    expect(
      codes(`exit:
  - { id: fine, when: health.score >= 60, as: expired }`),
    ).toEqual([]);
  });

  test('also the other way round, and when only: has the mark', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [wow_drop(logins) >= 50%] }
exit:
  - { id: over, when: wow_drop(logins) < 50%, as: success }
verify:
  after: 30d
  objective:
    - { id: goal, expect: logins >= 20, primary: true }`),
    ).toEqual(['flapping-exit']);
  });

  test('a date comes once', () => {
    expect(
      codes(`start: { at: 30d after contract.start, all: [health.score < 60] }
exit:
  - { id: recovered, when: health.score >= 60, as: success }`),
    ).toEqual([]);
  });
});
