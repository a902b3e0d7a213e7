import type { Database } from '../../../prisma/database.js';
import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import type { BusinessClock, Instant } from '../../../workflows/model/time.js';

/** Ids and counts of a log line; no personal data. */
export type SweepLogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface SweepLog {
  log(message: string, fields?: SweepLogFields): void;
  warn(message: string, fields?: SweepLogFields): void;
}

/** What sweeps work with. The machine's clock is here so that a test can be late on purpose. */
export interface SweepDependencies {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly machineNow: () => number;
  /** Plans of versions that runs are pinned to. */
  readonly readPlaybook: (playbook: string, version: number) => Promise<PinnedPlaybook>;
  /**
   * Windows of one job that are caught up with after a downtime. Default 14; a replay (a clock with another rate) does
   * every window, however slow the machine is.
   */
  readonly catchUpWindows?: number;
  /** Business time after which nothing is swept any more: the end of a replay. Null or left out = never. */
  readonly until?: Instant | null;
  readonly log: SweepLog;
}
