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

/** Where an account stands among others, by a metric. */
export type Standing = 'platform_average' | 'platform_median' | 'segment_average' | 'segment_median' | 'percentile';

/**
 * Where conditions get their values from; hosts differ (stored rows, an inline test's `given`), conditions do not.
 * What a host cannot tell is unknown: a reading of null, or, for a whole family, no method at all. Never a guess.
 */
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
  /**
   * The accounts' average or median of a metric's last closed period (in the metric's own unit), or the share of the
   * segment's accounts that lie below this one (`percentile`, a fraction).
   */
  standing?(among: Standing, metric: string, asOf: Instant): Reading;
  /** When an event of the account last happened (an instant); null = never, as far as is known. */
  lastEvent?(event: string, asOf: Instant): Reading;
  /** How often an event of the account happened in the `span` milliseconds that end at `asOf`. */
  countEvents?(event: string, span: number, asOf: Instant): Reading;
  /** When a milestone was reached (an instant), `true` = reached before all that is known, `false` = not yet. */
  milestone?(milestone: string, asOf: Instant): Reading;
  /** Whether somebody at the account has a role. */
  roleFilled?(role: string, asOf: Instant): Reading;
  /** Whether somebody with a role used the product in the `span` milliseconds that end at `asOf`; false also without anybody in it. */
  roleActive?(role: string, span: number, asOf: Instant): Reading;
  /** Support tickets open as of an instant; of one priority, or of all (null). */
  openTickets?(priority: string | null, asOf: Instant): Reading;
}
