import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Instant } from '../../workflows/model/time.js';
import type { ComputedPoint, Query } from './compute-points.js';
import type { Cell } from './metric-cells.js';

export interface MetricPoints {
  readonly metric: string;
  readonly points: readonly ComputedPoint[];
}

/** Writes points of any metrics; one that is there stays as it is. */
export async function writePoints(client: Query, sets: readonly MetricPoints[]): Promise<number> {
  const points = sets.flatMap((set) => set.points);
  if (points.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT account_id, metric, to_timestamp(period_start / 1000), to_timestamp(period_end / 1000), value
     FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::float8[])
       AS p (account_id, metric, period_start, period_end, value)
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
    [
      points.map(({ cell }) => cell.account),
      sets.flatMap((set) => set.points.map(() => set.metric)),
      points.map(({ cell }) => cell.start),
      points.map(({ cell }) => cell.end),
      points.map(({ value }) => value),
    ],
  );
  return rowCount ?? 0;
}

export interface RatioCells {
  readonly metric: MetricDefinition;
  readonly of: string;
  readonly to: string;
  readonly cells: readonly Cell[];
}

/** Divides points that are written; unknown when either is missing or unknown, or the divisor is 0. */
export async function writeRatios(client: Query, ratios: readonly RatioCells[]): Promise<number> {
  const cells = ratios.flatMap((ratio) => ratio.cells);
  if (cells.length === 0) return 0;
  const each = (pick: (ratio: RatioCells) => string): string[] => ratios.flatMap((ratio) => ratio.cells.map(() => pick(ratio)));
  const { rowCount } = await client.query(
    `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
     SELECT c.account_id, c.metric, c.period_start, to_timestamp(c.period_end / 1000), a.value / nullif(b.value, 0)
     FROM (
       SELECT account_id, metric, dividend, divisor, to_timestamp(period_start / 1000) AS period_start, period_end
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[])
         AS u (account_id, metric, dividend, divisor, period_start, period_end)
     ) c
     LEFT JOIN metric_points a ON a.account_id = c.account_id AND a.metric = c.dividend AND a.period_start = c.period_start
     LEFT JOIN metric_points b ON b.account_id = c.account_id AND b.metric = c.divisor AND b.period_start = c.period_start
     ON CONFLICT (account_id, metric, period_start) DO NOTHING`,
    [
      cells.map(({ account }) => account),
      each(({ metric }) => metric.id),
      each(({ of }) => of),
      each(({ to }) => to),
      cells.map(({ start }) => start),
      cells.map(({ end }) => end),
    ],
  );
  return rowCount ?? 0;
}

/** Notes how far metrics are closed in a zone; never back. */
export async function moveWatermarks(client: Query, zone: string, marks: ReadonlyMap<string, Instant>): Promise<void> {
  if (marks.size === 0) return;
  await client.query(
    `INSERT INTO metric_watermarks (metric, zone, closed_through)
     SELECT metric, $1, to_timestamp(through / 1000) FROM unnest($2::text[], $3::float8[]) AS m (metric, through)
     ON CONFLICT (metric, zone) DO UPDATE SET closed_through = greatest(metric_watermarks.closed_through, excluded.closed_through)`,
    [zone, [...marks.keys()], [...marks.values()]],
  );
}
