import { upsertSearchAttributes } from '@temporalio/workflow';
import type { RunState } from '../model/run.js';
import { earliestTimer } from '../run/next-event.js';
import { PB_CSM, PB_DUE_AT, PB_STATUS, PB_VERSION } from './search-attributes.js';

/**
 * Makes a change of a run visible in Temporal's own lists. Each call is an event of history, so that only what people
 * look for is shown: a pause, the verification, another version, another member.
 * @param followed the version it follows from now on; null = the one it followed before
 */
export function showChange(before: RunState, state: RunState, followed: number | null): void {
  // Under the first engine version a run that was verified at once was not shown; live histories have it so.
  if (state.result !== null || (before.status === 'new' && state.engineVersion === 1)) return;
  const changes = [
    ...(followed === null ? [] : [{ key: PB_VERSION, value: followed }]),
    ...(state.csm === before.csm || state.csm === undefined ? [] : [{ key: PB_CSM, value: state.csm }]),
  ];
  if (shown(state) === shown(before) && changes.length === 0) return;
  const due = new Date(earliestTimer(state)?.due ?? state.now);
  upsertSearchAttributes([{ key: PB_STATUS, value: shown(state) }, { key: PB_DUE_AT, value: due }, ...changes]);
}

function shown({ paused, status }: RunState): 'running' | 'paused' | 'verifying' {
  return paused ? 'paused' : status === 'verifying' ? 'verifying' : 'running';
}
