import { describe, expect, test } from '@jest/globals';
import { diagnoseExample } from '../../../test/support/example-book.js';
import type { RuleExample } from '../rule.js';

const codes = (example: RuleExample): readonly string[] => diagnoseExample(example).map(({ code }) => code);

describe('verify-misses-renewal', () => {
  test('judged when the contract is over, and within the three months of grace', () => {
    expect(
      codes(`start: { at: 60d before contract.end }
verify:
  after: 90d
  objective:
    - { id: goal, expect: days_until(contract.end) > 120d, primary: true }`),
    ).toEqual([]);
  });

  test('judged before the end nothing is decided', () => {
    expect(
      codes(`start: { at: 90d before contract.end }
verify:
  after: 10d
  objective:
    - { id: goal, expect: days_until(contract.end) > 120d, primary: true }`),
    ).toEqual(['verify-misses-renewal']);
  });

  test('judged half a year later it is a new sale', () => {
    expect(
      codes(`start: { at: 30d before contract.end }
verify:
  after: 6mo
  objective:
    - { id: goal, expect: days_until(contract.end) > 120d, primary: true }`),
    ).toEqual(['verify-misses-renewal']);
  });

  test('another objective, or another start, is not about the renewal', () => {
    expect(
      codes(`start: { at: 90d before contract.end }
verify:
  after: 10d
  objective:
    - { id: goal, expect: health.score >= 70, primary: true }`),
    ).toEqual([]);
    expect(
      codes(`start: { check: daily at 08:00, all: [health.score < 60] }
verify:
  after: 10d
  objective:
    - { id: goal, expect: days_until(contract.end) > 120d, primary: true }`),
    ).toEqual([]);
  });
});
