import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../workflows/model/fact.js';
import { factOf, factView } from './fact-view.js';

const AT = Date.UTC(2025, 7, 4, 6);
const START = Date.UTC(2025, 6, 20, 22);

describe('the readable form of a fact', () => {
  const facts: readonly Fact[] = [
    { name: 'contract.start', type: 'date', value: START, asOf: AT },
    { name: 'contract.start', type: 'date', value: null, asOf: AT },
    { name: 'days_since(contract.start)', type: 'duration', value: AT - START, asOf: AT, from: { date: START } },
    { name: 'days_since(contract.start)', type: 'duration', value: null, asOf: AT, from: { date: null } },
    { name: 'logins', type: 'number', value: 3, asOf: AT, since: AT - 86_400_000 },
    {
      name: 'change_since_start(rate)',
      type: 'percent',
      value: 0.5,
      asOf: AT,
      from: { before: 0.2, after: 0.3 },
      fromType: 'percent',
    },
  ];

  test('every instant in it is ISO 8601 with zone, also the date behind a distance', () => {
    expect(factView(facts[0]!)).toEqual({
      name: 'contract.start',
      type: 'date',
      value: '2025-07-20T22:00:00.000Z',
      asOf: '2025-08-04T06:00:00.000Z',
    });
    expect(factView(facts[2]!).from).toEqual({ date: '2025-07-20T22:00:00.000Z' });
    expect(factView(facts[4]!).since).toBe('2025-08-03T06:00:00.000Z');
  });

  test.each(facts)('is turned back without loss: $name', (fact) => {
    expect(factOf(factView(fact))).toEqual(fact);
  });
});
