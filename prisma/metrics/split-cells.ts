import type { Contract } from '../../workflows/model/account-data.js';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Membership, Query } from './compute-points.js';
import { termAt } from './metric-cells.js';
import type { Cell } from './metric-cells.js';

export interface SplitCells {
  /** Can be had from the point before, which is given. */
  readonly moving: readonly (Cell & { readonly before: number })[];
  /** Need all events of their term. */
  readonly whole: readonly Cell[];
}

/**
 * How the members of each cell are to be counted. A point follows from the one before it when it is the next period of the
 * same term and nothing arrived late since; otherwise it is counted afresh, which puts right what a straggler changed.
 */
export async function splitCells(
  client: Query,
  metric: MetricDefinition,
  membership: Membership,
  cells: readonly Cell[],
  terms: ReadonlyMap<string, readonly Contract[]>,
): Promise<SplitCells> {
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
