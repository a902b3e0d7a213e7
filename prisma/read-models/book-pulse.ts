import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';

/** Where a running book stands: for progress lines. */
export interface BookPulse {
  readonly enrolled: number;
  readonly skipped: number;
  readonly sent: number;
  readonly tasksOpen: number;
  readonly tasksClosed: number;
  readonly runsLive: number;
  /** Work that was decided and not handed over yet. */
  readonly outboxOpen: number;
  /** Start of the last local day that every zone's sweep has finished (epoch ms); null = none yet. */
  readonly sweptThrough: number | null;
}

export async function bookPulse(db: Pick<Database, 'pool'>): Promise<BookPulse> {
  const { rows } = await db.pool.query<BookPulse>(
    `SELECT (SELECT count(*)::int FROM enrollments WHERE decision = 'enroll') AS enrolled,
            (SELECT count(*)::int FROM enrollments WHERE decision <> 'enroll') AS skipped,
            (SELECT count(*)::int FROM messages WHERE status NOT IN ('queued', 'sending', 'cancelled', 'rejected')) AS sent,
            (SELECT count(*)::int FROM tasks WHERE status = 'open') AS "tasksOpen",
            (SELECT count(*)::int FROM tasks WHERE status <> 'open') AS "tasksClosed",
            (SELECT count(*)::int FROM runs WHERE status IN ${LIVE}) AS "runsLive",
            (SELECT count(*)::int FROM outbox WHERE done_at IS NULL AND (attempts > 0 OR not_before <= now())) AS "outboxOpen",
            (SELECT (extract(epoch FROM min(through)) * 1000)::float8 FROM (
               SELECT max(window_start) FILTER (WHERE finished_at IS NOT NULL) AS through FROM sweep_windows WHERE job LIKE 'daily:%' GROUP BY job
             ) zones) AS "sweptThrough"`,
  );
  return (
    rows[0] ?? { enrolled: 0, skipped: 0, sent: 0, tasksOpen: 0, tasksClosed: 0, runsLive: 0, outboxOpen: 0, sweptThrough: null }
  );
}
