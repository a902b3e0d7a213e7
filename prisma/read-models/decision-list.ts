import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { factViews, isoTime, type FactView } from './fact-view.js';

/** An account that met a trigger, and what became of it. */
export interface DecisionListItem {
  readonly playbook: string;
  readonly version: number;
  readonly account: string;
  readonly accountName: string;
  /** The account's zone: dates in facts are its local days. */
  readonly timezone: string;
  readonly episode: string;
  readonly decidedAt: string;
  /** `enroll` | `skip` */
  readonly decision: string;
  /** `treatment` | `holdout`; null when skipped. */
  readonly arm: string | null;
  /** Why it was skipped. */
  readonly reason: string | null;
  readonly detail: string | null;
  /** What made it trigger. */
  readonly facts: readonly FactView[];
}

interface DecisionRow {
  playbook: string;
  version: number;
  account_id: string;
  account_name: string;
  timezone: string;
  key: string;
  decided_at: Date;
  decision: string;
  arm: string | null;
  reason: string | null;
  detail: string | null;
  facts: unknown;
}

/** Decisions with `from <= decided < to`, oldest first. */
export async function decisionList(
  db: Pick<Database, 'pool'>,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<DecisionListItem[]> {
  const { rows } = await db.pool.query<DecisionRow>(
    `SELECT e.playbook, e.version, e.account_id, coalesce(a.name, e.account_id) AS account_name, coalesce(a.timezone, 'UTC') AS timezone, p.key, e.decided_at, e.decision, e.arm,
            e.reason, e.detail, p.facts
     FROM enrollments e JOIN episodes p ON p.id = e.episode_id LEFT JOIN accounts a ON a.id = e.account_id
     WHERE e.decided_at >= $1 AND e.decided_at < $2 ORDER BY e.decided_at, e.playbook, e.account_id`,
    [new Date(period.from), new Date(period.to)],
  );
  return rows.map((row) => ({
    playbook: row.playbook,
    version: row.version,
    account: row.account_id,
    accountName: row.account_name,
    timezone: row.timezone,
    episode: row.key,
    decidedAt: isoTime(row.decided_at),
    decision: row.decision,
    arm: row.arm,
    reason: row.reason,
    detail: row.detail,
    facts: factViews(row.facts),
  }));
}

/** The run that shows the most: finished, in the treatment arm, with people and messages in it; null when there is none. */
export async function mostTellingRun(db: Pick<Database, 'pool'>): Promise<string | null> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT r.id FROM runs r
     LEFT JOIN LATERAL (SELECT count(DISTINCT s.verb) AS verbs, count(*) AS steps FROM step_records s
                        WHERE s.run_id = r.id AND s.status = 'done') d ON true
     LEFT JOIN LATERAL (SELECT count(*) AS sent FROM messages m WHERE m.run_id = r.id AND m.channel = 'email' AND m.status = 'sent') m ON true
     LEFT JOIN LATERAL (SELECT count(*) AS closed FROM tasks t WHERE t.run_id = r.id AND t.status = 'done') t ON true
     WHERE r.status = 'finished' AND r.arm = 'treatment'
     ORDER BY (m.sent > 0 AND t.closed > 0) DESC, d.verbs DESC, d.steps DESC, r.started_at, r.id LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}
