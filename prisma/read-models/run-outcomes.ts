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
