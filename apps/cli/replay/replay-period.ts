import type { Instant } from '../../../workflows/model/time.js';

/** `from <= t < to`. */
export interface ReplayPeriod {
  readonly from: Instant;
  readonly to: Instant;
}
