import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../prisma/database.js';
import { readClock } from '../../../prisma/stores/clock-store.js';
import { isStorageUnavailable } from '../../../prisma/storage-fault.js';
import type { BusinessClock } from '../../../workflows/model/time.js';
import { errorText } from '../logging/line-logger.js';
import type { LineLogger } from '../logging/line-logger.js';

const LONGEST_PAUSE_MS = 5_000;

/** The business clock of this install; waits for a database that is not there yet. Without a row it is the machine's. */
export async function waitForClock(db: Database, log: LineLogger, signal: AbortSignal): Promise<BusinessClock> {
  for (let failures = 0; ; failures += 1) {
    try {
      const now = Date.now();
      return (await readClock(db)) ?? { origin: now, startedAt: now, rate: 1 };
    } catch (error) {
      if (!isStorageUnavailable(error)) throw error;
      if (failures % 12 === 0) log.warn(`worker waits for PostgreSQL: ${errorText(error)}`, 'boot');
      await sleep(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 10)), undefined, { signal });
    }
  }
}
