import type { RunInput, RunState } from '../model/run.js';
import { ENGINE_VERSION } from './engine-version.js';

/** A run before its `started` event. */
export function initialState(input: RunInput): RunState {
  return {
    engineVersion: ENGINE_VERSION,
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
