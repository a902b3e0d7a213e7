import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import { leave } from './project-trace.js';
import { insertTask } from './task-store.js';
import type { TaskDraft } from './task-store.js';

/** What a run wants done to its tasks and messages, along with the lines that say so. Keys are those the channel was given. */
export type TaskChange =
  /** Close an open task with a reason: `expired`, `exit:<id>`, `cancelled`, ... */
  | { readonly type: 'close'; readonly key: string; readonly reason: string; readonly at: Instant }
  /** `memberId` null = nobody was found to escalate to; the task stays with its assignee. */
  | { readonly type: 'escalate'; readonly key: string; readonly memberId: string | null }
  /** An open task closes itself at another time. */
  | { readonly type: 'move'; readonly key: string; readonly expires: Instant }
  /** All open tasks get another assignee; nobody is left to escalate to him. */
  | { readonly type: 'assign'; readonly memberId: string }
  | { readonly type: 'open'; readonly draft: TaskDraft }
  /** Nothing of the run is sent any more, and what waits is cancelled. */
  | { readonly type: 'recall'; readonly reason: string; readonly at: Instant };

/** Carries changes out in their order; what is not there or not open is left alone. */
export async function changeTasks(client: pg.PoolClient, runId: string, changes: readonly TaskChange[]): Promise<void> {
  for (const change of changes) await carryOut(client, runId, change);
}

async function carryOut(client: pg.PoolClient, runId: string, change: TaskChange): Promise<void> {
  const time = (at: Instant): string => new Date(at).toISOString();
  switch (change.type) {
    case 'close':
      await client.query(
        `UPDATE tasks SET status = CASE WHEN $3 = 'expired' THEN 'expired' ELSE 'cancelled' END,
                outcome = CASE WHEN $3 = 'expired' THEN 'expired' END, close_reason = $3, closed_at = $4, closed_by = 'sopwith'
          WHERE run_id = $1 AND step_key = $2 AND kind = 'step' AND status = 'open'`,
        [runId, change.key, change.reason, time(change.at)],
      );
      return;
    case 'escalate':
      await client.query(
        `UPDATE tasks SET escalated_to = coalesce($3, escalated_to)
          WHERE run_id = $1 AND step_key = $2 AND kind = 'step' AND status = 'open'`,
        [runId, change.key, change.memberId],
      );
      return;
    case 'move':
      await client.query(
        `UPDATE tasks SET expires_at = $3 WHERE run_id = $1 AND step_key = $2 AND kind = 'step' AND status = 'open'`,
        [runId, change.key, time(change.expires)],
      );
      return;
    case 'assign':
      await client.query(
        `UPDATE tasks SET assignee_id = $2, escalated_to = nullif(escalated_to, $2) WHERE run_id = $1 AND status = 'open'`,
        [runId, change.memberId],
      );
      return;
    case 'open':
      await insertTask(client, change.draft);
      return;
    case 'recall':
      return leave(client, runId, {
        at: change.at,
        messages: `taken back before it was sent: ${change.reason}`,
        tasks: change.reason,
        kinds: [],
      });
  }
}
