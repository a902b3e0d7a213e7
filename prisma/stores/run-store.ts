import type pg from 'pg';
import type { RunArm, TraceEntry } from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { changeTasks } from './change-tasks.js';
import type { TaskChange } from './change-tasks.js';
import { dropWhatNeverHappened, neverHappened } from './drop-what-never-happened.js';
import { projectTrace } from './project-trace.js';
import { tellExits, tellWaitingSteps } from './tell-runs.js';

/** What the workflow of a run is started with. */
export interface RunRow {
  readonly id: string;
  readonly playbook: string;
  readonly version: number;
  readonly accountId: string;
  readonly arm: RunArm;
  readonly status: string;
  readonly timezone: string;
  /** The member whom it was handed to; null = it goes by the account's own CSM. */
  readonly handedTo: string | null;
  readonly startedAt: Instant;
}

/** The run's row with its account's zone; null = no such run. */
export async function findRun(db: Database, runId: string): Promise<RunRow | null> {
  const { rows } = await db.pool.query<Omit<RunRow, 'startedAt'> & { startedAt: Date }>(
    `SELECT r.id, r.playbook, r.version, r.account_id AS "accountId", r.arm, r.status, a.timezone, r.started_at AS "startedAt",
            CASE WHEN r.handed_over_at IS NOT NULL THEN r.csm_id END AS "handedTo"
       FROM runs r JOIN accounts a ON a.id = r.account_id WHERE r.id = $1`,
    [runId],
  );
  const row = rows[0];
  return row ? { ...row, startedAt: row.startedAt.getTime() } : null;
}

/**
 * Writes lines of the flight record and everything that follows from them, in one transaction. Lines that are there
 * already (a retry, a replayed worker) change nothing, so the same call any number of times has one effect.
 * @param orderedAt machine time at which the run ordered it. A worker may write lines and be cut off before Temporal hears of
 * them: they never happened, and what the run does instead takes their place. Of two orders the later one is what happened.
 * @returns how many lines were new.
 */
export async function appendTrace(
  db: Database,
  runId: string,
  entries: readonly TraceEntry[],
  changes: readonly TaskChange[] = [],
  orderedAt: number | null = null,
): Promise<number> {
  return poolTransaction(db, async (client) => {
    const newest = orderedAt === null || (await isNewest(client, runId, orderedAt));
    const listens = entries.some(beginsToListen);
    // Against an event that is stored at this moment: whoever comes second sees what the first one wrote.
    if (listens) await client.query('SELECT 1 FROM runs WHERE id = $1 FOR NO KEY UPDATE', [runId]);
    let fresh = await insertTrace(client, runId, entries);
    if (fresh.length < entries.length && orderedAt !== null) {
      if (!newest && (await neverHappened(client, runId, entries))) return takeOut(client, runId, fresh);
      if (newest && (await dropWhatNeverHappened(client, runId, entries))) fresh = await insertTrace(client, runId, entries);
    }
    // All of it was carried out before: a late repeat must not undo what came after it.
    if (entries.length > 0 && fresh.length === 0) return 0;
    await projectTrace(client, runId, fresh);
    await changeTasks(client, runId, changes);
    if (listens) await tellEarlierEvents(client, runId, fresh);
    return fresh.length;
  });
}

/** Lines after which a run may have to hear of events that were stored before. */
function beginsToListen(entry: TraceEntry): boolean {
  if (entry.type === 'step_started') return entry.verb === 'wait_for';
  return entry.type === 'run_started' || entry.type === 'run_migrated';
}

async function tellEarlierEvents(client: pg.PoolClient, runId: string, fresh: readonly TraceEntry[]): Promise<void> {
  const migrated = fresh.findLast(({ type }) => type === 'run_migrated');
  if (fresh.some(({ type }) => type === 'run_started')) await tellExits(client, runId);
  else if (migrated) await tellExits(client, runId, new Date(migrated.at));
  if (fresh.some(({ type }) => type === 'step_started')) await tellWaitingSteps(client, runId);
}

/** Takes lines out again. @returns how many are new then: none. */
async function takeOut(client: pg.PoolClient, runId: string, lines: readonly TraceEntry[]): Promise<0> {
  const numbers = lines.map(({ seq }) => seq);
  await client.query('DELETE FROM trace_entries WHERE run_id = $1 AND seq = ANY($2::int[])', [runId, numbers]);
  return 0;
}

/** False = something that the run ordered later is written already. */
async function isNewest(client: pg.PoolClient, runId: string, orderedAt: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE runs SET recorded_as_of = $2 WHERE id = $1 AND (recorded_as_of IS NULL OR recorded_as_of <= $2)',
    [runId, new Date(orderedAt).toISOString()],
  );
  return rowCount !== 0;
}

async function insertTrace(client: pg.PoolClient, runId: string, entries: readonly TraceEntry[]): Promise<TraceEntry[]> {
  if (entries.length === 0) return [];
  const { rows } = await client.query<{ seq: number }>(
    `INSERT INTO trace_entries (run_id, seq, at, type, step, entry)
     SELECT $1, * FROM unnest($2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::jsonb[])
     ON CONFLICT (run_id, seq) DO NOTHING RETURNING seq`,
    [
      runId,
      entries.map((entry) => entry.seq),
      entries.map((entry) => new Date(entry.at).toISOString()),
      entries.map((entry) => entry.type),
      entries.map((entry) => ('step' in entry ? entry.step : null)),
      entries.map((entry) => JSON.stringify(entry)),
    ],
  );
  const inserted = new Set(rows.map((row) => row.seq));
  return entries.filter((entry) => inserted.has(entry.seq));
}
