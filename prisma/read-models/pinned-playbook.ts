import type { Plan, PlanTemplates } from '../../workflows/model/plan.js';
import type { Database } from '../database.js';

/** What a published playbook version consists of. It never changes, so it may be kept for ever. */
export interface PinnedPlaybook {
  readonly plan: Plan;
  readonly templates: PlanTemplates;
}

/** Null = this version was never published here. */
export async function pinnedPlaybook(
  db: Pick<Database, 'pool'>,
  playbook: string,
  version: number,
): Promise<PinnedPlaybook | null> {
  const { rows } = await db.pool.query<PinnedPlaybook>(
    'SELECT plan, templates FROM playbook_versions WHERE playbook = $1 AND version = $2',
    [playbook, version],
  );
  return rows[0] ?? null;
}
