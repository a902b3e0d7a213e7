import { describe, expect, test } from '@jest/globals';
import { leastControls } from './least-controls.js';

describe('leastControls', () => {
  test('half held out: the sample size of two equal groups', () => {
    // 30% against 50%, two-sided 5%, power 80%, no continuity correction: 93 in each group.
    expect(leastControls(0.5)).toBe(93);
    // 50% against 60%, the usual example of a small difference: 388 in each group.
    expect(leastControls(0.5, 0.5, 0.6)).toBe(388);
  });

  test('fewer controls are needed when far more accounts are treated, never fewer than half as many', () => {
    expect(leastControls(0.1)).toBeLessThan(leastControls(0.5));
    expect(leastControls(0.01)).toBeGreaterThanOrEqual(leastControls(0.5) / 2 - 5);
  });

  test('a smaller difference needs more', () => {
    expect(leastControls(0.2, 0.3, 0.35)).toBeGreaterThan(leastControls(0.2, 0.3, 0.4));
  });
});
