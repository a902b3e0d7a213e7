import type { RunEvent, RunState, TraceEntry } from '../model/run.js';
import { ENGINE_VERSIONS } from '../run/engine-version.js';
import { initialState } from '../run/initial-state.js';
import { readState } from '../run/read-state.js';
import type { PlaybookRunInput } from './playbook-run-input.js';

export interface Beginning {
  readonly state: RunState;
  readonly waiting: RunEvent[];
  readonly entries: TraceEntry[];
}

/** Lines of a run whose own count was lost come after any that it may have written. */
const BEYOND_ANY_LINE = 1_000_000;

/**
 * Where a workflow begins: at the start of a run, or where the last history left it. A state that cannot be read ends
 * the run as failed, with the reason on record.
 * @throws for an engine version of the future: the task fails and is tried again until a worker that knows it takes it.
 */
export function beginState({ run, plan, state, waiting }: PlaybookRunInput): Beginning {
  const version: unknown = state === undefined ? run.engineVersion : (state as Partial<RunState> | null)?.engineVersion;
  if (typeof version === 'number' && version > Math.max(...ENGINE_VERSIONS)) {
    throw new Error(`engine version ${version} of run ${run.runId} is not known to this worker`);
  }
  if (state === undefined) {
    return { state: initialState(run), waiting: [{ type: 'started', at: run.startedAt, arm: run.arm }], entries: [] };
  }
  const read = readState(state, plan);
  if (!('problem' in read)) return { state: read, waiting: [...(waiting ?? [])], entries: [] };
  const { traceSeq, now } = (state ?? {}) as Partial<Record<'traceSeq' | 'now', unknown>>;
  const seq = Number.isSafeInteger(traceSeq) ? (traceSeq as number) : BEYOND_ANY_LINE;
  const at = Number.isSafeInteger(now) ? (now as number) : run.startedAt;
  const entries: TraceEntry[] = [
    { seq, at, type: 'event_ignored', event: 'continued', reason: read.problem },
    { seq: seq + 1, at, type: 'run_finished', result: 'failed' },
  ];
  const lost: RunState = { ...initialState(run), status: 'finished', result: 'failed', now: at, traceSeq: seq + 2 };
  return { state: lost, waiting: [], entries };
}
