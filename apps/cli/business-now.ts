import type { Database } from '../../prisma/database.js';
import { readClock } from '../../prisma/stores/clock-store.js';
import { toBusinessTime, type Instant } from '../../workflows/model/time.js';

/** Now on the business clock of an install. */
export async function businessNow(db: Database): Promise<Instant> {
  const machine = Date.now();
  const clock = await readClock(db);
  return clock === null ? machine : toBusinessTime(clock, machine);
}
