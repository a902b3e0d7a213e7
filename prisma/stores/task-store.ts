import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { isUuid } from '../uuid.js';
import { isCalledOff } from './is-called-off.js';
import { enqueue } from './outbox-store.js';

/** What a task is opened with. Instants are business time. */
export interface TaskDraft {
  readonly runId: string;
  readonly stepKey: string;
  readonly step: string;
  /** `fallback` = opened because a message could not be sent; it does not answer to the run. */
  readonly kind: 'step' | 'fallback';
  readonly accountId: string;
  /** Null = nobody could be found; it still shows in the list. */
  readonly assigneeId: string | null;
  readonly title: string;
  readonly checklist: readonly string[];
  readonly outcomes: readonly string[];
  readonly noteAtLeast: number | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
}

export type OpenTaskResult =
  /** `created` is false when the same step had opened it before. */
  | { readonly status: 'open'; readonly taskId: string; readonly created: boolean }
  /** The run is being left, or the step is called off: nothing was opened. */
  | { readonly status: 'run_exiting' };

export interface TaskClosing {
  readonly taskId: string;
  readonly outcome: string;
  readonly note?: string | null;
  readonly evidence?: unknown;
  /** Who closed it: a member's id, or `autopilot:<member>`. */
  readonly by: string;
  readonly at: Instant;
  readonly simulated?: boolean;
}

/** Why a task was not closed is an expected answer, not an error. */
export type CloseTaskResult =
  /** `repeated` = the very same answer had been given before; nothing was written. */
  | { readonly status: 'ok'; readonly runId: string; readonly repeated: boolean }
  | { readonly status: 'not_found' }
  | {
      readonly status: 'already_closed';
      readonly outcome: string | null;
      readonly by: string | null;
      readonly reason: string | null;
    }
  | { readonly status: 'undeclared_outcome'; readonly declared: readonly string[] }
  | { readonly status: 'note_too_short'; readonly needs: number; readonly has: number };

interface TaskRow {
  readonly id: string;
  readonly run_id: string;
  readonly step_key: string;
  readonly kind: string;
  readonly status: string;
  readonly outcomes: readonly string[];
  readonly note_at_least: number | null;
  readonly opened_at: Date;
  readonly expires_at: Date;
  readonly outcome: string | null;
  readonly closed_by: string | null;
  readonly close_reason: string | null;
  readonly run_paused: boolean;
}

/** Opens a task once per step key, and never for a run that is being left (unless it is a fallback for a person). */
export async function openTask(db: Pick<Database, 'pool'>, draft: TaskDraft): Promise<OpenTaskResult> {
  return poolTransaction(db, async (client): Promise<OpenTaskResult> => {
    if (draft.kind === 'step' && (await isCalledOff(client, draft.runId, draft.stepKey))) return { status: 'run_exiting' };
    return { status: 'open', ...(await insertTask(client, draft)) };
  });
}

/** The same within a transaction, whatever becomes of the run. */
export async function insertTask(client: pg.PoolClient, draft: TaskDraft): Promise<{ taskId: string; created: boolean }> {
  const dedupeKey = draft.kind === 'step' ? `${draft.runId}:${draft.stepKey}` : `${draft.runId}:${draft.stepKey}:fallback`;
  const inserted = await client.query<{ id: string }>(
    `INSERT INTO tasks (id, dedupe_key, run_id, step_key, step, kind, account_id, assignee_id, title, checklist, outcomes,
                        note_at_least, opened_at, due_at, expires_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11, $12, $13, $14)
     ON CONFLICT (dedupe_key) DO NOTHING RETURNING id::text AS id`,
    [
      dedupeKey,
      draft.runId,
      draft.stepKey,
      draft.step,
      draft.kind,
      draft.accountId,
      draft.assigneeId,
      draft.title,
      JSON.stringify(draft.checklist),
      JSON.stringify(draft.outcomes),
      draft.noteAtLeast,
      new Date(draft.openedAt).toISOString(),
      new Date(draft.dueAt).toISOString(),
      new Date(draft.expiresAt).toISOString(),
    ],
  );
  if (inserted.rows[0]) return { taskId: inserted.rows[0].id, created: true };
  const existing = await client.query<{ id: string }>('SELECT id::text AS id FROM tasks WHERE dedupe_key = $1', [dedupeKey]);
  return { taskId: existing.rows[0]?.id ?? '', created: false };
}

/**
 * Closes a task with one of its declared outcomes, and in the same transaction writes the event that tells its run.
 * The one function behind API, terminal and autopilot. Giving the same answer twice is fine and has one effect.
 */
export async function closeTask(db: Database, closing: TaskClosing): Promise<CloseTaskResult> {
  if (!isUuid(closing.taskId)) return { status: 'not_found' };
  return db.transaction(async (tx) => {
    const rows = await tx.$queryRaw<TaskRow[]>`
      SELECT id::text AS id, run_id, step_key, kind, status, outcomes, note_at_least, opened_at, expires_at,
             outcome, closed_by, close_reason,
             EXISTS (SELECT 1 FROM runs r WHERE r.id = run_id AND r.status = 'paused') AS run_paused
        FROM tasks WHERE id = ${closing.taskId}::uuid FOR UPDATE`;
    const task = rows[0];
    if (!task) return { status: 'not_found' };
    if (task.status !== 'open') {
      if (task.status === 'done' && task.outcome === closing.outcome) return { status: 'ok', runId: task.run_id, repeated: true };
      return { status: 'already_closed', outcome: task.outcome, by: task.closed_by, reason: task.close_reason };
    }
    // Nobody closes a task before it was opened, whatever a clock says.
    const at = Math.max(closing.at, task.opened_at.getTime());
    // The run says that it expired, if late: an answer taken now would stand in the list and not count in the run. One that
    // is paused lets nothing expire before it goes on.
    if (task.kind === 'step' && !task.run_paused && at >= task.expires_at.getTime())
      return { status: 'already_closed', outcome: 'expired', by: 'sopwith', reason: 'expired' };
    if (!task.outcomes.includes(closing.outcome)) return { status: 'undeclared_outcome', declared: task.outcomes };
    const note = closing.note?.trim() ?? '';
    const length = [...note].length;
    if (length < (task.note_at_least ?? 0)) return { status: 'note_too_short', needs: task.note_at_least ?? 0, has: length };
    const evidence = closing.evidence === undefined || closing.evidence === null ? null : JSON.stringify(closing.evidence);
    await tx.$executeRaw`
      UPDATE tasks SET status = 'done', outcome = ${closing.outcome}, note = ${note === '' ? null : note},
             evidence = ${evidence}::jsonb, closed_at = ${new Date(at)}, closed_by = ${closing.by},
             simulated = ${closing.simulated ?? false}
       WHERE id = ${closing.taskId}::uuid`;
    if (task.kind === 'step') {
      const { outcome, by } = closing;
      const event = { type: 'task_closed', at, id: `task:${task.id}`, key: task.step_key, outcome, by } as const;
      await enqueue(tx, { kind: 'push_event', payload: { runId: task.run_id, event } });
    }
    return { status: 'ok', runId: task.run_id, repeated: false };
  });
}
