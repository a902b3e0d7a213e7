import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { condition, context } from '../../test/support/condition-builder.js';
import { evaluateCondition } from '../condition/evaluate-condition.js';
import { implies } from './implies.js';

const atoms = [
  ...['<', '<=', '>', '>=', '='].flatMap((op) => [20, 50, 80].map((value) => `health.score ${op} ${value}`)),
  '50 > health.score',
  '20 <= health.score',
  'account.status is "active"',
  'account.status is not "active"',
  'account.status in ["active", "trial"]',
  'account.status not in ["active", "trial"]',
  'account.status not in ["churned"]',
];
const text = fc.oneof(
  fc.constantFrom(...atoms),
  fc.tuple(fc.constantFrom(...atoms), fc.constantFrom('and', 'or'), fc.constantFrom(...atoms)).map((parts) => parts.join(' ')),
);

describe('implies', () => {
  test('never claims wrongly: whatever makes the first true makes the second true', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        if (!implies(condition(a), condition(b))) return;
        for (const score of [0, 19, 20, 21, 49, 50, 51, 79, 80, 81, 100]) {
          for (const status of ['active', 'trial', 'churned']) {
            const world = context({ values: { 'health.score': score, 'account.status': status } });
            if (evaluateCondition(condition(a), world).value)
              expect([a, b, score, status, evaluateCondition(condition(b), world).value]).toEqual([a, b, score, status, true]);
          }
        }
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });

  test.each([
    ['health.score < 50', 'health.score < 60'],
    ['health.score < 50', 'health.score <= 50'],
    ['health.score = 50', 'health.score >= 50'],
    ['account.status is "active"', 'account.status in ["active", "trial"]'],
    ['account.status is "active"', 'account.status is not "churned"'],
    ['logins < 5 and account.muted', 'logins < 10'],
    ['logins < 5', 'logins < 10 or account.muted'],
    ['logins < 5 for 3 weeks', 'logins < 6 for 2 weeks'],
  ])('%s implies %s, not the other way round', (a, b) => {
    expect(implies(condition(a), condition(b))).toBe(true);
    expect(implies(condition(b), condition(a))).toBe(false);
  });

  test('what was true for weeks need not be true now', () => {
    expect(implies(condition('logins < 5 for 2 weeks'), condition('logins < 5'))).toBe(false);
  });
});
