import type { AccountData, AccountStatus, Contract, HealthScore, MetricPoint } from '../../workflows/model/account-data.js';
import { shiftPeriod, startOfPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Catalogue, HealthBand } from '../../workflows/model/catalogue.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { contractOf } from '../metrics/account-terms.js';
import type { TermRow } from '../metrics/account-terms.js';
import { closePeriods } from '../stores/metric-store.js';
import { zoneCalendars } from '../zone-calendars.js';

const DAY = 86_400_000;
type Lookback = Readonly<Record<PeriodUnit, number>>;
/** Closed periods that are loaded: what the longest `for N months` and the health of the last weeks can look at. */
const LOOKBACK: Lookback = { day: 70, week: 60, month: 24 };
const HEALTH_DAYS = 120;

export interface AccountDataRequest {
  readonly catalogue: Catalogue;
  readonly asOf: Instant;
  /** Default: all. */
  readonly accountIds?: readonly string[] | undefined;
  /** Only accounts of this time zone. */
  readonly zone?: string | undefined;
  /** Load metric periods at least as far back as this: `change_since_start` of a long run looks there. */
  readonly since?: Instant | undefined;
  /** Default: built from the time zone database of the process, Saturday and Sunday off. */
  readonly calendarFor?: ((zone: string) => ZoneCalendar) | undefined;
}

/** Enough periods for the one before `since`, and never fewer than usual. */
function lookbackTo(asOf: Instant, since: Instant): Lookback {
  const days = (asOf - since) / DAY;
  return {
    day: Math.max(LOOKBACK.day, Math.ceil(days) + 2),
    week: Math.max(LOOKBACK.week, Math.ceil(days / 7) + 2),
    month: Math.max(LOOKBACK.month, Math.ceil(days / 28) + 2),
  };
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
  const calendarFor = request.calendarFor ?? zoneCalendars(asOf);
  const lookback = lookbackTo(asOf, request.since ?? asOf);
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
    readSeries(db, ids, catalogue, asOf, lookback),
    readHealth(db, ids, asOf),
  ]);
  const bounds = periodBounds(asOf, lookback);
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
      series: seriesOf(series.get(row.id) ?? [], catalogue, (unit) => bounds(calendar, unit)),
      health: health.get(row.id) ?? [],
      loadedAsOf: asOf,
    };
  });
}

// A role counts when somebody can be written to in it: active, by e-mail or in the product (any contact can be).
async function readRoles(db: Pick<Database, 'pool'>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await db.pool.query<{ account_id: string; roles: string[] }>(
    `SELECT account_id, array_agg(role ORDER BY role) AS roles
     FROM (SELECT DISTINCT account_id, role FROM contacts WHERE account_id = ANY ($1::text[]) AND active) r GROUP BY account_id`,
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

interface SeriesRow {
  readonly account_id: string;
  readonly metric: string;
  /** JSON: start of each point in seconds, and its value. Packed by the server, because 50,000 rows would take it longer. */
  readonly starts: string;
  readonly points: string;
}

async function readSeries(
  db: Pick<Database, 'pool'>,
  ids: readonly string[],
  { metrics }: Catalogue,
  asOf: Instant,
  lookback: Lookback,
): Promise<Map<string, SeriesRow[]>> {
  const known = Object.values(metrics);
  // A little more than the look-back in days; what is too much is cut off by the periods.
  const days: Readonly<Record<PeriodUnit, number>> = { day: 1, week: 7, month: 31 };
  const { rows } = await db.pool.query<SeriesRow>(
    `SELECT p.account_id, p.metric,
            '[' || string_agg(extract(epoch FROM p.period_start)::bigint::text, ',' ORDER BY p.period_start) || ']' AS starts,
            '[' || string_agg(coalesce(p.value::text, 'null'), ',' ORDER BY p.period_start) || ']' AS points
     FROM unnest($1::text[], $2::timestamptz[]) AS m (metric, since)
     JOIN metric_points p ON p.metric = m.metric AND p.period_start >= m.since
     WHERE p.account_id = ANY ($3::text[]) AND p.period_end <= $4 GROUP BY p.account_id, p.metric`,
    [
      known.map(({ id }) => id),
      known.map(({ per }) => new Date(asOf - (lookback[per] + 2) * days[per] * DAY).toISOString()),
      ids,
      new Date(asOf),
    ],
  );
  const series = new Map<string, SeriesRow[]>();
  for (const row of rows) {
    const list = series.get(row.account_id);
    if (list === undefined) series.set(row.account_id, [row]);
    else list.push(row);
  }
  return series;
}

/** The boundaries of the loaded periods, ascending: period i is [bounds[i], bounds[i + 1]). Worked out once per zone and unit. */
function periodBounds(asOf: Instant, lookback: Lookback): (calendar: ZoneCalendar, unit: PeriodUnit) => readonly Instant[] {
  const known = new Map<string, Instant[]>();
  return (calendar, unit) => {
    const key = `${unit} ${calendar.zone}`;
    let bounds = known.get(key);
    if (bounds === undefined) {
      const last = startOfPeriod(calendar, asOf, unit);
      const count = lookback[unit];
      bounds = Array.from({ length: count + 1 }, (_, index) => shiftPeriod(calendar, last, unit, index - count));
      known.set(key, bounds);
    }
    return bounds;
  };
}

function seriesOf(
  rows: readonly SeriesRow[],
  { metrics }: Catalogue,
  boundsOf: (unit: PeriodUnit) => readonly Instant[],
): Record<string, readonly MetricPoint[]> {
  const series: Record<string, readonly MetricPoint[]> = {};
  for (const { metric, starts, points } of rows) {
    const definition = metrics[metric];
    if (definition === undefined) continue;
    const bounds = boundsOf(definition.per);
    const seconds = JSON.parse(starts) as number[];
    const values = JSON.parse(points) as (number | null)[];
    const list: MetricPoint[] = [];
    let at = 0;
    for (let index = 0; index + 1 < bounds.length; index += 1) {
      const [start, end] = [bounds[index] as Instant, bounds[index + 1] as Instant];
      while (at < seconds.length && (seconds[at] as number) * 1_000 < start) at += 1;
      const found = seconds[at] !== undefined && (seconds[at] as number) * 1_000 === start;
      // Nothing is known before the first point; a hole after it is an unknown period.
      if (found || list.length > 0) list.push({ start, end, value: found ? (values[at] ?? null) : null });
    }
    series[metric] = list;
  }
  return series;
}

type HealthEntry = Pick<HealthScore, 'at' | 'score' | 'band'>;

async function readHealth(
  db: Pick<Database, 'pool'>,
  ids: readonly string[],
  asOf: Instant,
): Promise<Map<string, HealthEntry[]>> {
  const { rows } = await db.pool.query<{ account_id: string; entries: string }>(
    `SELECT account_id,
            '[' || string_agg('[' || (extract(epoch FROM at) * 1000)::bigint || ',' || coalesce(score::text, 'null') || ',"'
                              || coalesce(band, '') || '"]', ',' ORDER BY at) || ']' AS entries
     FROM health_snapshots WHERE account_id = ANY ($1::text[]) AND at <= $2 AND at > $3 GROUP BY account_id`,
    [ids, new Date(asOf), new Date(asOf - HEALTH_DAYS * DAY)],
  );
  return new Map(
    rows.map(({ account_id, entries }) => {
      const parsed = JSON.parse(entries) as [number, number | null, HealthBand | ''][];
      return [account_id, parsed.map(([at, score, band]) => ({ at, score, band: band === '' ? null : band }))];
    }),
  );
}

function plainAttributes(attributes: Record<string, unknown>): Record<string, FactValue> {
  const plain: Record<string, FactValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[name] = value;
  }
  return plain;
}
