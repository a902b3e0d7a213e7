import type { Database } from '../database.js';
import { LIVE } from '../live-runs.js';
import type { Instant } from '../../workflows/model/time.js';
import { isoTime } from './fact-view.js';
import { pageOf, readCursor, rowsToAsk } from './page.js';
import type { Page, PageRequest } from './page.js';

export interface AccountFilter extends PageRequest {
  /** Business time: health and contract are those in force then. */
  readonly asOf: Instant;
  /** `unknown` = no score could be computed yet. */
  readonly band?: 'green' | 'yellow' | 'red' | 'unknown' | undefined;
  /** Member id. */
  readonly csm?: string | undefined;
  readonly segment?: string | undefined;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
}

export interface HealthSummary {
  readonly score: number | null;
  readonly band: string | null;
  readonly at: string;
}

/** A contract term: local dates, the end is the first day without a contract. */
export interface ContractView {
  readonly product: string;
  readonly start: string;
  readonly end: string;
  readonly seats: number | null;
}

export interface LiveRun {
  readonly run: string;
  readonly playbook: string;
  readonly arm: string;
  readonly status: string;
}

export interface AccountListItem {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly segment: string | null;
  readonly muted: boolean;
  readonly csm: PersonView | null;
  readonly health: HealthSummary | null;
  /** The term in force (the one that began last), else the last that ended, else the first to come: as conditions see it. */
  readonly contract: ContractView | null;
  readonly liveRuns: readonly LiveRun[];
}

interface AccountRow {
  id: string;
  name: string;
  status: string;
  segment: string | null;
  muted: boolean;
  csm_id: string | null;
  csm_name: string | null;
  score: number | null;
  band: string | null;
  health_at: Date | null;
  product: string | null;
  term_start: string;
  term_end: string;
  seats: number | null;
  live_runs: LiveRun[] | null;
}

const SELECT = `
  SELECT a.id, a.name, a.status, coalesce(h.segment, a.segment) AS segment, a.muted, m.id AS csm_id, m.name AS csm_name,
         h.score, h.band, h.at AS health_at,
         c.product, to_char(c.start_date, 'YYYY-MM-DD') AS term_start, to_char(c.end_date, 'YYYY-MM-DD') AS term_end, c.seats,
         r.live_runs
  FROM accounts a
  LEFT JOIN members m ON m.id = a.csm_id
  LEFT JOIN LATERAL (
    SELECT s.score, s.band, s.at, s.segment FROM health_snapshots s
    WHERE s.account_id = a.id AND s.at <= $1 ORDER BY s.at DESC LIMIT 1
  ) h ON true
  LEFT JOIN LATERAL (
    SELECT s.product, s.start_date, s.end_date, s.seats
    FROM subscriptions s, LATERAL (SELECT ($1::timestamptz AT TIME ZONE a.timezone)::date AS today) d
    WHERE s.account_id = a.id
    ORDER BY (s.start_date <= d.today) DESC, (s.start_date <= d.today AND d.today < s.end_date) DESC,
             CASE WHEN s.start_date <= d.today AND d.today < s.end_date THEN s.start_date END DESC NULLS LAST,
             CASE WHEN s.end_date <= d.today THEN s.end_date END DESC NULLS LAST, s.start_date, s.product
    LIMIT 1
  ) c ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('run', r.id, 'playbook', r.playbook, 'arm', r.arm, 'status', r.status) ORDER BY r.started_at, r.id)
             AS live_runs
    FROM runs r WHERE r.account_id = a.id AND r.status IN ${LIVE}
  ) r ON true`;

/** Accounts by id, with the health and the contract in force at `asOf` and the runs under way. */
export async function accountList(db: Pick<Database, 'pool'>, filter: AccountFilter): Promise<Page<AccountListItem>> {
  const after = readCursor(filter, 1);
  const asked = rowsToAsk(filter);
  const { rows } = await db.pool.query<AccountRow>(
    `${SELECT}
     WHERE ($2::text IS NULL OR coalesce(h.band, 'unknown') = $2)
       AND ($3::text IS NULL OR a.csm_id = $3)
       AND ($4::text IS NULL OR coalesce(h.segment, a.segment) = $4)
       AND ($5::text IS NULL OR a.id > $5)
     ORDER BY a.id LIMIT $6`,
    [new Date(filter.asOf), filter.band ?? null, filter.csm ?? null, filter.segment ?? null, after?.[0] ?? null, asked],
  );
  return pageOf(rows, asked, (row) => [row.id], accountListItem);
}

/** The list's row of one account, or null when there is no such account. */
export async function accountSummary(db: Pick<Database, 'pool'>, id: string, asOf: Instant): Promise<AccountListItem | null> {
  const { rows } = await db.pool.query<AccountRow>(`${SELECT} WHERE a.id = $2`, [new Date(asOf), id]);
  return rows[0] === undefined ? null : accountListItem(rows[0]);
}

function accountListItem(row: AccountRow): AccountListItem {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    segment: row.segment,
    muted: row.muted,
    csm: row.csm_id === null ? null : { id: row.csm_id, name: row.csm_name ?? row.csm_id },
    health: row.health_at === null ? null : { score: row.score, band: row.band, at: isoTime(row.health_at) },
    contract: row.product === null ? null : { product: row.product, start: row.term_start, end: row.term_end, seats: row.seats },
    liveRuns: row.live_runs ?? [],
  };
}
