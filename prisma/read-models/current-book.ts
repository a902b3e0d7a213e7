import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { Database } from '../database.js';
import { catalogueInForce } from '../stores/publication-store.js';

/** What is in force: the newest catalogue and the current version of every playbook, by id. */
export interface CurrentBook {
  readonly catalogue: Catalogue;
  readonly plans: readonly Plan[];
}

/** Null = nothing was published yet. */
export async function currentBook(db: Pick<Database, 'pool'>): Promise<CurrentBook | null> {
  const [catalogue, playbooks] = await Promise.all([
    catalogueInForce(db),
    db.pool.query<{ plan: Plan }>('SELECT plan FROM playbook_versions WHERE current ORDER BY playbook'),
  ]);
  return catalogue === null ? null : { catalogue, plans: playbooks.rows.map(({ plan }) => plan) };
}

/** The time zones that accounts live in, sorted. */
export async function accountZones(db: Pick<Database, 'pool'>): Promise<string[]> {
  const { rows } = await db.pool.query<{ timezone: string }>('SELECT DISTINCT timezone FROM accounts ORDER BY timezone');
  return rows.map(({ timezone }) => timezone);
}
