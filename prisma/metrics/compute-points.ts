import type pg from 'pg';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Instant } from '../../workflows/model/time.js';
import { LEAD_DAYS } from './metric-cells.js';
import type { Cell } from './metric-cells.js';

const LEAD = LEAD_DAYS * 86_400_000;

export type Query = Pick<pg.PoolClient, 'query'>;

/** A point that can be written. */
export interface ComputedPoint {
  readonly cell: Cell;
  readonly value: number | null;
}

interface CountRow {
  readonly account_id: string;
  readonly period_end: number;
  readonly n: number;
}

/** Number of events, or of distinct contacts, of a name per account and period. Asks for the cells' periods only. */
export async function countInPeriods(
  client: Query,
  metric: MetricDefinition,
  event: string,
  what: 'events' | 'contacts',
  cells: readonly Cell[],
): Promise<ComputedPoint[]> {
  const periods = [...new Map(cells.map((cell) => [cell.end, cell])).values()];
  const accounts = [...new Set(cells.map(({ account }) => account))];
  const { rows } = await client.query<CountRow>(
    `SELECT e.account_id, p.period_end, e.n
     FROM unnest($2::float8[], $3::float8[]) AS p (period_start, period_end)
     CROSS JOIN LATERAL (
       SELECT account_id, count(${what === 'events' ? '*' : 'DISTINCT contact_id'})::int AS n FROM events
       WHERE name = $1 AND occurred_at >= to_timestamp(p.period_start / 1000) AND occurred_at < to_timestamp(p.period_end / 1000)
         AND account_id = ANY ($4::text[])
       GROUP BY account_id
     ) e`,
    [event, periods.map(({ start }) => start), periods.map(({ end }) => end), accounts],
  );
  return fill(metric, cells, rows);
}

/** How contacts are held to be "in": the last of the two events is `opened`. */
export interface Membership {
  readonly opened: string;
  /** Null = once in, in for good (within the term). */
  readonly closed: string | null;
  /** Only events of the term in force count. */
  readonly withinTerm: boolean;
  /** Events without a property `term` count from this long before the term, in ms. */
  readonly lead: number;
}

export function membershipOf(source: MetricDefinition['source']): Membership | null {
  if (source.kind === 'contacts_this_term') return { opened: source.event, closed: null, withinTerm: true, lead: 0 };
  if (source.kind !== 'open_contacts') return null;
  return { opened: source.opened, closed: source.closed, withinTerm: source.withinTerm, lead: LEAD };
}

// The cells as a table; product is null for cells without a term, and '' where terms do not matter.
const CELLS = `cell (account_id, period_end, product, tagged_from, untagged_from) AS MATERIALIZED (
  SELECT account_id, to_timestamp(period_end / 1000), product, to_timestamp(tagged_from / 1000), to_timestamp(untagged_from / 1000)
  FROM unnest($1::text[], $2::float8[], $3::text[], $4::float8[], $5::float8[])
    AS c (account_id, period_end, product, tagged_from, untagged_from)
)`;

/** Does an event belong to a cell's term? */
const belongs = (event: string, term: string): string =>
  `CASE WHEN ${term}.product = '' THEN true
        WHEN ${event}.properties ? 'term' THEN ${event}.properties ->> 'term' = ${term}.product AND ${event}.occurred_at >= ${term}.tagged_from
        ELSE ${event}.occurred_at >= ${term}.untagged_from END`;

function cellValues(cells: readonly Cell[], { withinTerm, lead }: Membership): unknown[] {
  const from = (cell: Cell, at: (term: NonNullable<Cell['term']>) => Instant): number =>
    withinTerm && cell.term !== null ? at(cell.term) : 0;
  return [
    cells.map(({ account }) => account),
    cells.map(({ end }) => end),
    cells.map(({ term }) => (withinTerm ? (term?.product ?? null) : '')),
    cells.map((cell) => from(cell, ({ taggedFrom }) => taggedFrom)),
    cells.map((cell) => from(cell, ({ start }) => start - lead)),
  ];
}

function earliest(cells: readonly Cell[], { withinTerm, lead }: Membership): Instant {
  if (!withinTerm) return 0;
  return Math.min(...cells.flatMap(({ term }) => (term === null ? [] : [term.taggedFrom, term.start - lead])));
}

function latest(cells: readonly Cell[]): Instant {
  return Math.max(...cells.map(({ end }) => end));
}

/** Members per account at the end of each period, worked out from all events of the terms concerned. */
export async function countMembers(
  client: Query,
  metric: MetricDefinition,
  membership: Membership,
  cells: readonly Cell[],
): Promise<ComputedPoint[]> {
  const asked = membership.withinTerm ? cells.filter(({ term }) => term !== null) : cells;
  if (asked.length === 0) return fill(metric, cells, [], membership.withinTerm);
  const { opened, closed } = membership;
  const { rows } = await client.query<CountRow>(
    `WITH ${CELLS},
     term AS (
       SELECT account_id, product, tagged_from, untagged_from, max(period_end) AS until FROM cell GROUP BY 1, 2, 3, 4
     ),
     stay AS MATERIALIZED (
       SELECT t.account_id, t.product, t.tagged_from, e.name, e.occurred_at AS since,
              lead(e.occurred_at) OVER (
                PARTITION BY t.account_id, t.product, t.tagged_from, e.contact_id
                ORDER BY e.occurred_at, e.name = $10
              ) AS until
       FROM events e JOIN term t ON t.account_id = e.account_id
       WHERE e.name = ANY ($6::text[]) AND e.contact_id IS NOT NULL AND e.occurred_at < t.until
         AND e.occurred_at >= to_timestamp($7::float8 / 1000) AND e.occurred_at < to_timestamp($8::float8 / 1000)
         AND ${belongs('e', 't')}
     )
     SELECT c.account_id, (extract(epoch FROM c.period_end) * 1000)::float8 AS period_end, count(*)::int AS n
     FROM cell c JOIN stay s ON s.account_id = c.account_id AND s.product = c.product AND s.tagged_from = c.tagged_from
     WHERE s.name = $9 AND s.since < c.period_end AND (s.until IS NULL OR s.until >= c.period_end)
     GROUP BY c.account_id, c.period_end`,
    [
      ...cellValues(asked, membership),
      closed === null ? [opened] : [opened, closed],
      earliest(asked, membership),
      latest(asked),
      opened,
      closed ?? '',
    ],
  );
  return fill(metric, cells, rows, membership.withinTerm);
}

/** When a touched contact last had an event before an instant: one step back in the index (contact, name, time). */
const lastOf = (name: string, before: string): string =>
  `(SELECT e.occurred_at FROM events e
    WHERE e.contact_id = t.contact_id AND e.name = ${name} AND e.account_id = t.account_id
      AND e.occurred_at < to_timestamp(${before}::float8 / 1000) AND e.occurred_at >= least(t.tagged_from, t.untagged_from)
      AND ${belongs('e', 't')}
    ORDER BY e.occurred_at DESC LIMIT 1)`;

/**
 * Members at the end of one period from the point before it: only contacts with an event in the period can have changed.
 * The caller sees to it that nothing arrived late in between and that the term is the same.
 */
export async function moveMembers(
  client: Query,
  metric: MetricDefinition,
  membership: Membership,
  cells: readonly (Cell & { readonly before: number })[],
): Promise<ComputedPoint[]> {
  const [first] = cells;
  if (first === undefined) return [];
  const { opened, closed } = membership;
  const { rows } = await client.query<CountRow>(
    `WITH ${CELLS},
     touched AS MATERIALIZED (
       SELECT DISTINCT c.account_id, c.period_end, c.product, c.tagged_from, c.untagged_from, e.contact_id
       FROM events e JOIN cell c ON c.account_id = e.account_id
       WHERE e.name IN ($6, $7) AND e.contact_id IS NOT NULL
         AND e.occurred_at >= to_timestamp($8::float8 / 1000) AND e.occurred_at < to_timestamp($9::float8 / 1000)
         AND ${belongs('e', 'c')}
     ),
     last AS (
       SELECT t.account_id, t.period_end, ${lastOf('$6', '$9')} AS opened_now, ${lastOf('$7', '$9')} AS closed_now,
              ${lastOf('$6', '$8')} AS opened_then, ${lastOf('$7', '$8')} AS closed_then
       FROM touched t
     )
     SELECT account_id, (extract(epoch FROM period_end) * 1000)::float8 AS period_end,
            sum(coalesce(opened_now > coalesce(closed_now, '-infinity'), false)::int
                - coalesce(opened_then > coalesce(closed_then, '-infinity'), false)::int)::int AS n
     FROM last GROUP BY account_id, period_end`,
    [...cellValues(cells, membership), opened, closed ?? '', first.start, first.end],
  );
  const change = new Map(rows.map(({ account_id, n }) => [account_id, n]));
  return cells.map((cell) => {
    const n = cell.before + (change.get(cell.account) ?? 0);
    return { cell, value: n === 0 && metric.whenEmpty === 'unknown' ? null : n };
  });
}

function fill(metric: MetricDefinition, cells: readonly Cell[], rows: readonly CountRow[], termNeeded = false): ComputedPoint[] {
  const found = new Map(rows.map(({ account_id, period_end, n }) => [`${period_end} ${account_id}`, n]));
  const empty = metric.whenEmpty === 'zero' ? 0 : null;
  return cells.map((cell) => ({
    cell,
    value: termNeeded && cell.term === null ? null : (found.get(`${cell.end} ${cell.account}`) ?? empty),
  }));
}
