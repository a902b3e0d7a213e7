/** A point in time: milliseconds since 1970-01-01T00:00:00Z. Always business time unless a name says `machine`. */
export type Instant = number;

/** A calendar day in some zone, `YYYY-MM-DD`. */
export type LocalDate = string;

/** `min` and `h` are exact; `d`, `bd`, `w`, `mo` are calendar units in a zone (`bd` = working days). */
export type DurationUnit = 'min' | 'h' | 'd' | 'bd' | 'w' | 'mo';

/** A span as an author writes it: `7d`, `2bd`, `90min`. */
export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

/** Length of the closed periods a metric is measured in. Weeks start on Monday, quarters and years in January. */
export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * Maps machine time to business time: `business = origin + (machine - startedAt) * rate`.
 * In production `origin === startedAt` and `rate === 1`; a replay runs history at, say, 86,400 (one day per second).
 */
export interface BusinessClock {
  readonly origin: Instant;
  /** Machine time (epoch ms) at which business time stood at `origin`. */
  readonly startedAt: number;
  readonly rate: number;
}

/** Business time at a machine time. */
export function toBusinessTime(clock: BusinessClock, machine: number): Instant {
  return Math.round(clock.origin + (machine - clock.startedAt) * clock.rate);
}

/** Machine time at which a business instant is reached. */
export function toMachineTime(clock: BusinessClock, at: Instant): number {
  return clock.startedAt + (at - clock.origin) / clock.rate;
}
