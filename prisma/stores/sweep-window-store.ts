import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';

/** `taken` = somebody else holds the lock and does the work; nothing is missed. */
export type LockedWork<T> = { readonly lock: 'held'; readonly result: T } | { readonly lock: 'taken' };

/**
 * Does work while holding an advisory lock of the database, or not at all when another process holds it. The lock lives
 * in a transaction of its own, so PostgreSQL frees it when this process dies.
 */
export async function underSweepLock<T>(db: Database, name: string, work: () => Promise<T>): Promise<LockedWork<T>> {
  return poolTransaction(db, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked',
      [`sopwith:${name}`],
    );
    return rows[0]?.locked === true ? { lock: 'held', result: await work() } : { lock: 'taken' };
  });
}

/** The newest finished window of every job. */
export async function lastFinishedWindows(db: Database): Promise<ReadonlyMap<string, Instant>> {
  const { rows } = await db.pool.query<{ job: string; at: Date }>(
    'SELECT job, max(window_start) AS at FROM sweep_windows WHERE finished_at IS NOT NULL GROUP BY job',
  );
  return new Map(rows.map(({ job, at }) => [job, at.getTime()]));
}

/**
 * Notes that a window begins. `resumed` = it had begun before and was not finished (a crash): take it up again, all its
 * effects are idempotent. `finished` = leave it alone.
 */
export async function beginWindow(db: Database, job: string, at: Instant): Promise<'fresh' | 'resumed' | 'finished'> {
  const inserted = await db.pool.query(
    'INSERT INTO sweep_windows (job, window_start) VALUES ($1, $2) ON CONFLICT (job, window_start) DO NOTHING',
    [job, new Date(at)],
  );
  if (inserted.rowCount === 1) return 'fresh';
  const { rows } = await db.pool.query<{ finished: boolean }>(
    'SELECT finished_at IS NOT NULL AS finished FROM sweep_windows WHERE job = $1 AND window_start = $2',
    [job, new Date(at)],
  );
  return rows[0]?.finished === true ? 'finished' : 'resumed';
}

/** Marks a window as carried out, with what it found. */
export async function finishWindow(db: Database, job: string, at: Instant, detail: object): Promise<void> {
  await db.pool.query(
    `INSERT INTO sweep_windows (job, window_start, finished_at, detail) VALUES ($1, $2, now(), $3::jsonb)
     ON CONFLICT (job, window_start) DO UPDATE SET finished_at = now(), detail = excluded.detail
     WHERE sweep_windows.finished_at IS NULL`,
    [job, new Date(at), JSON.stringify(detail)],
  );
}
