import type { Client } from '@temporalio/client';
import type { Database } from '../../../prisma/database.js';
import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import type { BusinessClock, Instant } from '../../../workflows/model/time.js';

/** What the relay works with. */
export interface RelayDependencies {
  readonly db: Database;
  readonly client: Client;
  /** What messages call the Temporal server: its address. */
  readonly temporal: string;
  readonly clock: BusinessClock;
  readonly readPlaybook: (playbook: string, version: number) => Promise<PinnedPlaybook>;
  /** Asks what an account's runs watch as of an instant, and writes what follows. */
  readonly watchRuns: (accountId: string, at: Instant) => Promise<unknown>;
}
