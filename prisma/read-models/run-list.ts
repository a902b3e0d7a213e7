import type { Database } from '../database.js';
import { LIVE_STATUSES } from '../live-runs.js';
import type { PersonView } from './account-list.js';
import { isoTime, isoTimeOrNull } from './fact-view.js';
import { pageOf, readTimeCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

export const RUN_STATUSES = ['starting', 'running', 'paused', 'verifying', 'finished', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface RunFilter extends PageRequest {
  /** `live` = starting, running, paused or verifying. */
  readonly status?: RunStatus | 'live' | undefined;
  readonly playbook?: string | undefined;
  readonly account?: string | undefined;
}

export interface RunListItem {
  readonly run: string;
  readonly playbook: string;
  readonly version: number;
  readonly account: string;
  readonly accountName: string;
  /** The account's IANA zone; UTC when the account is gone. */
  readonly timezone: string;
  /** Who has it now. */
  readonly csm: PersonView | null;
  /** Whether it was handed over: then `firstCsm` is whom it began with (null = nobody). */
  readonly handedOver: boolean;
  readonly firstCsm: PersonView | null;
  readonly arm: string;
  readonly status: string;
  /** How it ended; null while it is under way. */
  readonly result: string | null;
  readonly exit: string | null;
  /** The steps under way. */
  readonly activeSteps: readonly string[];
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly error: string | null;
}

export interface RunRow {
  id: string;
  playbook: string;
  version: number;
  account_id: string;
  account_name: string;
  timezone: string;
  csm_id: string | null;
  csm_name: string | null;
  handed_over: boolean;
  first_csm_id: string | null;
  first_csm_name: string | null;
  arm: string;
  status: string;
  result: string | null;
  exit_id: string | null;
  active_steps: string[] | null;
  started_at: Date;
  finished_at: Date | null;
  error: string | null;
}

export const RUN_SELECT = `
  SELECT r.id, r.playbook, r.version, r.account_id, coalesce(a.name, r.account_id) AS account_name,
         coalesce(a.timezone, 'UTC') AS timezone, r.csm_id, m.name AS csm_name,
         r.handed_over_at IS NOT NULL AS handed_over, r.first_csm_id, f.name AS first_csm_name,
         r.arm, r.status, r.result, r.exit_id, r.started_at, r.finished_at, r.error,
         (SELECT array_agg(s.step ORDER BY s.started_at, s.key) FROM step_records s WHERE s.run_id = r.id AND s.status = 'active')
           AS active_steps
  FROM runs r
  LEFT JOIN accounts a ON a.id = r.account_id
  LEFT JOIN members m ON m.id = r.csm_id
  LEFT JOIN members f ON f.id = r.first_csm_id`;

/** Runs, newest first. */
export async function runList(db: Pick<Database, 'pool'>, filter: RunFilter = {}): Promise<Page<RunListItem>> {
  const after = readTimeCursor(filter);
  const asked = rowsToAsk(filter);
  const statuses = filter.status === undefined ? null : filter.status === 'live' ? LIVE_STATUSES : [filter.status];
  const { rows } = await db.pool.query<RunRow>(
    `${RUN_SELECT}
     WHERE ($1::text[] IS NULL OR r.status = ANY($1))
       AND ($2::text IS NULL OR r.playbook = $2)
       AND ($3::text IS NULL OR r.account_id = $3)
       AND ($4::timestamptz IS NULL OR (r.started_at, r.id) < ($4, $5::text))
     ORDER BY r.started_at DESC, r.id DESC LIMIT $6`,
    [statuses, filter.playbook ?? null, filter.account ?? null, after?.at ?? null, after?.id ?? null, asked],
  );
  return pageOf(rows, asked, (row) => [isoTime(row.started_at), row.id], runListItem);
}

/** A run's row in readable form. */
export function runListItem(row: RunRow): RunListItem {
  return {
    run: row.id,
    playbook: row.playbook,
    version: row.version,
    account: row.account_id,
    accountName: row.account_name,
    timezone: row.timezone,
    csm: person(row.csm_id, row.csm_name),
    handedOver: row.handed_over,
    firstCsm: person(row.first_csm_id, row.first_csm_name),
    arm: row.arm,
    status: row.status,
    result: row.result,
    exit: row.exit_id,
    activeSteps: row.active_steps ?? [],
    startedAt: isoTime(row.started_at),
    finishedAt: isoTimeOrNull(row.finished_at),
    error: row.error,
  };
}

function person(id: string | null, name: string | null): PersonView | null {
  return id === null ? null : { id, name: name ?? id };
}
