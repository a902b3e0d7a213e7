import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Database } from '../database.js';

/** The newest published catalogue; null = nothing was published yet. */
export async function catalogueInForce(db: Pick<Database, 'pool'>): Promise<Catalogue | null> {
  const { rows } = await db.pool.query<{ catalogue: Catalogue }>(
    'SELECT catalogue FROM catalogue_versions ORDER BY published_at DESC LIMIT 1',
  );
  return rows[0]?.catalogue ?? null;
}
