import { describe, expect, test } from '@jest/globals';
import { instant } from '../../test/support/account-data-builder.js';
import { OPEN_TO_ALL, planOf } from '../../test/support/plan-builder.js';
import { capPeriodStart, decisionRounds } from './decision-rounds.js';

const met = (accountId: string, key: string | null = null) => ({ accountId, key, facts: [] });

describe('decisions of a window', () => {
  test('two episodes of one account are decided in two rounds, in the order they came', () => {
    const rounds = decisionRounds([met('a', '1'), met('a', '2'), met('b', '1'), met('a', '3')]);
    expect(rounds.map((round) => round.map(({ accountId, key }) => `${accountId}${key}`))).toEqual([
      ['a1', 'b1'],
      ['a2'],
      ['a3'],
    ]);
    expect(decisionRounds([])).toEqual([]);
  });

  test.each([
    ['day', '2026-03-04T00:00:00Z'],
    ['week', '2026-03-02T00:00:00Z'],
    ['month', '2026-03-01T00:00:00Z'],
  ] as const)('a cap per %s counts from the start of the UTC %s', (per, start) => {
    const plan = planOf({ enroll: { ...OPEN_TO_ALL, atMost: { count: 1, per } } });
    expect(capPeriodStart(plan, instant('2026-03-04T23:00:00Z'))).toBe(instant(start));
  });
});
