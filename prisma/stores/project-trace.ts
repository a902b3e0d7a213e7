import type pg from 'pg';
import type { TraceEntry } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';

type Line<T extends TraceEntry['type']> = Extract<TraceEntry, { type: T }>;

const time = (at: Instant): string => new Date(at).toISOString();

/** Carries new lines of the flight record over into the tables that lists and reports read. */
export async function projectTrace(client: pg.PoolClient, runId: string, entries: readonly TraceEntry[]): Promise<void> {
  for (const entry of entries) await project(client, runId, entry);
}

async function project(client: pg.PoolClient, runId: string, entry: TraceEntry): Promise<void> {
  switch (entry.type) {
    case 'run_started':
      await client.query(`UPDATE runs SET status = 'running' WHERE id = $1 AND status = 'starting'`, [runId]);
      return;
    case 'step_started':
      await client.query(
        `INSERT INTO step_records (run_id, key, step, verb, due_at, started_at, status)
         VALUES ($1, $2, $3, $4, $5, $6, 'active') ON CONFLICT (run_id, key) DO NOTHING`,
        [runId, entry.key, entry.step, entry.verb, time(entry.due), time(entry.at)],
      );
      return;
    case 'task_opened':
      return openTask(client, runId, entry);
    case 'step_settled':
      return settleStep(client, runId, entry);
    case 'asked':
      return check(client, runId, entry, { kind: 'step', subject: entry.step, primary: false });
    case 'verified':
      return check(client, runId, entry, { kind: 'objective', subject: entry.objective, primary: entry.primary });
    case 'exit_taken':
      return takeExit(client, runId, entry);
    case 'timer_set':
      if (entry.timer === VERIFY_TIMER)
        await client.query(`UPDATE runs SET status = 'verifying' WHERE id = $1 AND status <> 'paused' AND finished_at IS NULL`, [
          runId,
        ]);
      return;
    case 'step_retried':
      return openStepAgain(client, runId, entry);
    case 'run_paused':
      await client.query(`UPDATE runs SET status = 'paused' WHERE id = $1 AND finished_at IS NULL`, [runId]);
      return;
    case 'run_resumed':
      await client.query(`UPDATE runs SET status = 'running' WHERE id = $1 AND status = 'paused'`, [runId]);
      return;
    case 'run_cancelled':
      return cancelRun(client, runId, entry);
    case 'run_handed_over':
      return handOver(client, runId, entry);
    case 'run_migrated':
      return migrateRun(client, runId, entry);
    case 'run_finished':
      await client.query(
        `UPDATE runs SET status = CASE WHEN $2 = 'failed' THEN 'failed' ELSE 'finished' END, result = $2, finished_at = $3
          WHERE id = $1 AND finished_at IS NULL`,
        [runId, entry.result, time(entry.at)],
      );
      if (entry.result === 'failed') await stopRun(client, runId, entry);
      return;
    default:
      // Lines that lists and reports do not read.
      return;
  }
}

/** The timer a run waits on after its last step, before its objectives are asked. */
const VERIFY_TIMER = 'verify';

/** The run's own arithmetic is the truth about when a task is due. */
async function openTask(client: pg.PoolClient, runId: string, entry: Line<'task_opened'>): Promise<void> {
  await client.query('UPDATE step_records SET due_at = $3 WHERE run_id = $1 AND key = $2', [runId, entry.key, time(entry.due)]);
  // A task of a later try has the try's own key: `call#3.2`.
  await client.query(
    `UPDATE tasks SET due_at = $3, expires_at = $4
      WHERE run_id = $1 AND (step_key = $2 OR starts_with(step_key, $2 || '.')) AND kind = 'step' AND status = 'open'`,
    [runId, entry.key, time(entry.due), time(entry.expires)],
  );
}

async function settleStep(client: pg.PoolClient, runId: string, entry: Line<'step_settled'>): Promise<void> {
  await client.query(
    `UPDATE step_records SET done_at = $3, status = $4, outcome = $5, reason = $6, by = $7, detail = $8::jsonb
      WHERE run_id = $1 AND key = $2 AND done_at IS NULL`,
    [
      runId,
      entry.key,
      time(entry.at),
      entry.status,
      entry.outcome,
      entry.reason ?? null,
      entry.by ?? null,
      entry.detail ? JSON.stringify(entry.detail) : null,
    ],
  );
  if (entry.status !== 'done' && entry.status !== 'expired') await dropUnsent(client, runId, entry);
}

/** It has one row, whatever the number of attempts: what became of an earlier one is in the flight record. */
async function openStepAgain(client: pg.PoolClient, runId: string, entry: Line<'step_retried'>): Promise<void> {
  await client.query(
    `UPDATE step_records SET done_at = NULL, status = 'active', outcome = NULL, reason = NULL, by = NULL, detail = NULL
      WHERE run_id = $1 AND key = $2`,
    [runId, entry.key],
  );
}

/** An exit that was decided by the version it leaves may not be one of the new version: it is decided anew there. */
async function migrateRun(client: pg.PoolClient, runId: string, entry: Line<'run_migrated'>): Promise<void> {
  await client.query(
    'UPDATE runs SET version = $2, exiting_at = CASE WHEN exit_id IS NULL THEN NULL ELSE exiting_at END WHERE id = $1',
    [runId, entry.to],
  );
}

/** Whom it began with stays on the record: what was done before is theirs. */
async function handOver(client: pg.PoolClient, runId: string, entry: Line<'run_handed_over'>): Promise<void> {
  await client.query(
    `UPDATE runs SET first_csm_id = CASE WHEN handed_over_at IS NULL THEN csm_id ELSE first_csm_id END,
            handed_over_at = $3, csm_id = $2
      WHERE id = $1`,
    [runId, entry.to, time(entry.at)],
  );
}

/** What a step did not get sent before it was over is not sent after it either. */
async function dropUnsent(client: pg.PoolClient, runId: string, { key, status }: Line<'step_settled'>): Promise<void> {
  await client.query(
    `UPDATE messages SET status = 'cancelled', last_error = $3, lease_until = NULL
      WHERE run_id = $1 AND (step_key = $2 OR starts_with(step_key, $2 || '.')) AND status = 'queued'`,
    [runId, key, `its step was over (${status}) before it was sent`],
  );
}

async function check(
  client: pg.PoolClient,
  runId: string,
  entry: Line<'asked'> | Line<'verified'>,
  what: { readonly kind: string; readonly subject: string; readonly primary: boolean },
): Promise<void> {
  await client.query(
    `INSERT INTO check_records (run_id, seq, kind, subject, "primary", at, condition, value, facts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb) ON CONFLICT (run_id, seq) DO NOTHING`,
    [
      runId,
      entry.seq,
      what.kind,
      what.subject,
      what.primary,
      time(entry.at),
      entry.condition,
      entry.value,
      JSON.stringify(entry.facts),
    ],
  );
}

async function takeExit(client: pg.PoolClient, runId: string, entry: Line<'exit_taken'>): Promise<void> {
  await client.query('UPDATE runs SET exit_id = $2 WHERE id = $1', [runId, entry.exit]);
  const because = `the run left by its exit "${entry.exit}" before it was sent`;
  await leave(client, runId, { at: entry.at, messages: because, tasks: `exit:${entry.exit}`, kinds: ['step'] });
}

/** Tasks that people were given because a message did not go out end with it, too: nobody is left to hear of them. */
async function cancelRun(client: pg.PoolClient, runId: string, entry: Line<'run_cancelled'>): Promise<void> {
  const because = 'the run was cancelled before it was sent';
  await leave(client, runId, { at: entry.at, messages: because, tasks: 'cancelled', kinds: ['step', 'fallback'] });
}

/** A step that failed ended it: what its other lanes had begun ends with it. */
async function stopRun(client: pg.PoolClient, runId: string, entry: Line<'run_finished'>): Promise<void> {
  const because = 'the run was stopped by a step that failed before it was sent';
  await leave(client, runId, { at: entry.at, messages: because, tasks: 'failed', kinds: ['step'] });
}

/** After this nothing of the run may start any more: unsent messages and open tasks go with it. */
export async function leave(
  client: Pick<pg.PoolClient, 'query'>,
  runId: string,
  why: { readonly at: Instant; readonly messages: string; readonly tasks: string; readonly kinds: readonly string[] },
): Promise<void> {
  const at = time(why.at);
  await client.query('UPDATE runs SET exiting_at = coalesce(exiting_at, $2) WHERE id = $1', [runId, at]);
  await client.query(
    `UPDATE messages SET status = 'cancelled', last_error = $2, lease_until = NULL WHERE run_id = $1 AND status = 'queued'`,
    [runId, why.messages],
  );
  await client.query(
    `UPDATE tasks SET status = 'cancelled', close_reason = $2, closed_at = $3, closed_by = 'sopwith'
      WHERE run_id = $1 AND kind = ANY($4::text[]) AND status = 'open'`,
    [runId, why.tasks, at, why.kinds],
  );
}
