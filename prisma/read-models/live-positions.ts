import type { Plan } from '../../workflows/model/plan.js';
import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';

/** A run under way with the steps it has begun. */
export interface LivePosition {
  readonly run: string;
  readonly playbook: string;
  /** The version it is pinned to. */
  readonly version: number;
  readonly active: readonly string[];
  readonly started: readonly string[];
  readonly verifying: boolean;
}

export interface LivePositions {
  readonly runs: readonly LivePosition[];
  /** The plans those runs are pinned to, by `playbook@version`. */
  readonly plans: ReadonlyMap<string, Plan>;
}

interface Row {
  id: string;
  playbook: string;
  version: number;
  status: string;
  active: string[] | null;
  started: string[] | null;
}

/** Where every run under way stands in the plan it is pinned to. */
export async function livePositions(db: Pick<Database, 'pool'>): Promise<LivePositions> {
  const { rows } = await db.pool.query<Row>(`
    SELECT r.id, r.playbook, r.version, r.status, s.active, s.started
    FROM runs r
    CROSS JOIN LATERAL (
      SELECT array_agg(step) AS started, array_agg(step) FILTER (WHERE done_at IS NULL) AS active
      FROM step_records WHERE run_id = r.id
    ) s
    WHERE r.status IN ${LIVE}
    ORDER BY r.id`);
  const pinned = await db.pool.query<{ playbook: string; version: number; plan: Plan }>(`
    SELECT playbook, version, plan FROM playbook_versions p
    WHERE EXISTS (
      SELECT 1 FROM runs r
      WHERE r.playbook = p.playbook AND r.version = p.version AND r.status IN ${LIVE}
    )`);
  return {
    runs: rows.map(({ id, playbook, version, status, active, started }) => ({
      run: id,
      playbook,
      version,
      active: active ?? [],
      started: started ?? [],
      verifying: status === 'verifying',
    })),
    plans: new Map(pinned.rows.map(({ playbook, version, plan }) => [`${playbook}@${version}`, plan])),
  };
}
