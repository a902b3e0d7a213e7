import { describe, expect, test } from '@jest/globals';
import { newcombe, wilson } from './intervals.js';

/** R 4.2.2 prop.test(correct=FALSE); the first four are the examples of Newcombe 1998a (Stat Med 17:857-872). */
const WILSON: readonly [number, number, number, number][] = [
  [81, 263, 0.255289, 0.36621],
  [15, 148, 0.062386, 0.160487],
  [0, 20, 0, 0.161125],
  [1, 29, 0.006113, 0.171755],
  [6, 7, 0.486872, 0.97432],
  [0, 1, 0, 0.793451],
  [1, 1, 0.206549, 1],
  [7, 7, 0.64567, 1],
];

/** Newcombe 1998b (Stat Med 17:873-890) Table II method 10; R Epi 2.47 ci.pd and statsmodels 0.13.5 agree to 6 places. */
const NEWCOMBE: readonly [number, number, number, number, number, number][] = [
  [56, 70, 48, 80, 0.052431, 0.333873],
  [9, 10, 3, 10, 0.170523, 0.809018],
  [6, 7, 2, 7, 0.058228, 0.80625],
  [5, 56, 0, 29, -0.038137, 0.19256],
  [0, 10, 0, 20, -0.161125, 0.277533],
  [0, 10, 0, 10, -0.277533, 0.277533],
  [10, 10, 0, 20, 0.679086, 1],
  [10, 10, 0, 10, 0.607509, 1],
];

describe('wilson', () => {
  test.each(WILSON)('%d of %d is %d to %d', (count, of, low, high) => {
    const interval = wilson(count, of)!;
    expect(Math.abs(interval[0] - low)).toBeLessThan(1e-6);
    expect(Math.abs(interval[1] - high)).toBeLessThan(1e-6);
  });

  test('none of some is exactly 0 at the low end, all of some exactly 1 at the high end', () => {
    expect([wilson(0, 20)?.[0], wilson(7, 7)?.[1]]).toEqual([0, 1]);
  });

  test('nothing counted has no interval', () => {
    expect(wilson(0, 0)).toBeNull();
  });
});

describe('newcombe', () => {
  test.each(NEWCOMBE)('%d/%d minus %d/%d is %d to %d', (count1, of1, count2, of2, low, high) => {
    const interval = newcombe(count1, of1, count2, of2)!;
    expect(Math.abs(interval[0] - low)).toBeLessThan(1e-6);
    expect(Math.abs(interval[1] - high)).toBeLessThan(1e-6);
  });

  test('an empty side has no interval', () => {
    expect(newcombe(0, 0, 3, 5)).toBeNull();
    expect(newcombe(3, 5, 0, 0)).toBeNull();
  });
});
