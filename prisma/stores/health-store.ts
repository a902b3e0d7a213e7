import type { HealthScore } from '../../workflows/model/account-data.js';
import type { Database } from '../database.js';

export interface HealthOfAccount {
  readonly accountId: string;
  readonly segment: string | null;
  readonly health: HealthScore;
}

/** Stores daily scores with the facts behind them. A score that is already there stays: nothing rewrites what was decided on. */
export async function saveHealth(db: Pick<Database, 'pool'>, scores: readonly HealthOfAccount[]): Promise<number> {
  if (scores.length === 0) return 0;
  const { rowCount } = await db.pool.query(
    `INSERT INTO health_snapshots (account_id, at, definition, segment, score, band, dimensions)
     SELECT account_id, to_timestamp(at / 1000.0), definition, segment, score, band, dimensions
     FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::jsonb[])
       AS s (account_id, at, definition, segment, score, band, dimensions)
     ON CONFLICT (account_id, at) DO NOTHING`,
    [
      scores.map(({ accountId }) => accountId),
      scores.map(({ health }) => health.at),
      scores.map(({ health }) => health.definition),
      scores.map(({ segment }) => segment),
      scores.map(({ health }) => health.score),
      scores.map(({ health }) => health.band),
      scores.map(({ health }) => JSON.stringify(health.dimensions)),
    ],
  );
  return rowCount ?? 0;
}
