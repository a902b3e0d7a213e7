import { SETTLE_GRACE } from '../../../workflows/durable/activities.js';
import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import { toBusinessTime, toMachineTime } from '../../../workflows/model/time.js';
import type { ActivityDependencies } from './activity-dependencies.js';

/** The answer for a step that is not carried out because its run is being left: the exit event that follows ends it. */
export function leaving(input: PerformInput): PerformResult {
  return { settlement: { status: 'leaving', outcome: null }, settledAt: input.at };
}

/**
 * True when the run leaves by a timer of its own that is due by now, e.g. after the worker was away. The run itself lets
 * a step that is under way go first for a moment, so one that is carried out within that moment is in time.
 */
export function hasLeft(
  { clock, machineNow }: Pick<ActivityDependencies, 'clock' | 'machineNow'>,
  { at, leavesAt }: Pick<PerformInput, 'at' | 'leavesAt'>,
): boolean {
  if (leavesAt === undefined) return false;
  const now = machineNow();
  return now - toMachineTime(clock, at) > SETTLE_GRACE && toBusinessTime(clock, now) >= leavesAt;
}
