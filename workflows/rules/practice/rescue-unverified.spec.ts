import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('rescue-unverified', () => {
  test('a score, a band or a drop is a rescue', () => {
    expect(
      codes(`start: { check: daily at 08:00, all: [health.band is "red"] }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
verify: none`),
    ).toEqual(['rescue-unverified']);
    expect(
      codes(`start: { check: daily at 08:00, all: [wow_drop(logins) >= 50%] }
exit:
  - { id: recovered, when: health.score >= 75, as: success }
verify: none`),
    ).toEqual(['rescue-unverified']);
  });

  test('a date, or growth, is none', () => {
    expect(
      codes(`start: { at: 21d after contract.start }
verify: none`),
    ).toEqual([]);
    expect(
      codes(`start: { check: daily at 08:00, all: [activation_rate >= 70%] }
verify: none`),
    ).toEqual([]);
  });
});
