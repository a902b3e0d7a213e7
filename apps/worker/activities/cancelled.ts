import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';

/** The answer for a step that is not carried out because its run is being left; the run no longer waits for it. */
export function cancelled(input: PerformInput): PerformResult {
  return { settlement: { status: 'skipped', outcome: 'cancelled', reason: 'run_exiting' }, settledAt: input.at };
}
