import type { Contract } from '../../workflows/model/account-data.js';
import { startOfPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Catalogue, MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { countInPeriods, countMembers, membershipOf, moveMembers } from '../metrics/compute-points.js';
import type { ComputedPoint, Membership, Query } from '../metrics/compute-points.js';
import { beginOf, cellsOf, closedPeriods, termAt } from '../metrics/metric-cells.js';
import type { AccountTerms, Cell } from '../metrics/metric-cells.js';
import { accountTerms } from '../metrics/account-terms.js';
import { metricOrder } from '../metrics/metric-order.js';
import { poolTransaction } from '../pool-transaction.js';
import { zoneCalendars } from '../zone-calendars.js';

/** Held shared by whoever writes events and alone by whoever closes periods, so that no event slips in between unmarked. */
export const CLOSING_LOCK = 7_302_502;
/** Cells per statement: memory stays bounded however large the book is. */
const CHUNK = 50_000;

export interface CloseOptions {
  /** Default: built from the time zone database of the process. */
  readonly calendarFor?: ((zone: string) => ZoneCalendar) | undefined;
  /** Look only at these for accounts that are new since the last closing. */
  readonly accountIds?: readonly string[] | undefined;
}

export interface ClosedPeriods {
  /** Points written. */
  readonly points: number;
}

interface ZoneWork {
  readonly zone: string;
  readonly calendar: ZoneCalendar;
  readonly due: readonly MetricDefinition[];
  /** Accounts that came after the last closing and have no series yet. */
  readonly newcomers: readonly string[];
}

/**
 * Closes every period of every computed metric that ended by `asOf` and is not closed yet, in the zone of each account.
 * A closed point is never changed. The first time a metric is closed, and for accounts that are new, the last 100 days,
 * 60 weeks or 24 months are closed in hindsight. Two processes never do it twice.
 */
export async function closePeriods(
  db: Pick<Database, 'pool'>,
  catalogue: Catalogue,
  asOf: Instant,
  options: CloseOptions = {},
): Promise<ClosedPeriods> {
  const calendarFor = options.calendarFor ?? zoneCalendars(asOf);
  const metrics = metricOrder(catalogue);
  if (metrics.length === 0) return { points: 0 };
  const plan = (client: Query): Promise<ZoneWork[]> => planWork(client, metrics, asOf, calendarFor, options.accountIds);
  // Asked first without the lock: most of the time nothing is due.
  if ((await plan(db.pool)).length === 0) return { points: 0 };
  return poolTransaction(db, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [CLOSING_LOCK]);
    let points = 0;
    for (const work of await plan(client)) points += await closeZone(client, work, metrics, asOf);
    return { points };
  });
}

async function planWork(
  client: Query,
  metrics: readonly MetricDefinition[],
  asOf: Instant,
  calendarFor: (zone: string) => ZoneCalendar,
  accountIds: readonly string[] | undefined,
): Promise<ZoneWork[]> {
  const [zones, marks, fresh] = [
    await client.query<{ zone: string }>('SELECT DISTINCT timezone AS zone FROM accounts ORDER BY 1'),
    await watermarks(client),
    await client.query<{ id: string; zone: string }>(
      `SELECT a.id, a.timezone AS zone FROM accounts a
       WHERE ($2::text[] IS NULL OR a.id = ANY ($2))
         AND NOT EXISTS (SELECT 1 FROM metric_points p WHERE p.account_id = a.id AND p.metric = ANY ($1::text[]))`,
      [metrics.map(({ id }) => id), accountIds ?? null],
    ),
  ];
  const work: ZoneWork[] = [];
  for (const { zone } of zones.rows) {
    const calendar = calendarFor(zone);
    const lastEnd = (unit: PeriodUnit): Instant => startOfPeriod(calendar, asOf, unit);
    const due = metrics.filter(({ id, per }) => (marks.get(`${id} ${zone}`) ?? -Infinity) < lastEnd(per));
    const ids = fresh.rows.filter((row) => row.zone === zone).map(({ id }) => id);
    // Where nothing was closed yet, everybody is filled in anyhow.
    const started = metrics.filter(({ id }) => marks.has(`${id} ${zone}`));
    const newcomers =
      started.length === 0 || ids.length === 0 ? [] : await begun(client, ids, calendar, firstEnd(started, lastEnd));
    if (due.length > 0 || newcomers.length > 0) work.push({ zone, calendar, due, newcomers });
  }
  return work;
}

function firstEnd(metrics: readonly MetricDefinition[], lastEnd: (unit: PeriodUnit) => Instant): Instant {
  return Math.min(...metrics.map(({ per }) => lastEnd(per)));
}

async function begun(client: Query, ids: readonly string[], calendar: ZoneCalendar, by: Instant): Promise<string[]> {
  const accounts = await accountTerms(client, calendar, { ids });
  return accounts.filter(({ terms }) => beginOf(terms) < by).map(({ id }) => id);
}

async function watermarks(client: Query): Promise<Map<string, Instant>> {
  const { rows } = await client.query<{ metric: string; zone: string; closed_through: Date }>(
    'SELECT metric, zone, closed_through FROM metric_watermarks',
  );
  return new Map(rows.map(({ metric, zone, closed_through }) => [`${metric} ${zone}`, closed_through.getTime()]));
}

async function closeZone(client: Query, work: ZoneWork, metrics: readonly MetricDefinition[], asOf: Instant): Promise<number> {
  const { zone, calendar, due, newcomers } = work;
  const accounts = await accountTerms(client, calendar, { zone });
  const marks = await watermarks(client);
  const isNew = new Set(newcomers);
  const late = accounts.filter(({ id }) => isNew.has(id));
  let points = 0;
  for (const metric of metrics) {
    const mark = marks.get(`${metric.id} ${zone}`) ?? null;
    if (late.length > 0 && mark !== null) {
      points += await closeCells(client, metric, cellsOf(late, closedPeriods(calendar, metric.per, null, mark)), accounts);
    }
    if (!due.includes(metric)) continue;
    const periods = closedPeriods(calendar, metric.per, mark, asOf);
    points += await closeCells(client, metric, cellsOf(accounts, periods), accounts);
    const through = periods.at(-1)?.end;
    if (through === undefined) continue;
    await client.query(
      `INSERT INTO metric_watermarks (metric, zone, closed_through) VALUES ($1, $2, $3)
       ON CONFLICT (metric, zone) DO UPDATE SET closed_through = greatest(metric_watermarks.closed_through, excluded.closed_through)`,
      [metric.id, zone, new Date(through)],
    );
  }
  return points;
}

async function closeCells(
  client: Query,
  metric: MetricDefinition,
  cells: readonly Cell[],
  accounts: readonly AccountTerms[],
): Promise<number> {
  let written = 0;
  for (let from = 0; from < cells.length; from += CHUNK) {
    const chunk = cells.slice(from, from + CHUNK);
    const { source } = metric;
    if (source.kind === 'ratio') written += await writeRatio(client, metric, source, chunk);
    else written += await writePoints(client, metric, await compute(client, metric, chunk, accounts));
  }
  return written;
}

async function compute(
  client: Query,
  metric: MetricDefinition,
  cells: readonly Cell[],
  accounts: readonly AccountTerms[],
): Promise<ComputedPoint[]> {
  const { source } = metric;
  if (source.kind === 'count_events') return countInPeriods(client, metric, source.event, 'events', cells);
  if (source.kind === 'count_contacts') return countInPeriods(client, metric, source.event, 'contacts', cells);
  if (source.kind === 'seats') return cells.map((cell) => ({ cell, value: cell.term?.seats ?? null }));
  const membership = membershipOf(source);
  if (membership === null) return [];
  const { moving, whole } = await splitCells(client, metric, membership, cells, accounts);
  return [
    ...(moving.length === 0 ? [] : await moveMembers(client, metric, membership, moving)),
    ...(whole.length === 0 ? [] : await countMembers(client, metric, membership, whole)),
  ];
}

/** Which points can be had from the point before them, and which need all events of their term. */
async function splitCells(
  client: Query,
  metric: MetricDefinition,
  membership: Membership,
  cells: readonly Cell[],
  accounts: readonly AccountTerms[],
): Promise<{ moving: (Cell & { before: number })[]; whole: readonly Cell[] }> {
  const [first] = cells;
  if (first === undefined || cells.some(({ end }) => end !== first.end)) return { moving: [], whole: cells };
  const names = membership.closed === null ? [membership.opened] : [membership.opened, membership.closed];
  const { rows } = await client.query<{ account_id: string; value: number }>(
    `SELECT p.account_id, p.value FROM metric_points p
     WHERE p.metric = $1 AND p.period_end = $2 AND p.value IS NOT NULL
       AND NOT EXISTS (
         SELECT 1 FROM events e
         WHERE e.late AND e.received_at >= $2 AND e.account_id = p.account_id AND e.name = ANY ($3::text[])
       )`,
    [metric.id, new Date(first.start), names],
  );
  const before = new Map(rows.map(({ account_id, value }) => [account_id, value]));
  const terms = new Map<string, readonly Contract[]>(accounts.map((account) => [account.id, account.terms]));
  const moving: (Cell & { before: number })[] = [];
  const whole: Cell[] = [];
  for (const cell of cells) {
    const value = before.get(cell.account);
    const sameTerm =
      !membership.withinTerm || (cell.term !== null && isSame(cell.term, termAt(terms.get(cell.account) ?? [], cell.start)));
    if (value !== undefined && sameTerm) moving.push({ ...cell, before: value });
    else whole.push(cell);
  }
  return { moving, whole };
}

function isSame(a: NonNullable<Cell['term']>, b: Cell['term']): boolean {
  return b !== null && a.product === b.product && a.start === b.start && a.taggedFrom === b.taggedFrom;
}

async function writePoints(client: Query, metric: MetricDefinition, points: readonly ComputedPoint[]): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT account_id, $1, to_timestamp(period_start / 1000), to_timestamp(period_end / 1000), value
     FROM unnest($2::text[], $3::float8[], $4::float8[], $5::float8[]) AS p (account_id, period_start, period_end, value)
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
    [
      metric.id,
      points.map(({ cell }) => cell.account),
      points.map(({ cell }) => cell.start),
      points.map(({ cell }) => cell.end),
      points.map(({ value }) => value),
    ],
  );
  return rowCount ?? 0;
}

async function writeRatio(
  client: Query,
  metric: MetricDefinition,
  source: { readonly of: string; readonly to: string },
  cells: readonly Cell[],
): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT c.account_id, $1, to_timestamp(c.period_start / 1000), to_timestamp(c.period_end / 1000), a.value / nullif(b.value, 0)
     FROM unnest($4::text[], $5::float8[], $6::float8[]) AS c (account_id, period_start, period_end)
     LEFT JOIN metric_points a
       ON a.account_id = c.account_id AND a.metric = $2 AND a.period_start = to_timestamp(c.period_start / 1000)
     LEFT JOIN metric_points b
       ON b.account_id = c.account_id AND b.metric = $3 AND b.period_start = to_timestamp(c.period_start / 1000)
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
    [
      metric.id,
      source.of,
      source.to,
      cells.map(({ account }) => account),
      cells.map(({ start }) => start),
      cells.map(({ end }) => end),
    ],
  );
  return rowCount ?? 0;
}
