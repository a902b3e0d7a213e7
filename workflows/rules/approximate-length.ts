import type { Duration } from '../model/time.js';

const HOUR = 3_600_000;
const LENGTH: Readonly<Record<Duration['unit'], number>> = {
  min: 60_000,
  h: HOUR,
  d: 24 * HOUR,
  // Five business days make a week.
  bd: (7 / 5) * 24 * HOUR,
  w: 168 * HOUR,
  mo: 30.4 * 24 * HOUR,
};

/** A duration in milliseconds, near enough to compare two that authors wrote; never for scheduling. */
export function approximateLength(duration: Duration): number {
  return duration.amount * LENGTH[duration.unit];
}

export function printDuration(duration: Duration): string {
  return `${duration.amount}${duration.unit}`;
}
