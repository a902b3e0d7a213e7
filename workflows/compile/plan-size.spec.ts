import { describe, expect, test } from '@jest/globals';
import { plan, wait } from '../../test/support/run-builder.js';
import { LARGEST_PLAN, planSize, sayTooLarge } from './plan-size.js';
import { notRunnable, sayNotRunnable } from './not-runnable.js';

const longGoal = (length: number) => plan([wait('rest', '3d')], { goal: 'x'.repeat(length) });

describe('the size of a plan', () => {
  test.each(['plain', 'größer', '续约', 'smile 😀'])('counts bytes as they travel: %s', (goal) => {
    const one = plan([wait('rest', '3d')], { goal });
    expect(planSize(one)).toBe(new TextEncoder().encode(JSON.stringify(one)).length);
  });

  test('up to 1 MB is fine; one byte more is refused with its figure, and publishing says so', () => {
    const room = LARGEST_PLAN - planSize(longGoal(0));
    expect(sayTooLarge(longGoal(room))).toBeNull();
    expect(sayTooLarge(longGoal(room + 1))).toMatch(/^1\.01 MB compiled, a run carries at most 1 MB/);
    expect(sayNotRunnable(notRunnable(longGoal(2_000_000)))).toMatch(/^plan \(1\.91 MB compiled/);
  });

  test('a playbook of 300 steps passes', () => {
    const steps = Array.from({ length: 300 }, (_, index) => wait(`step_${index}`, '1d'));
    expect(notRunnable(plan(steps))).toEqual([]);
  });
});
