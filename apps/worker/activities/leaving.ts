import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';

/** The answer for a step that is not carried out because its run is being left: the exit event that follows ends it. */
export function leaving(input: PerformInput): PerformResult {
  return { settlement: { status: 'leaving', outcome: null }, settledAt: input.at };
}
