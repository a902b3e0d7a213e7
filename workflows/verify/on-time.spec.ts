import { describe, expect, test } from '@jest/globals';
import { punctuality } from './on-time.js';

const NOW = 100;

describe('punctuality', () => {
  test('what is open and overdue counts as late', () => {
    const owed = [
      { dueAt: 50, doneAt: 50, status: 'done' },
      { dueAt: 50, doneAt: 51, status: 'done' },
      { dueAt: 50, doneAt: null, status: 'active' },
      { dueAt: 50, doneAt: 60, status: 'expired' },
      { dueAt: 50, doneAt: 50, status: 'failed' },
    ];
    expect(punctuality(owed, NOW)).toEqual({
      rate: expect.objectContaining({ count: 1, of: 5, rate: 0.2 }),
      onTime: 1,
      late: 1,
      openOverdue: 1,
      notDone: 2,
      notDue: 0,
      excluded: 0,
    });
  });

  test('what was taken back or deliberately not done is counted and in no rate', () => {
    const owed = [
      { dueAt: 50, doneAt: 40, status: 'cancelled' },
      { dueAt: 50, doneAt: 50, status: 'skipped' },
    ];
    expect(punctuality(owed, NOW)).toMatchObject({ excluded: 2, rate: { of: 0, rate: null, note: 'none due' } });
  });

  test('what is due later is not due yet, also when it is done already', () => {
    const owed = [
      { dueAt: 101, doneAt: null, status: 'active' },
      { dueAt: 101, doneAt: 90, status: 'done' },
      { dueAt: 100, doneAt: null, status: 'active' },
    ];
    expect(punctuality(owed, NOW)).toMatchObject({ notDue: 2, openOverdue: 1 });
  });

  test('what was done after the instant of the report had not been done then', () => {
    expect(punctuality([{ dueAt: 50, doneAt: 101, status: 'done' }], NOW)).toMatchObject({ openOverdue: 1, late: 0 });
    expect(punctuality([{ dueAt: 50, doneAt: 101, status: 'cancelled' }], NOW)).toMatchObject({ openOverdue: 1, excluded: 0 });
  });
});
