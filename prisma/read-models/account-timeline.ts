import type { Database } from '../database.js';
import { isoTime } from './fact-view.js';
import { pageOf, readTimeCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

export interface TimelineFilter extends PageRequest {
  readonly account: string;
}

export const TIMELINE_KINDS = ['decision', 'run', 'step', 'message', 'task_opened', 'task_closed', 'health_band'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened to an account. What `detail` holds depends on `kind`. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: TimelineKind;
  /** Unique among the account's entries. */
  readonly id: string;
  readonly playbook: string | null;
  readonly run: string | null;
  /** What it was about: a step, a subject line, a task's title, a band. */
  readonly title: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

interface TimelineRow {
  at: Date;
  kind: TimelineKind;
  id: string;
  playbook: string | null;
  run: string | null;
  title: string;
  detail: Record<string, string | number | boolean | null>;
}

// One arm per kind; each is a list of (at, kind, id, playbook, run, title, detail).
const ENTRIES = `
  SELECT e.decided_at AS at, 'decision' AS kind, 'decision:' || e.id AS id, e.playbook, r.id AS run, e.decision AS title,
         jsonb_build_object('decision', e.decision, 'arm', e.arm, 'reason', e.reason, 'detail', e.detail, 'version', e.version) AS detail
  FROM enrollments e LEFT JOIN runs r ON r.enrollment_id = e.id WHERE e.account_id = $1
  UNION ALL
  SELECT r.finished_at, 'run', 'run:' || r.id, r.playbook, r.id, coalesce(r.result, r.status),
         jsonb_build_object('status', r.status, 'result', r.result, 'exit', r.exit_id, 'arm', r.arm, 'error', r.error)
  FROM runs r WHERE r.account_id = $1 AND r.finished_at IS NOT NULL
  UNION ALL
  SELECT coalesce(s.done_at, s.started_at), 'step', 'step:' || s.run_id || ':' || s.key, r.playbook, r.id, s.step,
         jsonb_build_object('verb', s.verb, 'status', s.status, 'outcome', s.outcome, 'reason', s.reason, 'by', s.by)
  FROM runs r JOIN step_records s ON s.run_id = r.id WHERE r.account_id = $1
  UNION ALL
  SELECT coalesce(g.sent_at, g.created_at), 'message', 'message:' || g.id, r.playbook, g.run_id, g.subject,
         jsonb_build_object('channel', g.channel, 'status', g.status, 'contact', g.contact_id, 'member', g.member_id, 'step', g.step)
  FROM messages g LEFT JOIN runs r ON r.id = g.run_id WHERE g.account_id = $1
  UNION ALL
  SELECT t.opened_at, 'task_opened', 'task_opened:' || t.id, r.playbook, t.run_id, t.title,
         jsonb_build_object('task', t.id, 'assignee', t.assignee_id, 'kind', t.kind)
  FROM tasks t LEFT JOIN runs r ON r.id = t.run_id WHERE t.account_id = $1
  UNION ALL
  SELECT t.closed_at, 'task_closed', 'task_closed:' || t.id, r.playbook, t.run_id, t.title,
         jsonb_build_object('task', t.id, 'outcome', t.outcome, 'by', t.closed_by, 'reason', t.close_reason, 'status', t.status,
                            'simulated', t.simulated)
  FROM tasks t LEFT JOIN runs r ON r.id = t.run_id WHERE t.account_id = $1 AND t.closed_at IS NOT NULL
  UNION ALL
  SELECT h.at, 'health_band', 'health_band:' || extract(epoch FROM h.at), NULL, NULL, coalesce(h.band, 'unknown'),
         jsonb_build_object('from', h.before, 'to', h.band, 'score', h.score)
  FROM (
    SELECT s.at, s.band, s.score, lag(s.band) OVER (ORDER BY s.at) AS before, row_number() OVER (ORDER BY s.at) AS n
    FROM health_snapshots s WHERE s.account_id = $1
  ) h WHERE h.n = 1 OR h.band IS DISTINCT FROM h.before`;

/** Everything that happened to an account, newest first; null when there is no such account. */
export async function accountTimeline(db: Pick<Database, 'pool'>, filter: TimelineFilter): Promise<Page<TimelineEntry> | null> {
  const after = readTimeCursor(filter);
  const asked = rowsToAsk(filter);
  const { rows } = await db.pool.query<TimelineRow>(
    `SELECT * FROM (${ENTRIES}) t
     WHERE ($2::timestamptz IS NULL OR (t.at, t.id) < ($2, $3::text))
     ORDER BY t.at DESC, t.id DESC LIMIT $4`,
    [filter.account, after?.at ?? null, after?.id ?? null, asked],
  );
  if (rows.length === 0) {
    const account = await db.pool.query('SELECT 1 FROM accounts WHERE id = $1', [filter.account]);
    if (account.rows.length === 0) return null;
  }
  return pageOf(rows, asked, (row) => [isoTime(row.at), row.id], timelineEntry);
}

function timelineEntry(row: TimelineRow): TimelineEntry {
  return {
    at: isoTime(row.at),
    kind: row.kind,
    id: row.id,
    playbook: row.playbook,
    run: row.run,
    title: row.title,
    detail: row.detail,
  };
}
