import type { RunInput, RunState } from '../model/run.js';

/** A run before its `started` event. */
export function initialState(input: RunInput): RunState {
  return {
    engineVersion: input.engineVersion ?? 1,
    status: 'new',
    arm: input.arm,
    calendar: input.calendar,
    startedAt: input.startedAt,
    now: input.startedAt,
    seq: 1,
    traceSeq: 1,
    active: {},
    outcomes: {},
    timers: {},
    seen: [],
    exit: null,
    result: null,
  };
}
