import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { condition, context } from '../../../test/support/condition-builder.js';
import { evaluateCondition } from '../../condition/evaluate-condition.js';
import { commonValues, excludes, implies, isImpossible, singleConstraint } from './implies.js';
import { isEverything } from './value-set.js';

const atoms = [
  ...['<', '<=', '>', '>=', '='].flatMap((op) => [20, 50, 80].map((value) => `health.score ${op} ${value}`)),
  '50 > health.score',
  '20 <= health.score',
  'account.status is "active"',
  'account.status is not "active"',
  'account.status in ["active", "trial"]',
  'account.status not in ["active", "trial"]',
  'account.status not in ["churned"]',
  'account.muted',
];
const leaf = fc.constantFrom(...atoms);
const text: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('condition').map((of) => `not (${of})`),
    fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).condition;

const SCORES = [0, 19, 20, 21, 49, 50, 51, 79, 80, 81, 100, null];
const STATUSES = ['active', 'trial', 'churned', null];
const worlds = SCORES.flatMap((score) =>
  STATUSES.flatMap((status) =>
    [true, false, null].map((muted) =>
      context({ values: { 'health.score': score, 'account.status': status, 'account.muted': muted } }),
    ),
  ),
);
const truths = (of: string): readonly (boolean | null)[] => worlds.map((world) => evaluateCondition(condition(of), world).value);

describe('conditions compared, against every combination of values', () => {
  test('implies never claims wrongly, nor does excludes', () => {
    let [implied, excluded] = [0, 0];
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [truths(a), truths(b)];
        if (implies(condition(a), condition(b))) {
          implied += 1;
          expect([a, b, left.findIndex((value, index) => value === true && right[index] !== true)]).toEqual([a, b, -1]);
        }
        if (excludes(condition(a), condition(b))) {
          excluded += 1;
          expect([a, b, left.findIndex((value, index) => value === true && right[index] === true)]).toEqual([a, b, -1]);
        }
        if (isImpossible(condition(a))) expect([a, left.includes(true)]).toEqual([a, false]);
      }),
      { seed: 3, numRuns: 3_000 },
    );
    // The law is empty if nothing is ever claimed.
    expect(implied).toBeGreaterThan(100);
    expect(excluded).toBeGreaterThan(100);
  });

  test('about one number nothing is missed', () => {
    const numbers = fc.constantFrom(...atoms.filter((atom) => atom.includes('health.score')));
    const one = fc.tuple(numbers, fc.constantFrom('and', 'or'), numbers).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(one, one, (a, b) => {
        const [left, right] = [truths(a), truths(b)];
        // From what is never true nothing is concluded.
        const follows = left.includes(true) && left.every((value, index) => value !== true || right[index] === true);
        expect([a, b, implies(condition(a), condition(b))]).toEqual([a, b, follows]);
        const apart = left.every((value, index) => value !== true || right[index] !== true);
        expect([a, b, excludes(condition(a), condition(b))]).toEqual([a, b, apart]);
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });

  test.each([
    ['health.score < 50', 'health.score < 60'],
    ['health.score < 50', 'health.score <= 50'],
    ['health.score = 50', 'health.score >= 50'],
    ['account.status is "active"', 'account.status in ["active", "trial"]'],
    ['account.status is "active"', 'account.status is not "churned"'],
    ['account.status is "active"', 'not (account.status is "churned")'],
    ['health.score > 20 and health.score < 50', 'health.score < 60 and health.score > 10'],
    ['health.score < 20 or health.score > 90', 'health.score < 30 or health.score > 80'],
    ['not (health.score >= 50 or account.muted)', 'health.score < 60'],
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

  test('many alternatives are compared as a whole, not taken apart', () => {
    const many = Array.from({ length: 40 }, (_one, index) => `(logins > ${index} or health.score > ${index})`).join(' and ');
    expect(implies(condition(many), condition('logins > 1 or health.score > 1'))).toBe(false);
    expect(implies(condition(many), condition(many))).toBe(true);
  });

  test('what two conditions have in common, and a condition that leaves nothing out', () => {
    expect(commonValues(condition('health.score < 50'), condition('health.score >= 40'))?.set).toEqual({
      kind: 'numbers',
      of: [{ low: 40, lowOpen: false, high: 50, highOpen: true }],
    });
    expect(commonValues(condition('health.score < 50'), condition('health.score >= 50'))).toBeNull();
    expect(commonValues(condition('health.score < 50'), condition('logins < 5'))).toBeNull();
    const whole = singleConstraint(condition('health.score < 50 or health.score >= 40'));
    expect(whole && isEverything(whole.set)).toBe(true);
  });
});
