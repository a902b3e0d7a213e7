import type {
  ReportEnrollment,
  ReportMessages,
  ReportObjective,
  ReportPlaybook,
  ReportRows,
  ReportRun,
  ReportStep,
  ReportTask,
} from '../../workflows/model/report-rows.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

export interface ReportPeriod {
  /** Decisions from this instant on; left out = from the first one. */
  readonly from?: Instant | null;
  /** Decisions before this instant; left out = up to `asOf`. */
  readonly to?: Instant | null;
  /** Business time that overdue and pending are judged at. */
  readonly asOf: Instant;
}

/** Drivers give dates as `Date`; a report counts in instants. */
type Stored<T> = { [K in keyof T]: T[K] extends Instant | null ? T[K] | Date : T[K] };

/** The decisions of a period with everything that became of them. */
export async function reportRows(
  db: Pick<Database, 'pool'>,
  { from = null, to = null, asOf }: ReportPeriod,
): Promise<ReportRows> {
  const period = [from === null ? null : new Date(from), new Date(to ?? asOf + 1)];
  const ask = async <T>(sql: string): Promise<T[]> =>
    (await db.pool.query<Stored<T> & object>(sql, period)).rows.map(toInstants<T>);
  const [accounts, playbooks, enrollments, runs, steps, objectives, tasks, messages, members] = await Promise.all([
    db.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM accounts'),
    ask<ReportPlaybook>(PLAYBOOKS),
    ask<ReportEnrollment>(ENROLLMENTS),
    ask<ReportRun>(RUNS),
    ask<ReportStep>(STEPS),
    ask<ReportObjective>(OBJECTIVES),
    ask<ReportTask>(TASKS),
    ask<ReportMessages>(MESSAGES),
    db.pool.query<{ id: string; name: string }>('SELECT id, name FROM members'),
  ]);
  return {
    from,
    to,
    asOf,
    accounts: accounts.rows[0]?.n ?? 0,
    playbooks,
    enrollments,
    runs,
    steps,
    objectives,
    tasks,
    messages,
    members: Object.fromEntries(members.rows.map(({ id, name }) => [id, name])),
  };
}

const DECIDED = 'n.decided_at >= coalesce($1::timestamptz, n.decided_at) AND n.decided_at < $2::timestamptz';
const RUNS_OF_PERIOD = `runs r JOIN enrollments n ON n.id = r.enrollment_id AND ${DECIDED}`;

const PLAYBOOKS = `
  SELECT p.playbook, p.version, p.plan->'title' AS title,
         coalesce(jsonb_array_length(nullif(p.plan->'verify', 'null'::jsonb)->'objective'), 0) > 0 AS "hasObjective"
  FROM playbook_versions p
  WHERE p.current
     OR EXISTS (SELECT 1 FROM enrollments n WHERE n.playbook = p.playbook AND n.version = p.version AND ${DECIDED})
  ORDER BY p.playbook, p.version`;

const ENROLLMENTS = `
  SELECT n.playbook, n.version, n.account_id AS "accountId", n.decision, n.arm, n.reason, n.decided_at AS "decidedAt"
  FROM enrollments n WHERE ${DECIDED} ORDER BY n.decided_at, n.account_id`;

// A run that was moved to another version stays in the cohort it was enrolled with, and a run that was handed over with
// whom it began: both are what the decision was about.
const RUNS = `
  SELECT r.id, r.playbook, n.version, r.account_id AS "accountId",
         CASE WHEN r.handed_over_at IS NULL THEN r.csm_id ELSE r.first_csm_id END AS "csmId", r.arm, r.status, r.result,
         r.exit_id AS "exitId", r.started_at AS "startedAt", r.finished_at AS "finishedAt"
  FROM ${RUNS_OF_PERIOD} ORDER BY r.started_at, r.id`;

const STEPS = `
  SELECT s.run_id AS "runId", s.step, s.verb, s.due_at AS "dueAt", s.done_at AS "doneAt", s.status, s.outcome
  FROM step_records s JOIN ${RUNS_OF_PERIOD} ON r.id = s.run_id ORDER BY s.started_at, s.run_id, s.key`;

const OBJECTIVES = `
  SELECT c.run_id AS "runId", c.subject AS objective, c."primary", c.at, c.value
  FROM check_records c JOIN ${RUNS_OF_PERIOD} ON r.id = c.run_id WHERE c.kind = 'objective' ORDER BY c.run_id, c.seq`;

const TASKS = `
  SELECT t.run_id AS "runId", t.kind, t.assignee_id AS "assigneeId", t.opened_at AS "openedAt", t.due_at AS "dueAt",
         t.closed_at AS "closedAt", t.status, t.note_at_least AS "noteAtLeast", coalesce(length(t.note), 0) AS "noteLength",
         t.simulated
  FROM tasks t JOIN ${RUNS_OF_PERIOD} ON r.id = t.run_id ORDER BY t.opened_at, t.id`;

const MESSAGES = `
  SELECT m.channel, m.status, count(*)::int AS count, (count(*) FILTER (WHERE m.simulated))::int AS simulated
  FROM messages m JOIN ${RUNS_OF_PERIOD} ON r.id = m.run_id GROUP BY m.channel, m.status ORDER BY m.channel, m.status`;

function toInstants<T>(row: object): T {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.getTime() : value]),
  ) as T;
}
