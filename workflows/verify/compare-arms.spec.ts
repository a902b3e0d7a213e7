import { describe, expect, test } from '@jest/globals';
import { compareArms } from './compare-arms.js';
import type { MeasuredRun } from './compare-arms.js';
import type { OutcomeVerdict } from './run-verdict.js';

function arm(name: MeasuredRun['arm'], counts: Partial<Record<OutcomeVerdict, number>>): MeasuredRun[] {
  return Object.entries(counts).flatMap(([verdict, count]) =>
    Array.from({ length: count }, (_, index) => ({
      account: `${name}-${verdict}-${index}`,
      arm: name,
      startedAt: index,
      verdict: verdict as OutcomeVerdict,
    })),
  );
}

describe('compareArms', () => {
  test('a small book shows counts and says why there is no difference', () => {
    const result = compareArms([...arm('treatment', { met: 4, not_met: 2 }), ...arm('holdout', { met: 1, not_met: 1 })]);
    expect(result.difference).toBeNull();
    expect(result.note).toBe('too few to compare (n=6 and 2; 20 measured accounts needed in each arm)');
    expect(result.treatment.met).toMatchObject({ count: 4, of: 6 });
  });

  test('nineteen in one arm are too few, twenty are enough', () => {
    const treatment = arm('treatment', { met: 30, not_met: 10 });
    expect(compareArms([...treatment, ...arm('holdout', { met: 5, not_met: 14 })]).difference).toBeNull();
    expect(compareArms([...treatment, ...arm('holdout', { met: 5, not_met: 15 })]).difference).toMatchObject({
      value: 0.5,
      reading: 'higher',
    });
  });

  test('the interval is that of Newcombe, and one that holds 0 is worded as "cannot tell"', () => {
    const clear = compareArms([...arm('treatment', { met: 56, not_met: 14 }), ...arm('holdout', { met: 48, not_met: 32 })]);
    expect(clear.difference?.interval[0]).toBeCloseTo(0.052431, 5);
    expect(clear.difference?.interval[1]).toBeCloseTo(0.333873, 5);
    const unclear = compareArms([...arm('treatment', { met: 12, not_met: 10 }), ...arm('holdout', { met: 11, not_met: 11 })]);
    expect(unclear.difference?.reading).toBe('cannot tell');
    expect(unclear.note).toContain('not "no effect"');
  });

  test('a playbook that does harm is reported as such', () => {
    const harm = compareArms([...arm('treatment', { met: 2, not_met: 38 }), ...arm('holdout', { met: 30, not_met: 10 })]);
    expect(harm.difference?.reading).toBe('lower');
  });

  test('unknown and pending are counted and in no rate', () => {
    const result = compareArms(arm('treatment', { met: 3, not_met: 3, unknown: 2, pending: 4 }));
    expect(result.treatment).toMatchObject({ assigned: 12, met: { count: 3, of: 6 }, unknown: 2, pending: 4 });
    expect(result.note).toBe('no control group: observed, not proven');
  });

  test('a proven difference says how many assigned accounts have no answer in it', () => {
    const holdout = arm('holdout', { met: 5, not_met: 15, unknown: 1 });
    const { note } = compareArms([...arm('treatment', { met: 30, not_met: 10, unknown: 2, pending: 4 }), ...holdout]);
    expect(note).toContain('3 unknown and 4 pending accounts are left out');
    const whole = compareArms([...arm('treatment', { met: 30, not_met: 10 }), ...arm('holdout', { met: 5, not_met: 15 })]);
    expect(whole.note).not.toContain('left out');
  });

  test('an account counts once, with its first run', () => {
    const runs: MeasuredRun[] = [
      { account: 'a', arm: 'treatment', startedAt: 9, verdict: 'met' },
      { account: 'a', arm: 'treatment', startedAt: 2, verdict: 'not_met' },
    ];
    expect(compareArms(runs).treatment).toMatchObject({ assigned: 1, met: { count: 0, of: 1 } });
  });
});
