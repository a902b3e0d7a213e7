import { describe, expect, test } from '@jest/globals';
import type { BusinessClock } from '../../../workflows/model/time.js';
import { settledAt } from './settled-at.js';

const MINUTE = 60_000;
const real: BusinessClock = { origin: 0, startedAt: 0, rate: 1 };
/** One business day per machine second. */
const replay: BusinessClock = { origin: 0, startedAt: 0, rate: 86_400 };

describe('when a step settled', () => {
  test('carried out within five machine minutes, it settled when it was due', () => {
    expect(settledAt(real, 10 * MINUTE, 10 * MINUTE)).toBe(10 * MINUTE);
    expect(settledAt(real, 10 * MINUTE, 15 * MINUTE)).toBe(10 * MINUTE);
    expect(settledAt(replay, 86_400_000, 1_000 + 4 * MINUTE)).toBe(86_400_000);
  });

  test('later than that, it settled when it really happened', () => {
    expect(settledAt(real, 10 * MINUTE, 16 * MINUTE)).toBe(16 * MINUTE);
    expect(settledAt(replay, 86_400_000, 1_000 + 6 * MINUTE)).toBe(86_400_000 + 6 * MINUTE * 86_400);
  });

  test('it never settled before it was due', () => {
    expect(settledAt(real, 10 * MINUTE, 9 * MINUTE)).toBe(10 * MINUTE);
  });
});
