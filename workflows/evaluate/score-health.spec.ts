import { describe, expect, test } from '@jest/globals';
import { accountData, closedPeriods, instant } from '../../test/support/account-data-builder.js';
import { named } from '../../test/support/plan-builder.js';
import type { HealthDefinition, HealthDimension } from '../model/catalogue.js';
import type { NamedCondition } from '../model/condition.js';
import { healthDefinitionFor, pointsOf, scoreHealth } from './score-health.js';

const AS_OF = instant('2026-03-11');

function dimension(id: string, weight: number, zeroAt: number, fullAt: number): HealthDimension {
  return { id, title: { en: id }, weight, value: id, expression: named(id), zeroAt, fullAt };
}

const definition: HealthDefinition = {
  id: 'default',
  segments: [],
  dimensions: [dimension('usage', 0.5, 0.2, 0.8), dimension('tickets', 0.3, 10, 0), dimension('nps', 0.2, -20, 80)],
  bands: { green: 75, yellow: 50 },
};

function account(values: Record<string, number | null>) {
  const series = Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [metric, closedPeriods('day', '2026-03-11', [value])]),
  );
  return accountData({ series });
}

describe('scoreHealth', () => {
  test('the score is the weighted mean of the points, each with its fact', () => {
    const score = scoreHealth(account({ usage: 0.5, tickets: 5, nps: 30 }), definition, AS_OF);
    expect(score).toMatchObject({ at: AS_OF, score: 50, band: 'yellow', definition: 'default' });
    expect(score.dimensions.map(({ id, points, fact }) => [id, points, fact.value])).toEqual([
      ['usage', 50, 0.5],
      ['tickets', 50, 5],
      ['nps', 50, 30],
    ]);
  });

  test('the weight of a missing dimension goes to the others, and its line stays', () => {
    const score = scoreHealth(account({ usage: 0.8, tickets: 10, nps: null }), definition, AS_OF);
    expect(score.score).toBe(62.5);
    expect(score.dimensions[2]).toMatchObject({ id: 'nps', weight: 0.2, points: null });
  });

  test('nothing to read is no score and no band, never 0', () => {
    const score = scoreHealth(account({}), definition, AS_OF);
    expect([score.score, score.band]).toEqual([null, null]);
  });

  test('a band begins at its bound', () => {
    const bandAt = (usage: number) => scoreHealth(account({ usage }), definition, AS_OF).band;
    expect([bandAt(0.65), bandAt(0.6499), bandAt(0.5), bandAt(0.4999)]).toEqual(['green', 'yellow', 'yellow', 'red']);
  });
});

describe('pointsOf', () => {
  test('is linear between its ends and clamped beyond, in both directions', () => {
    expect([0.1, 0.2, 0.35, 0.8, 5].map((value) => Math.round(pointsOf(value, 0.2, 0.8)))).toEqual([0, 0, 25, 100, 100]);
    expect([12, 10, 7.5, 0, -3].map((value) => pointsOf(value, 10, 0))).toEqual([0, 0, 25, 100, 100]);
  });

  test('a range without length is a step', () => {
    expect([pointsOf(1, 2, 2), pointsOf(2, 2, 2)]).toEqual([0, 100]);
  });
});

describe('healthDefinitionFor', () => {
  const named = { ...definition, id: 'enterprise', segments: ['enterprise'] };

  test('a definition that names the segment wins over the one for all others', () => {
    expect(healthDefinitionFor([definition, named], 'enterprise')?.id).toBe('enterprise');
    expect(healthDefinitionFor([named, definition], 'smb')?.id).toBe('default');
    expect(healthDefinitionFor([named, definition], null)?.id).toBe('default');
    expect(healthDefinitionFor([named], 'smb')).toBeNull();
  });
});

describe('points by conditions', () => {
  const below = (value: number): NamedCondition => ({
    text: `nps < ${value}`,
    condition: { kind: 'compare', op: '<', left: named('nps'), right: { kind: 'literal', type: 'number', value } },
  });
  const mood: HealthDimension = {
    id: 'mood',
    title: { en: 'Mood' },
    weight: 1,
    points: [
      { when: below(0), points: 0 },
      { when: below(50), points: 60 },
      { when: null, points: 100 },
    ],
  };
  const scored = (nps: number | null) => scoreHealth(account({ nps }), { ...definition, dimensions: [mood] }, AS_OF);

  test('are those of the first condition that is true, with what it read', () => {
    expect([scored(-10).score, scored(20).score, scored(70).score]).toEqual([0, 60, 100]);
    expect(scored(20).dimensions[0]?.fact).toMatchObject({ name: 'mood', value: 60, from: { nps: 20 } });
  });

  test('are missing while a condition is unknown: the last resort is not for what nobody knows', () => {
    expect(scored(null)).toMatchObject({ score: null, band: null });
    expect(scored(null).dimensions[0]).toMatchObject({ points: null });
  });
});

test('a rank among others is missing as long as it is not kept, and its weight goes to the others', () => {
  const rank: HealthDimension = { id: 'rank', title: { en: 'Rank' }, weight: 0.5, value: 'usage', percentile: true };
  const score = scoreHealth(
    account({ usage: 0.5 }),
    { ...definition, dimensions: [dimension('usage', 0.5, 0.2, 0.8), rank] },
    AS_OF,
  );
  expect(score.score).toBe(50);
  expect(score.dimensions[1]).toMatchObject({ points: null, fact: { name: 'percentile(usage)', value: null } });
});
