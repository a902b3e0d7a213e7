import { describe, expect, test } from '@jest/globals';
import { email, plan, START, wait } from '../../test/support/run-builder.js';
import { RunDriver } from '../../test/support/run-driver.js';
import { readEvent } from './read-event.js';
import { readState } from './read-state.js';

describe('a state that comes from outside', () => {
  const book = plan([wait('w', '7d'), email('end')]);
  const state = new RunDriver(book).start().state;

  test('is taken as it is when it is whole', () => {
    expect(readState(JSON.parse(JSON.stringify(state)), book)).toEqual(state);
  });

  test.each([
    [null, 'the state is not an object'],
    ['text', 'the state is not an object'],
    [{ ...state, engineVersion: 99 }, "the state's engineVersion is corrupt"],
    [{ ...state, status: 'dreaming' }, "the state's status is corrupt"],
    [{ ...state, now: null }, "the state's now is corrupt"],
    [{ ...state, timers: { 'wait:w#1': 'soon' } }, "the state's timers is corrupt"],
    [{ ...state, active: { w: {} } }, "the state's active is corrupt"],
    [{ ...state, active: [] }, "the state's active is corrupt"],
    [{ ...state, outcomes: undefined }, "the state's outcomes is corrupt"],
    [{ ...state, parked: [7] }, "the state's parked is corrupt"],
    [{ ...state, active: { gone: { key: 'gone#1', startedAt: START } } }, 'step gone is under way but not in the plan'],
  ])('%#: %s', (value, problem) => {
    expect(readState(value, book)).toEqual({ problem });
  });
});

describe('an event that comes from outside', () => {
  const exit = { type: 'exit_met', at: START, id: 'x', exit: 'recovered', facts: [] };

  test.each([
    exit,
    { type: 'account_event', at: START, id: 'x', event: 'signed' },
    { type: 'pause', at: START, id: 'x', by: 'm', reason: 'r', resumeAt: null },
    { type: 'task_closed', at: START, id: 'x', key: 'a#1', outcome: 'reached', by: 'm' },
  ])('%j is known', (event) => {
    expect(readEvent(event)).toEqual(event);
  });

  test.each([
    null,
    7,
    'exit_met',
    [],
    {},
    { ...exit, type: 'surprise' },
    { ...exit, type: 'toString' },
    { ...exit, at: 'now' },
    { ...exit, at: NaN },
    { ...exit, id: 7 },
    { ...exit, facts: undefined },
    { type: 'started', at: START, arm: 'treatment' },
    { type: 'pause', at: START, id: 'x', by: 'm', reason: 'r' },
  ])('%j is none', (event) => {
    expect(readEvent(event)).toBeNull();
  });
});
