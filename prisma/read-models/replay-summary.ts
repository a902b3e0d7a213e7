import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

type Counts = Readonly<Record<string, number>>;

export interface PlaybookSummary {
  readonly id: string;
  readonly version: number;
  /** Accounts that met the trigger: enrolled + holdout + skipped. */
  readonly triggered: number;
  /** In the treatment arm. */
  readonly enrolled: number;
  readonly holdout: number;
  /** Reason -> number. */
  readonly skipped: Counts;
  readonly runs: Counts;
  /** Step id -> status -> number. */
  readonly steps: Readonly<Record<string, Counts>>;
  /** How finished runs of the treatment arm ended. */
  readonly verdicts: Counts;
}

/** What a stretch of business time brought, in numbers. */
export interface BookSummary {
  readonly from: string;
  readonly to: string;
  readonly accounts: number;
  readonly playbooks: readonly PlaybookSummary[];
  /** Channel -> status -> number. */
  readonly messages: Readonly<Record<string, Counts>>;
  readonly tasks: Counts;
}

interface CountRow {
  playbook: string;
  version: number;
  a: string | null;
  b: string | null;
  n: number;
}

/** Numbers of what was decided in `from <= t < to` (business time), and of what has become of it since. */
export async function bookSummary(
  db: Pick<Database, 'pool'>,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<BookSummary> {
  const bounds = [new Date(period.from), new Date(period.to)];
  const ask = async (sql: string): Promise<CountRow[]> => (await db.pool.query<CountRow>(sql, bounds)).rows;
  const runs = 'FROM runs r JOIN enrollments e ON e.id = r.enrollment_id AND e.decided_at >= $1 AND e.decided_at < $2';
  const [accounts, published, decisions, statuses, steps, verdicts, messages, tasks] = await Promise.all([
    db.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM accounts'),
    db.pool.query<{ playbook: string; version: number }>(
      'SELECT playbook, version FROM playbook_versions WHERE current ORDER BY playbook',
    ),
    ask(`SELECT playbook, version, CASE WHEN decision = 'enroll' THEN 'arm' ELSE 'skip' END AS a, coalesce(arm, reason) AS b, count(*)::int AS n
         FROM enrollments WHERE decided_at >= $1 AND decided_at < $2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`),
    ask(`SELECT r.playbook, r.version, r.status AS a, NULL AS b, count(*)::int AS n ${runs} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    ask(`SELECT r.playbook, r.version, s.step AS a, s.status AS b, count(*)::int AS n ${runs} JOIN step_records s ON s.run_id = r.id
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`),
    ask(`SELECT r.playbook, r.version, r.result AS a, NULL AS b, count(*)::int AS n ${runs}
         WHERE r.result IS NOT NULL AND r.arm = 'treatment' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`),
    ask(`SELECT '' AS playbook, 0 AS version, channel AS a, status AS b, count(*)::int AS n FROM messages
         WHERE created_at >= $1 AND created_at < $2 GROUP BY 3, 4 ORDER BY 3, 4`),
    ask(`SELECT '' AS playbook, 0 AS version, status AS a, NULL AS b, count(*)::int AS n FROM tasks
         WHERE opened_at >= $1 AND opened_at < $2 GROUP BY 3 ORDER BY 3`),
  ]);
  const versions = new Map(published.rows.map(({ playbook, version }) => [`${playbook}@${version}`, { playbook, version }]));
  for (const { playbook, version } of decisions) versions.set(`${playbook}@${version}`, { playbook, version });
  const playbooks = [...versions.values()].map(({ playbook, version }): PlaybookSummary => {
    const own = (rows: readonly CountRow[]) => rows.filter((row) => row.playbook === playbook && row.version === version);
    const arms = own(decisions).filter((row) => row.a === 'arm');
    const inArm = (arm: string) => total(arms.filter((row) => row.b === arm));
    return {
      id: playbook,
      version,
      triggered: total(own(decisions)),
      enrolled: inArm('treatment'),
      holdout: inArm('holdout'),
      skipped: Object.fromEntries(own(decisions).filter((row) => row.a === 'skip').map((row) => [row.b ?? 'unknown', row.n])), // prettier-ignore
      runs: counts(own(statuses)),
      steps: nested(own(steps)),
      verdicts: counts(own(verdicts)),
    };
  });
  return {
    from: new Date(period.from).toISOString(),
    to: new Date(period.to).toISOString(),
    accounts: accounts.rows[0]?.n ?? 0,
    playbooks,
    messages: nested(messages),
    tasks: counts(tasks),
  };
}

const total = (rows: readonly CountRow[]) => rows.reduce((sum, row) => sum + row.n, 0);

const counts = (rows: readonly CountRow[]): Counts => Object.fromEntries(rows.map((row) => [row.a ?? '-', row.n]));

function nested(rows: readonly CountRow[]): Record<string, Counts> {
  const result: Record<string, Record<string, number>> = {};
  for (const row of rows) (result[row.a ?? '-'] ??= {})[row.b ?? '-'] = row.n;
  return result;
}

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
}

export async function bookPulse(db: Pick<Database, 'pool'>): Promise<BookPulse> {
  const { rows } = await db.pool.query<BookPulse>(
    `SELECT (SELECT count(*)::int FROM enrollments WHERE decision = 'enroll') AS enrolled,
            (SELECT count(*)::int FROM enrollments WHERE decision <> 'enroll') AS skipped,
            (SELECT count(*)::int FROM messages WHERE status NOT IN ('queued', 'sending', 'cancelled', 'rejected')) AS sent,
            (SELECT count(*)::int FROM tasks WHERE status = 'open') AS "tasksOpen",
            (SELECT count(*)::int FROM tasks WHERE status <> 'open') AS "tasksClosed",
            (SELECT count(*)::int FROM runs WHERE status IN ('starting', 'running', 'verifying')) AS "runsLive",
            (SELECT count(*)::int FROM outbox WHERE done_at IS NULL) AS "outboxOpen"`,
  );
  return rows[0] ?? { enrolled: 0, skipped: 0, sent: 0, tasksOpen: 0, tasksClosed: 0, runsLive: 0, outboxOpen: 0 };
}
