import type { StepOutcome, StepStatus } from '../../workflows/model/run.js';
import type { Database } from '../database.js';

/** Step id -> the word its last settled passage ended with; steps without one are left out. */
export async function runOutcomes(db: Pick<Database, 'pool'>, runId: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await db.pool.query<{ step: string; outcome: string }>(
    `SELECT DISTINCT ON (step) step, outcome FROM step_records
      WHERE run_id = $1 AND outcome IS NOT NULL ORDER BY step, done_at DESC NULLS LAST`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ step, outcome }) => [step, outcome]));
}

/** What became of the steps of a run so far, by step id: of a step that ran several times, the last time. */
export async function settledSteps(db: Pick<Database, 'pool'>, runId: string): Promise<Readonly<Record<string, StepOutcome>>> {
  const { rows } = await db.pool.query<{ step: string; status: StepStatus; outcome: string | null; done_at: Date }>(
    `SELECT DISTINCT ON (step) step, status, outcome, done_at FROM step_records
      WHERE run_id = $1 AND done_at IS NOT NULL ORDER BY step, done_at DESC`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ step, status, outcome, done_at }) => [step, { status, outcome, at: done_at.getTime() }]));
}
