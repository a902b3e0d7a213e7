import type { TimeOfDay } from '../../model/plan.js';
import type { Duration } from '../../model/time.js';

/** A duration as an author writes it: `14d`. */
export function writtenDuration({ amount, unit }: Duration): string {
  return `${amount}${unit}`;
}

/** A time of day as an author writes it: `'08:00'`. */
export function writtenTime({ hour, minute }: TimeOfDay): string {
  return `'${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}'`;
}
