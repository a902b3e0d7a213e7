import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

/** An open task as the autopilot of a replay sees it. Instants are business time. */
export interface OpenTask {
  readonly id: string;
  readonly dedupeKey: string;
  readonly assigneeId: string | null;
  readonly escalatedTo: string | null;
  readonly escalatedAt: Instant | null;
  readonly outcomes: readonly string[];
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly timezone: string;
}

type OpenTaskRow = Omit<OpenTask, 'openedAt' | 'expiresAt' | 'escalatedAt'> & {
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly escalatedAt: Date | null;
};

/** All tasks that are open, the oldest first. */
export async function openTasks(db: Pick<Database, 'pool'>): Promise<OpenTask[]> {
  const { rows } = await db.pool.query<OpenTaskRow>(
    `SELECT t.id::text AS id, t.dedupe_key AS "dedupeKey", t.assignee_id AS "assigneeId", t.escalated_to AS "escalatedTo",
            CASE WHEN t.escalated_to IS NOT NULL THEN
              (SELECT min(e.at) FROM trace_entries e
                WHERE e.run_id = t.run_id AND e.type = 'task_escalated'
                  AND (t.step_key = e.entry->>'key' OR starts_with(t.step_key, (e.entry->>'key') || '.'))) END AS "escalatedAt",
            t.outcomes, t.opened_at AS "openedAt", t.expires_at AS "expiresAt", coalesce(a.timezone, 'UTC') AS timezone
       FROM tasks t LEFT JOIN accounts a ON a.id = t.account_id
      WHERE t.status = 'open' ORDER BY t.opened_at, t.dedupe_key`,
  );
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    escalatedAt: row.escalatedAt?.getTime() ?? null,
  }));
}
