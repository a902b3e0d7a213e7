import { describe, expect, test } from '@jest/globals';
import { condition } from '../../test/support/condition-builder.js';
import { planOf } from '../../test/support/plan-builder.js';
import type { NamedCondition } from '../model/condition.js';
import { planLookback, watchLookback, segmentLookback } from './plan-lookback.js';

const asked = (text: string): NamedCondition => ({ text, condition: condition(text) });

describe('how far back a playbook looks', () => {
  const { enroll } = planOf();
  const cadence = { every: 'day', weekday: null, at: { hour: 8, minute: 0 } } as const;

  test('the longest `for` of start, only and never counts', () => {
    expect(planLookback(planOf())).toBe(0);
    expect(planLookback(planOf({ start: { kind: 'becomes_true', cadence, when: asked('health.score < 60 for 4 weeks') } }))).toBe(
      28,
    );
    expect(
      planLookback(planOf({ start: { kind: 'manual' }, enroll: { ...enroll, only: [asked('visits < 1 for 90 days')] } })),
    ).toBe(90);
    expect(planLookback(planOf({ enroll: { ...enroll, never: [asked('logins < 1 for 2 weeks')] } }))).toBe(14);
  });

  test('exits and segments are asked apart', () => {
    const exits = [
      { id: 'late', as: 'expired', when: null, after: { amount: 60, unit: 'd' } },
      { id: 'well', as: 'success', when: asked('health.score > 60 for 3 weeks'), after: null },
    ] as const;
    expect(watchLookback(planOf({ exits }))).toBe(21);
    expect(planLookback(planOf({ exits }))).toBe(0);
    const segments = [
      { id: 'quiet', title: { en: 'Quiet' }, when: asked('logins < 1 for 2 weeks') },
      { id: 'all', title: { en: 'All' }, when: null },
    ];
    expect(segmentLookback({ segments })).toBe(14);
  });
});
