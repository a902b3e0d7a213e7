import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';

/** A run under way as a migration looks at it. */
export interface LiveRunOf {
  readonly run: string;
  readonly account: string;
  readonly accountName: string;
  /** The account's zone: people read dates in it. */
  readonly timezone: string;
  /** The version it follows. */
  readonly version: number;
  readonly status: string;
}

/** Runs of a playbook under way, oldest first. @param filter of one version, one run; left out = all */
export async function liveRunsOf(
  db: Pick<Database, 'pool'>,
  playbook: string,
  filter: { readonly version?: number | undefined; readonly run?: string | undefined } = {},
): Promise<LiveRunOf[]> {
  const { rows } = await db.pool.query<LiveRunOf>(
    `SELECT r.id AS run, r.account_id AS account, coalesce(a.name, r.account_id) AS "accountName",
            coalesce(a.timezone, 'UTC') AS timezone, r.version, r.status
     FROM runs r LEFT JOIN accounts a ON a.id = r.account_id
     WHERE r.playbook = $1 AND r.status IN ${LIVE} AND ($2::int IS NULL OR r.version = $2) AND ($3::text IS NULL OR r.id = $3)
     ORDER BY r.started_at, r.id`,
    [playbook, filter.version ?? null, filter.run ?? null],
  );
  return rows;
}
