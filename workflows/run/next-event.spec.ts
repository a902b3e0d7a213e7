import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../model/run.js';
import { nextEvent } from './next-event.js';

const settled = (at: number): RunEvent => ({
  type: 'step_settled',
  at,
  key: 'a#1',
  settlement: { status: 'done', outcome: null },
});
const exit = (at: number, id = 'x'): RunEvent => ({ type: 'exit_met', at, id, exit: 'recovered', facts: [] });

describe('nextEvent', () => {
  test('earliest business time first, whatever came in first', () => {
    const next = nextEvent({ now: 0, timers: {} }, [exit(20), settled(10)], 0);
    expect(next).toEqual({ event: settled(10), index: 1 });
  });

  test('at the same instant answers come before pushed events, and these before timers', () => {
    const state = { now: 0, timers: { 'wait:a#1': 10 } };
    expect(nextEvent(state, [exit(10), settled(10)], 10)?.index).toBe(1);
    expect(nextEvent(state, [exit(10)], 10)?.index).toBe(0);
    expect(nextEvent(state, [], 10)).toEqual({ event: { type: 'timer_fired', at: 10, timer: 'wait:a#1' }, index: null });
  });

  test('a timer due before a waiting event fires first, even if the host did not notice that it was due', () => {
    const state = { now: 0, timers: { late: 30, 'wait:a#1': 9 } };
    expect(nextEvent(state, [exit(10)], 0)?.event).toMatchObject({ timer: 'wait:a#1' });
  });

  test('of timers due at the same instant the one set first fires first', () => {
    expect(nextEvent({ now: 0, timers: { b: 5, a: 5 } }, [], 5)?.event).toMatchObject({ timer: 'b' });
  });

  test('a timer that is not due yet does not fire', () => {
    expect(nextEvent({ now: 0, timers: { a: 6 } }, [], 5)).toBeNull();
  });

  test('events from the past are taken now, in the order they came', () => {
    expect(nextEvent({ now: 50, timers: {} }, [exit(20, 'a'), exit(10, 'b')], 50)?.index).toBe(0);
  });

  test('nothing precedes the start', () => {
    const started: RunEvent = { type: 'started', at: 50, arm: 'treatment' };
    expect(nextEvent({ now: 50, timers: {} }, [exit(10), started], 50)?.index).toBe(1);
  });
});
