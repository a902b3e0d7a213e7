import type { AccountData, AccountStatus, Contract, HealthScore } from '../../workflows/model/account-data.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Catalogue, HealthBand } from '../../workflows/model/catalogue.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { contractOf } from '../metrics/account-terms.js';
import type { TermRow } from '../metrics/account-terms.js';
import { closePeriods } from '../stores/metric-store.js';
import { zoneCalendars } from '../zone-calendars.js';
import { metricSeries } from './metric-series.js';

const DAY = 86_400_000;
/** A score that is older than this says nothing any more. */
const HEALTH_DAYS = 120;

export interface AccountDataRequest {
  readonly catalogue: Catalogue;
  readonly asOf: Instant;
  /** Default: all. */
  readonly accountIds?: readonly string[] | undefined;
  /** Only accounts of this time zone. */
  readonly zone?: string | undefined;
  /**
   * The oldest instant that is asked about: its last closed periods and its health are loaded, and everything later.
   * Default: 70 days, 60 weeks and 24 months of metrics, 120 days of health. Ask for no more than is needed: most of the time
   * it takes goes into the points.
   */
  readonly since?: Instant | undefined;
  /** Default: built from the time zone database of the process, with the days off of the catalogue. */
  readonly calendarFor?: ((zone: string) => ZoneCalendar) | undefined;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly status: AccountStatus;
  readonly segment: string | null;
  readonly muted: boolean;
  readonly locale: string;
  readonly timezone: string;
  readonly csm_id: string | null;
  readonly attributes: Record<string, unknown>;
}

/**
 * Everything a decision may read about accounts, as of an instant, by id. Metric periods that ended by then are closed
 * first. A series holds every period from its first point up to the last closed one; null = unknown.
 */
export async function loadAccountData(db: Pick<Database, 'pool'>, request: AccountDataRequest): Promise<AccountData[]> {
  const { catalogue, asOf, accountIds, zone } = request;
  const calendarFor = request.calendarFor ?? zoneCalendars(asOf, catalogue.calendars);
  await closePeriods(db, catalogue, asOf, { calendarFor, accountIds });
  const { rows: accounts } = await db.pool.query<AccountRow>(
    `SELECT id, name, status, segment, muted, locale, timezone, csm_id, attributes FROM accounts
     WHERE ($1::text[] IS NULL OR id = ANY ($1)) AND ($2::text IS NULL OR timezone = $2) ORDER BY id`,
    [accountIds ?? null, zone ?? null],
  );
  if (accounts.length === 0) return [];
  const ids = accounts.map(({ id }) => id);
  const [roles, terms, series, health] = await Promise.all([
    readRoles(db, ids),
    readTerms(db, ids),
    metricSeries(db, { accounts, catalogue, asOf, since: request.since, calendarFor }),
    readHealth(db, ids, asOf, request.since ?? asOf - HEALTH_DAYS * DAY),
  ]);
  return accounts.map((row) => {
    const calendar = calendarFor(row.timezone);
    const contracts: Contract[] = (terms.get(row.id) ?? []).map((term) => contractOf(calendar, term));
    return {
      id: row.id,
      name: row.name,
      status: row.status,
      segment: row.segment,
      muted: row.muted,
      locale: row.locale === 'zh' ? 'zh' : 'en',
      calendar,
      roles: roles.get(row.id) ?? [],
      hasCsm: row.csm_id !== null,
      attributes: plainAttributes(row.attributes),
      contracts,
      series: series.get(row.id) ?? {},
      health: health.get(row.id) ?? [],
      loadedAsOf: asOf,
    };
  });
}

// From one role to the next in the index: a book has many contacts and few roles.
async function readRoles(db: Pick<Database, 'pool'>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.pool.query<{ account_id: string; roles: string[] }>(
    `WITH RECURSIVE found AS (
       SELECT a.id AS account_id, (SELECT min(c.role) FROM contacts c WHERE c.account_id = a.id AND c.active) AS role
       FROM unnest($1::text[]) AS a (id)
       UNION ALL
       SELECT f.account_id, (SELECT min(c.role) FROM contacts c WHERE c.account_id = f.account_id AND c.role > f.role AND c.active)
       FROM found f WHERE f.role IS NOT NULL
     )
     SELECT account_id, array_agg(role ORDER BY role) AS roles FROM found WHERE role IS NOT NULL GROUP BY account_id`,
    [ids],
  );
  return new Map(rows.map(({ account_id, roles }) => [account_id, roles]));
}

async function readTerms(db: Pick<Database, 'pool'>, ids: readonly string[]): Promise<Map<string, TermRow[]>> {
  const { rows } = await db.pool.query<TermRow>(
    `SELECT account_id, product, start_date::text, end_date::text, seats FROM subscriptions
     WHERE account_id = ANY ($1::text[]) ORDER BY account_id, start_date, product`,
    [ids],
  );
  const terms = new Map<string, TermRow[]>();
  for (const row of rows) {
    const list = terms.get(row.account_id);
    if (list === undefined) terms.set(row.account_id, [row]);
    else list.push(row);
  }
  return terms;
}

type HealthEntry = Pick<HealthScore, 'at' | 'score' | 'band'>;

async function readHealth(
  db: Pick<Database, 'pool'>,
  ids: readonly string[],
  asOf: Instant,
  since: Instant,
): Promise<Map<string, HealthEntry[]>> {
  const { rows } = await db.pool.query<{ account_id: string; at: string; scores: string; bands: string }>(
    `SELECT a.account_id, h.*
     FROM unnest($1::text[]) AS a (account_id)
     CROSS JOIN LATERAL (
       SELECT array_agg(date_part('epoch', at) * 1000)::text AS at, array_agg(score)::text AS scores, array_agg(band)::text AS bands
       FROM (
         SELECT at, score, band FROM health_snapshots
         WHERE account_id = a.account_id AND at <= $2 AND at >= coalesce(
           (SELECT max(at) FROM health_snapshots WHERE account_id = a.account_id AND at <= $3 AND at > $4), $3
         ) ORDER BY at
       ) s
     ) h
     WHERE h.at IS NOT NULL`,
    [ids, new Date(asOf), new Date(since), new Date(since - HEALTH_DAYS * DAY)],
  );
  return new Map(
    rows.map(({ account_id, at, scores, bands }) => {
      const score = unpack(scores, Number);
      const band = unpack(bands, (word) => word as HealthBand);
      return [
        account_id,
        unpack(at, Number).map((time, index) => ({ at: time ?? 0, score: score[index] ?? null, band: band[index] ?? null })),
      ];
    }),
  );
}

/** `{1,NULL,2.5}` as the server prints an array of plain words. */
function unpack<T>(text: string, read: (word: string) => T): (T | null)[] {
  return text
    .slice(1, -1)
    .split(',')
    .map((word) => (word === 'NULL' ? null : read(word)));
}

function plainAttributes(attributes: Record<string, unknown>): Record<string, FactValue> {
  const plain: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[name] = value;
  }
  return plain;
}
