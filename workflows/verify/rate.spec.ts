import { describe, expect, test } from '@jest/globals';
import { rateOf } from './rate.js';

describe('rateOf', () => {
  test('zero of zero is "none due", never 0 % or 100 %', () => {
    expect(rateOf(0, 0)).toEqual({ count: 0, of: 0, rate: null, interval: null, note: 'none due' });
  });

  test('under five cases only the counts are given', () => {
    expect(rateOf(4, 4)).toEqual({ count: 4, of: 4, rate: null, interval: null, note: 'too few for a rate' });
    expect(rateOf(4, 5)).toMatchObject({ rate: 0.8, note: null });
    expect(rateOf(4, 5).interval).not.toBeNull();
  });
});
