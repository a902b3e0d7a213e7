import type { DurationUnit } from '../model/time.js';
import type { At, Report } from './checked-operand.js';

/** Milliseconds of the units that always last the same. */
export const EXACT_UNITS: Readonly<Partial<Record<DurationUnit, number>>> = {
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A written length in milliseconds; null after a report when its unit has no fixed length. */
export function exactLength(
  syntax: At & { readonly value: number; readonly unit: '%' | DurationUnit | null },
  report: Report,
): number | null {
  const { value, unit } = syntax;
  if (unit === null || unit === '%') return null;
  const ms = EXACT_UNITS[unit];
  if (ms !== undefined) return value * ms;
  const days = unit === 'mo' ? value * 30 : Math.ceil((value * 7) / 5);
  const what = unit === 'mo' ? 'months' : 'business days';
  report(syntax, 'invalid-duration', `a distance in ${what} has no fixed length`, `write days, e.g. ${days}d`);
  return null;
}
