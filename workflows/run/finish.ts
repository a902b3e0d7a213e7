import type { RunResult } from '../model/run.js';
import type { Draft } from './draft.js';

/** Ends a run; nothing happens to it after that. */
export function finish(draft: Draft, result: RunResult): void {
  draft.update({ status: 'finished', result });
  draft.record({ type: 'run_finished', result });
  draft.command({ type: 'finish', result });
}
