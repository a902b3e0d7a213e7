import type { ZoneCalendar } from './calendar.js';
import type { HealthBand } from './catalogue.js';
import type { Fact, FactValue } from './fact.js';
import type { Locale } from './localized-text.js';
import type { Instant } from './time.js';

/** One closed period of a metric: `start <= t < end`. Null = unknown. */
export interface MetricPoint {
  readonly start: Instant;
  readonly end: Instant;
  readonly value: number | null;
}

/** One part of a health score with the fact behind it; null points = missing, its weight went to the others. */
export interface DimensionScore {
  readonly id: string;
  readonly weight: number;
  readonly points: number | null;
  readonly fact: Fact;
}

/** A daily health score. Null score = no dimension could be read. */
export interface HealthScore {
  readonly at: Instant;
  readonly score: number | null;
  readonly band: HealthBand | null;
  readonly definition: string;
  readonly dimensions: readonly DimensionScore[];
}

/** A subscription term, `start <= t < end`. */
export interface Contract {
  readonly product: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly seats: number | null;
}

export type AccountStatus = 'trial' | 'active' | 'churned';

/** Everything a decision about one account may read. Rows are complete up to `loadedAsOf`; nothing later is in it. */
export interface AccountData {
  readonly id: string;
  readonly name: string;
  readonly status: AccountStatus;
  readonly segment: string | null;
  readonly muted: boolean;
  readonly locale: Locale;
  readonly calendar: ZoneCalendar;
  /** Roles that at least one reachable contact has. */
  readonly roles: readonly string[];
  readonly hasCsm: boolean;
  readonly attributes: Readonly<Record<string, FactValue>>;
  /** Ascending by start. */
  readonly contracts: readonly Contract[];
  /** Metric id -> closed periods, ascending. */
  readonly series: Readonly<Record<string, readonly MetricPoint[]>>;
  /** Daily, ascending by `at`. */
  readonly health: readonly Pick<HealthScore, 'at' | 'score' | 'band'>[];
  readonly loadedAsOf: Instant;
}
