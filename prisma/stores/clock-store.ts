import type { BusinessClock } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

/** The business clock of this install; null = nobody set one yet, business time is machine time. */
export async function readClock(db: Pick<Database, 'client'>): Promise<BusinessClock | null> {
  const row = await db.client.clock.findUnique({ where: { id: 1 } });
  return row && { origin: row.origin.getTime(), startedAt: row.startedAt.getTime(), rate: row.rate };
}

/** Sets the business clock; every process reads it once, when it starts. */
export async function writeClock(db: Pick<Database, 'client'>, clock: BusinessClock): Promise<void> {
  const row = { origin: new Date(clock.origin), startedAt: new Date(clock.startedAt), rate: clock.rate };
  await db.client.clock.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
}
