import { describe, expect, test } from '@jest/globals';
import { accountData, closedPeriods, instant } from '../../test/support/account-data-builder.js';
import { comparing } from '../../test/support/plan-builder.js';
import { assignSegment } from './assign-segment.js';

const segments = [
  { id: 'enterprise', title: { en: 'Enterprise' }, when: comparing('seats', '>=', 60) },
  { id: 'mid', title: { en: 'Mid' }, when: comparing('seats', '>=', 20) },
  { id: 'smb', title: { en: 'Small' }, when: null },
];
const withSeats = (seats: number | null) => accountData({ series: { seats: closedPeriods('day', '2026-03-11', [seats]) } });

describe('assignSegment', () => {
  test('the first condition that is true wins', () => {
    const at = instant('2026-03-11');
    expect([80, 60, 59, 20, 1].map((seats) => assignSegment(withSeats(seats), segments, at))).toEqual([
      'enterprise',
      'enterprise',
      'mid',
      'mid',
      'smb',
    ]);
  });

  test('an unknown answer does not match', () => {
    expect(assignSegment(withSeats(null), segments, instant('2026-03-11'))).toBe('smb');
    expect(assignSegment(withSeats(null), segments.slice(0, 2), instant('2026-03-11'))).toBeNull();
  });
});
