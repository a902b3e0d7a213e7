import type { PinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import type { Database } from '../../../prisma/database.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { BusinessClock, Instant } from '../../../workflows/model/time.js';
import type { Address } from '../channels/compose-mail.js';
import type { SmtpSettings } from '../channels/smtp-settings.js';

/** An account as of an instant together with the catalogue it was read by; null = no such account. */
export type AccountReader = (
  accountId: string,
  at: Instant,
) => Promise<{ readonly data: AccountData; readonly catalogue: Catalogue } | null>;

/** What activities work with. The machine's clock is here so that a test can be late on purpose. */
export interface ActivityDependencies {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly machineNow: () => number;
  readonly smtp: SmtpSettings;
  readonly from: Address;
  readonly readAccount: AccountReader;
  /** @throws PlanNotPublished */
  readonly readPlaybook: (playbook: string, version: number) => Promise<PinnedPlaybook>;
}

/** One attempt of an activity, as its host sees it. */
export interface Attempt {
  /** Tells the host that this attempt is alive. */
  readonly heartbeat: () => void;
  /** Aborted when nobody waits for this attempt any more: its run left, it timed out, or the worker ends. */
  readonly signal: AbortSignal;
  /** Machine time of the first attempt: a step that cannot be carried out is given up some time after it. */
  readonly firstScheduledAt: number;
}
