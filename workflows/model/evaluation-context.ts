import type { ZoneCalendar } from './calendar.js';
import type { FactValue } from './fact.js';
import type { Instant } from './time.js';

/** A value with the instant as of which it was true. */
export interface Reading {
  readonly value: FactValue;
  readonly asOf: Instant;
  /** For a metric: when the closed period began that ended at `asOf`. Left out where no period is known. */
  readonly since?: Instant;
}

/** Where conditions get their values from; hosts differ (stored rows, an inline test's `given`), conditions do not. */
export interface EvaluationContext {
  /** The instant the question is asked for. */
  readonly asOf: Instant;
  readonly calendar: ZoneCalendar;
  /** When the run started; null outside a run. `change_since_start` measures from the period closed before it. */
  readonly startedAt: Instant | null;
  /** A dotted name as of an instant: `health.score`, `account.segment`, `contract.end`, `call_owner.outcome`. */
  read(path: string, asOf: Instant): Reading;
  /** The `back`-th last closed period of a metric as of an instant (1 = the last one). Value null = unknown. */
  closedPeriod(metric: string, asOf: Instant, back: number): Reading;
}
