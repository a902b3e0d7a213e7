import type { Database } from '../database.js';
import type { Instant } from '../../workflows/model/time.js';
import { evaluationViews, factViews, isoTime, isoTimeOrNull } from './fact-view.js';
import type { EvaluationView, FactView } from './fact-view.js';
import { runOrders } from './order-list.js';
import type { OrderView } from './order-list.js';
import { RUN_SELECT, runListItem } from './run-list.js';
import type { RunListItem, RunRow } from './run-list.js';
import { runMessages } from './run-messages.js';
import type { MessageView } from './run-messages.js';
import { runTasks } from './task-list.js';
import type { TaskView } from './task-list.js';
import { traceLine } from './trace-view.js';
import type { TraceLine } from './trace-view.js';

/** What opened the run and why it was enrolled. */
export interface RunTrigger {
  readonly episode: string;
  readonly openedAt: string;
  readonly decidedAt: string;
  readonly facts: readonly FactView[];
  readonly evaluations: readonly EvaluationView[];
}

/** A fact that a decision of the run used. */
export interface UsedFact extends FactView {
  /** `start`, `enroll`, a step id, `exit:<id>` or `objective:<id>`. */
  readonly usedFor: string;
  readonly at: string;
}

export interface StepView {
  readonly key: string;
  readonly step: string;
  readonly verb: string;
  /** When it ought to have been carried out (a task: closed). */
  readonly dueAt: string;
  readonly startedAt: string;
  readonly doneAt: string | null;
  readonly status: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly by: string | null;
  readonly detail: unknown;
}

/** A check or verification: observed at its date, not proven. */
export interface CheckView {
  /** `step` | `objective` */
  readonly kind: string;
  readonly subject: string;
  readonly primary: boolean;
  readonly at: string;
  readonly condition: string;
  readonly value: boolean | null;
  readonly facts: readonly FactView[];
}

/** The flight record: everything that is known of one run. */
export interface RunRecord extends RunListItem {
  readonly trigger: RunTrigger | null;
  readonly trace: readonly TraceLine[];
  readonly facts: readonly UsedFact[];
  readonly steps: readonly StepView[];
  readonly messages: readonly MessageView[];
  readonly tasks: readonly TaskView[];
  readonly checks: readonly CheckView[];
  /** What people ordered about it, refused orders too; oldest first. */
  readonly orders: readonly OrderView[];
}

interface TriggerRow {
  key: string;
  opened_at: Date;
  decided_at: Date;
  facts: unknown;
  evaluations: unknown;
}

interface StepRow {
  key: string;
  step: string;
  verb: string;
  due_at: Date;
  started_at: Date;
  done_at: Date | null;
  status: string;
  outcome: string | null;
  reason: string | null;
  by: string | null;
  detail: unknown;
}

interface CheckRow {
  kind: string;
  subject: string;
  primary: boolean;
  at: Date;
  condition: string;
  value: boolean | null;
  facts: unknown;
}

/**
 * One run's flight record, read from PostgreSQL alone; null when there is no such run.
 * @param asOf business time that a task's `overdue` is measured at; default: the newest line of the record.
 */
export async function runRecord(db: Pick<Database, 'pool'>, id: string, asOf?: Instant): Promise<RunRecord | null> {
  const found = await db.pool.query<RunRow>(`${RUN_SELECT} WHERE r.id = $1`, [id]);
  const row = found.rows[0];
  if (row === undefined) return null;
  const [trigger, trace, steps, checks, messages, orders] = await Promise.all([
    runTrigger(db, id),
    runTrace(db, id),
    runSteps(db, id),
    runChecks(db, id),
    runMessages(db, id),
    runOrders(db, id),
  ]);
  const newest = trace.at(-1)?.at ?? isoTime(row.started_at);
  const tasks = await runTasks(db, id, asOf ?? Date.parse(newest));
  return { ...runListItem(row), trigger, trace, facts: usedFacts(trigger, trace), steps, messages, tasks, checks, orders };
}

async function runTrigger(db: Pick<Database, 'pool'>, id: string): Promise<RunTrigger | null> {
  const { rows } = await db.pool.query<TriggerRow>(
    `SELECT p.key, p.opened_at, e.decided_at, p.facts, e.evaluations
     FROM runs r JOIN enrollments e ON e.id = r.enrollment_id JOIN episodes p ON p.id = e.episode_id WHERE r.id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    episode: row.key,
    openedAt: isoTime(row.opened_at),
    decidedAt: isoTime(row.decided_at),
    facts: factViews(row.facts),
    evaluations: evaluationViews(row.evaluations),
  };
}

async function runTrace(db: Pick<Database, 'pool'>, id: string): Promise<TraceLine[]> {
  const { rows } = await db.pool.query<{ seq: number; at: Date; type: string; entry: unknown }>(
    'SELECT seq, at, type, entry FROM trace_entries WHERE run_id = $1 ORDER BY seq',
    [id],
  );
  return rows.map(traceLine);
}

async function runSteps(db: Pick<Database, 'pool'>, id: string): Promise<StepView[]> {
  const { rows } = await db.pool.query<StepRow>(
    `SELECT key, step, verb, due_at, started_at, done_at, status, outcome, reason, by, detail
     FROM step_records WHERE run_id = $1 ORDER BY started_at, substring(key from '#([0-9]+)$')::int, key`,
    [id],
  );
  return rows.map((row) => ({
    key: row.key,
    step: row.step,
    verb: row.verb,
    dueAt: isoTime(row.due_at),
    startedAt: isoTime(row.started_at),
    doneAt: isoTimeOrNull(row.done_at),
    status: row.status,
    outcome: row.outcome,
    reason: row.reason,
    by: row.by,
    detail: row.detail,
  }));
}

async function runChecks(db: Pick<Database, 'pool'>, id: string): Promise<CheckView[]> {
  const { rows } = await db.pool.query<CheckRow>(
    'SELECT kind, subject, "primary", at, condition, value, facts FROM check_records WHERE run_id = $1 ORDER BY seq',
    [id],
  );
  return rows.map((row) => ({ ...row, at: isoTime(row.at), facts: factViews(row.facts) }));
}

/** Every fact a decision used, in the order of the decisions; the same reading used twice for one thing is one line. */
function usedFacts(trigger: RunTrigger | null, trace: readonly TraceLine[]): UsedFact[] {
  const used = new Map<string, UsedFact>();
  const add = (usedFor: string, at: string, facts: readonly FactView[]): void => {
    for (const fact of facts) {
      const key = JSON.stringify([usedFor, fact.name, fact.asOf, fact.value]);
      if (!used.has(key)) used.set(key, { usedFor, at, ...fact });
    }
  };
  if (trigger !== null) {
    add('start', trigger.openedAt, trigger.facts);
    for (const evaluation of trigger.evaluations) add('enroll', trigger.decidedAt, evaluation.facts);
  }
  for (const line of trace) {
    const facts = line['facts'];
    if (Array.isArray(facts)) add(purposeOf(line), line.at, facts as FactView[]);
  }
  return [...used.values()];
}

function purposeOf(line: TraceLine): string {
  if (line.type === 'verified') return `objective:${String(line['objective'])}`;
  if (line.type === 'exit_taken') return `exit:${String(line['exit'])}`;
  return line.step ?? line.type;
}
