import type { MetricPoint } from '../../workflows/model/account-data.js';
import { shiftPeriod, startOfPeriod } from '../../workflows/model/calendar.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';
import type { Database } from '../database.js';

const DAY = 86_400_000;
type Lookback = Readonly<Record<PeriodUnit, number>>;
/** Closed periods that are loaded when nobody says how far back they look. */
const LOOKBACK: Lookback = { day: 70, week: 60, month: 24, quarter: 8, year: 3 };
/** A change is measured on the two periods closed before an instant, and the instant may lie anywhere in a third one. */
const BEFORE = 3;

/** Enough periods for what was closed before `since`. */
function lookbackTo(asOf: Instant, since: Instant | undefined): Lookback {
  if (since === undefined) return LOOKBACK;
  const days = Math.max(0, asOf - since) / DAY;
  const back = (shortest: number): number => Math.ceil(days / shortest) + BEFORE;
  return { day: back(1), week: back(7), month: back(28), quarter: back(90), year: back(365) };
}

export interface SeriesRequest {
  readonly accounts: readonly { readonly id: string; readonly timezone: string }[];
  readonly catalogue: Catalogue;
  readonly asOf: Instant;
  /** The oldest instant that is asked about; undefined = as far back as usual. */
  readonly since: Instant | undefined;
  readonly calendarFor: (zone: string) => ZoneCalendar;
}

type Series = Record<string, readonly MetricPoint[]>;

interface SeriesRow {
  readonly account_id: string;
  readonly metric: string;
  /** Start of the first point, ms. */
  readonly first: number;
  /** End of the last point, ms. */
  readonly last: number;
  /** `{1,NULL,2.5}`: packed by the server, because a row per point would take five times as long. */
  readonly points: string;
}

/**
 * The closed periods of every metric by account, ascending, without holes from the first point on: a period nobody wrote is
 * there with null up to the last one that is over.
 */
export async function metricSeries(db: Pick<Database, 'pool'>, request: SeriesRequest): Promise<Map<string, Series>> {
  const { accounts, catalogue, asOf, calendarFor } = request;
  const boundsFor = periodBounds(calendarFor, asOf, lookbackTo(asOf, request.since));
  const zones = [...new Set(accounts.map(({ timezone }) => timezone))];
  const asked = zones.flatMap((zone) =>
    Object.values(catalogue.metrics).map(({ id, per }) => ({ zone, id, since: boundsFor(zone, per)[0] })),
  );
  const { rows } = await db.pool.query<SeriesRow>(
    `SELECT a.account_id, m.metric, s.first, s.last, s.points
     FROM unnest($1::text[], $2::text[]) AS a (account_id, zone)
     JOIN unnest($3::text[], $4::text[], $5::float8[]) AS m (zone, metric, since) ON m.zone = a.zone
     CROSS JOIN LATERAL (
       SELECT date_part('epoch', min(p.period_start)) * 1000 AS first, date_part('epoch', max(p.period_end)) * 1000 AS last,
              array_agg(p.value)::text AS points
       FROM (
         SELECT period_start, period_end, value FROM metric_points
         WHERE account_id = a.account_id AND metric = m.metric
           AND period_start >= to_timestamp(m.since / 1000) AND period_end <= $6
         ORDER BY period_start
       ) p
     ) s
     WHERE s.points IS NOT NULL`,
    [
      accounts.map(({ id }) => id),
      accounts.map(({ timezone }) => timezone),
      asked.map(({ zone }) => zone),
      asked.map(({ id }) => id),
      asked.map(({ since }) => since),
      new Date(asOf),
    ],
  );
  const zoneOf = new Map(accounts.map(({ id, timezone }) => [id, timezone]));
  const series = new Map<string, Series>(accounts.map(({ id }) => [id, {}]));
  const holed: Holed[] = [];
  for (const row of rows) {
    const per = catalogue.metrics[row.metric]?.per;
    const zone = zoneOf.get(row.account_id);
    const target = series.get(row.account_id);
    if (per === undefined || zone === undefined || target === undefined) continue;
    const bounds = boundsFor(zone, per);
    const list = withoutHoles(bounds, row);
    if (list === null) holed.push({ row, bounds });
    else target[row.metric] = list;
  }
  if (holed.length > 0) await fillHoles(db, holed, asOf, series);
  return series;
}

interface Holed {
  readonly row: SeriesRow;
  readonly bounds: readonly Instant[];
}

/** The boundaries of the loaded periods, ascending: period i is [bounds[i], bounds[i + 1]). Worked out once per zone and unit. */
function periodBounds(
  calendarFor: SeriesRequest['calendarFor'],
  asOf: Instant,
  lookback: Lookback,
): (zone: string, unit: PeriodUnit) => readonly Instant[] {
  const known = new Map<string, Instant[]>();
  return (zone, unit) => {
    const key = `${unit} ${zone}`;
    let bounds = known.get(key);
    if (bounds === undefined) {
      const calendar = calendarFor(zone);
      const last = startOfPeriod(calendar, asOf, unit);
      const count = lookback[unit];
      bounds = Array.from({ length: count + 1 }, (_, index) => shiftPeriod(calendar, last, unit, index - count));
      known.set(key, bounds);
    }
    return bounds;
  };
}

/** The series when its points fill the periods from its first one to the last one that is over; null when they do not. */
function withoutHoles(bounds: readonly Instant[], { first, last, points }: SeriesRow): MetricPoint[] | null {
  const values = JSON.parse(`[${points.slice(1, -1).replaceAll('NULL', 'null')}]`) as (number | null)[];
  const from = bounds.indexOf(first);
  const end = bounds.length - 1;
  if (from < 0 || last !== bounds[end] || values.length !== end - from) return null;
  return values.map((value, index) => ({
    start: bounds[from + index] as Instant,
    end: bounds[from + index + 1] as Instant,
    value,
  }));
}

/** Series with periods nobody wrote (imported ones, mostly): read point by point and laid over the periods. */
async function fillHoles(
  db: Pick<Database, 'pool'>,
  holed: readonly Holed[],
  asOf: Instant,
  series: ReadonlyMap<string, Series>,
): Promise<void> {
  const { rows } = await db.pool.query<{ account_id: string; metric: string; start: number; value: number | null }>(
    `SELECT p.account_id, p.metric, date_part('epoch', p.period_start) * 1000 AS start, p.value
     FROM unnest($1::text[], $2::text[], $3::float8[]) AS s (account_id, metric, since)
     JOIN metric_points p ON p.account_id = s.account_id AND p.metric = s.metric
       AND p.period_start >= to_timestamp(s.since / 1000) AND p.period_end <= $4`,
    [
      holed.map(({ row }) => row.account_id),
      holed.map(({ row }) => row.metric),
      holed.map(({ bounds }) => bounds[0]),
      new Date(asOf),
    ],
  );
  const values = new Map(rows.map((row) => [`${row.account_id} ${row.metric} ${row.start}`, row.value]));
  for (const { row, bounds } of holed) {
    const list: MetricPoint[] = [];
    for (let index = 0; index + 1 < bounds.length; index += 1) {
      const start = bounds[index] as Instant;
      const value = values.get(`${row.account_id} ${row.metric} ${start}`);
      if (value !== undefined || list.length > 0) list.push({ start, end: bounds[index + 1] as Instant, value: value ?? null });
    }
    const target = series.get(row.account_id);
    if (target !== undefined && list.length > 0) target[row.metric] = list;
  }
}
