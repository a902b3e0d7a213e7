import type { BusinessClock, Instant } from '../../../workflows/model/time.js';
import { toBusinessTime, toMachineTime } from '../../../workflows/model/time.js';

/** Machine time within which a step counts as carried out when it was due. */
const PUNCTUAL_MS = 5 * 60_000;

/**
 * The business time at which a step settled: the instant it was ordered for when it was carried out within five machine
 * minutes of it, else (a mail server was down) the business time it really happened.
 */
export function settledAt(clock: BusinessClock, at: Instant, machineNow: number): Instant {
  if (machineNow - toMachineTime(clock, at) <= PUNCTUAL_MS) return at;
  return Math.max(at, toBusinessTime(clock, machineNow));
}
