import type { Database } from '../database.js';
import type { Instant } from '../../workflows/model/time.js';
import type { PersonView } from './account-list.js';
import { isoTime, isoTimeOrNull } from './fact-view.js';
import { pageOf, readTimeCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

export interface TaskFilter extends PageRequest {
  /** Business time that `overdue` is measured at. */
  readonly asOf: Instant;
  /** Member id: tasks assigned or escalated to this person. */
  readonly assignee?: string | undefined;
  readonly status?: string | undefined;
  /** True = only open tasks past their due time; false = only the others. */
  readonly overdue?: boolean | undefined;
  readonly account?: string | undefined;
  readonly run?: string | undefined;
}

export interface TaskView {
  readonly id: string;
  readonly run: string;
  readonly playbook: string;
  readonly step: string;
  readonly stepKey: string;
  /** `step`, or `fallback` = opened because a message had no recipient. */
  readonly kind: string;
  readonly account: string;
  readonly accountName: string;
  /** The account's IANA zone; UTC when the account is gone. */
  readonly timezone: string;
  readonly assignee: PersonView | null;
  readonly escalatedTo: PersonView | null;
  readonly title: string;
  readonly checklist: readonly string[];
  /** The words it may be closed with. */
  readonly outcomes: readonly string[];
  /** Least length of the note that closes it. */
  readonly noteAtLeast: number | null;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  readonly status: string;
  readonly overdue: boolean;
  readonly outcome: string | null;
  readonly note: string | null;
  readonly evidence: unknown;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly closeReason: string | null;
  /** Closed by the autopilot of a replay, not by a person. */
  readonly simulated: boolean;
}

interface TaskRow {
  id: string;
  run_id: string;
  playbook: string;
  step: string;
  step_key: string;
  kind: string;
  account_id: string;
  account_name: string;
  timezone: string;
  assignee_id: string | null;
  assignee_name: string | null;
  escalated_to: string | null;
  escalated_name: string | null;
  title: string;
  checklist: string[];
  outcomes: string[];
  note_at_least: number | null;
  opened_at: Date;
  due_at: Date;
  expires_at: Date;
  status: string;
  overdue: boolean;
  outcome: string | null;
  note: string | null;
  evidence: unknown;
  closed_at: Date | null;
  closed_by: string | null;
  close_reason: string | null;
  simulated: boolean;
}

// The first parameter is the instant overdue is measured at.
const SELECT = `
  SELECT t.*, coalesce(r.playbook, '') AS playbook, coalesce(a.name, t.account_id) AS account_name,
         coalesce(a.timezone, 'UTC') AS timezone, m.name AS assignee_name, e.name AS escalated_name, (t.status = 'open' AND t.due_at < $1::timestamptz) AS overdue
  FROM tasks t
  LEFT JOIN runs r ON r.id = t.run_id
  LEFT JOIN accounts a ON a.id = t.account_id
  LEFT JOIN members m ON m.id = t.assignee_id
  LEFT JOIN members e ON e.id = t.escalated_to`;

/** Tasks, the most urgent first. */
export async function taskList(db: Pick<Database, 'pool'>, filter: TaskFilter): Promise<Page<TaskView>> {
  const after = readTimeCursor(filter);
  const asked = rowsToAsk(filter);
  const { rows } = await db.pool.query<TaskRow>(
    `${SELECT}
     WHERE ($2::text IS NULL OR t.assignee_id = $2 OR t.escalated_to = $2)
       AND ($3::text IS NULL OR t.status = $3)
       AND ($4::boolean IS NULL OR (t.status = 'open' AND t.due_at < $1::timestamptz) = $4)
       AND ($5::text IS NULL OR t.account_id = $5)
       AND ($6::text IS NULL OR t.run_id = $6)
       AND ($7::timestamptz IS NULL OR (t.due_at, t.id::text) > ($7, $8::text))
     ORDER BY t.due_at, t.id::text LIMIT $9`,
    [
      new Date(filter.asOf),
      filter.assignee ?? null,
      filter.status ?? null,
      filter.overdue ?? null,
      filter.account ?? null,
      filter.run ?? null,
      after?.at ?? null,
      after?.id ?? null,
      asked,
    ],
  );
  return pageOf(rows, asked, (row) => [isoTime(row.due_at), row.id], taskView);
}

/** All tasks of one run in the order they were opened. */
export async function runTasks(db: Pick<Database, 'pool'>, runId: string, asOf: Instant): Promise<TaskView[]> {
  const { rows } = await db.pool.query<TaskRow>(`${SELECT} WHERE t.run_id = $2 ORDER BY t.opened_at, t.id`, [
    new Date(asOf),
    runId,
  ]);
  return rows.map(taskView);
}

/** One task, or null when there is no such task. */
export async function taskById(db: Pick<Database, 'pool'>, id: string, asOf: Instant): Promise<TaskView | null> {
  const { rows } = await db.pool.query<TaskRow>(`${SELECT} WHERE t.id = $2::uuid`, [new Date(asOf), id]);
  return rows[0] === undefined ? null : taskView(rows[0]);
}

function taskView(row: TaskRow): TaskView {
  return {
    id: row.id,
    run: row.run_id,
    playbook: row.playbook,
    step: row.step,
    stepKey: row.step_key,
    kind: row.kind,
    account: row.account_id,
    accountName: row.account_name,
    timezone: row.timezone,
    assignee: person(row.assignee_id, row.assignee_name),
    escalatedTo: person(row.escalated_to, row.escalated_name),
    title: row.title,
    checklist: row.checklist,
    outcomes: row.outcomes,
    noteAtLeast: row.note_at_least,
    openedAt: isoTime(row.opened_at),
    dueAt: isoTime(row.due_at),
    expiresAt: isoTime(row.expires_at),
    status: row.status,
    overdue: row.overdue,
    outcome: row.outcome,
    note: row.note,
    evidence: row.evidence,
    closedAt: isoTimeOrNull(row.closed_at),
    closedBy: row.closed_by,
    closeReason: row.close_reason,
    simulated: row.simulated,
  };
}

function person(id: string | null, name: string | null): PersonView | null {
  return id === null ? null : { id, name: name ?? id };
}
