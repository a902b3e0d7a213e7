import type { Contract } from '../../workflows/model/account-data.js';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Instant } from '../../workflows/model/time.js';
import { accountTerms } from './account-terms.js';
import { countInPeriods, countMembers, membershipOf, moveMembers } from './compute-points.js';
import type { ComputedPoint, Query } from './compute-points.js';
import { cellsOf, closedPeriods } from './metric-cells.js';
import type { AccountTerms, Cell, Period } from './metric-cells.js';
import { splitCells } from './split-cells.js';
import { moveWatermarks, writePoints, writeRatios } from './write-points.js';
import type { RatioCells } from './write-points.js';

/** Points that are held in memory at once, however large the book is. */
const MOST_POINTS = 100_000;

export interface ZoneWork {
  readonly zone: string;
  readonly calendar: ZoneCalendar;
  /** Metrics with a period to close, each ratio after what it divides. */
  readonly due: readonly MetricDefinition[];
  /** Accounts that came after the last closing and have no series yet. */
  readonly newcomers: readonly string[];
}

/** Closes what is due in a zone and fills in the history of newcomers. The caller holds the closing lock. */
export async function closeZone(
  client: Query,
  work: ZoneWork,
  metrics: readonly MetricDefinition[],
  marks: ReadonlyMap<string, Instant>,
  asOf: Instant,
): Promise<number> {
  const { zone, calendar, due } = work;
  const accounts = await accountTerms(client, calendar, { zone });
  const newcomers = new Set(work.newcomers);
  let written = 0;
  if (newcomers.size > 0) {
    const started = metrics.flatMap((metric) => {
      const mark = marks.get(metric.id);
      return mark === undefined ? [] : [{ metric, periods: closedPeriods(calendar, metric.per, null, mark) }];
    });
    written += await closeAll(
      client,
      accounts.filter(({ id }) => newcomers.has(id)),
      started,
    );
  }
  const closing = due.map((metric) => ({
    metric,
    periods: closedPeriods(calendar, metric.per, marks.get(metric.id) ?? null, asOf),
  }));
  written += await closeAll(client, accounts, closing);
  const through = closing.flatMap(({ metric, periods }): [string, Instant][] =>
    periods.slice(-1).map(({ end }) => [metric.id, end]),
  );
  await moveWatermarks(client, zone, new Map(through));
  return written;
}

interface Closing {
  readonly metric: MetricDefinition;
  readonly periods: readonly Period[];
}

async function closeAll(client: Query, accounts: readonly AccountTerms[], closing: readonly Closing[]): Promise<number> {
  const perAccount = Math.max(
    1,
    closing.reduce((sum, { periods }) => sum + periods.length, 0),
  );
  const size = Math.max(1, Math.floor(MOST_POINTS / perAccount));
  let written = 0;
  for (let from = 0; from < accounts.length; from += size) {
    written += await closeSome(client, accounts.slice(from, from + size), closing);
  }
  return written;
}

async function closeSome(client: Query, accounts: readonly AccountTerms[], closing: readonly Closing[]): Promise<number> {
  const terms = new Map(accounts.map((account) => [account.id, account.terms]));
  const known = new Map<string, Cell[]>();
  const sets: { metric: string; points: ComputedPoint[] }[] = [];
  // Ratios of ratios: each is divided after the level below it.
  const levels: RatioCells[][] = [];
  const levelOf = new Map<string, number>();
  for (const { metric, periods } of closing) {
    const key = `${metric.per} ${periods[0]?.start} ${periods.length}`;
    const cells = known.get(key) ?? cellsOf(accounts, periods);
    known.set(key, cells);
    if (cells.length === 0) continue;
    const { source } = metric;
    if (source.kind !== 'ratio') {
      sets.push({ metric: metric.id, points: await compute(client, metric, cells, terms) });
      continue;
    }
    const level = Math.max(levelOf.get(source.of) ?? 0, levelOf.get(source.to) ?? 0) + 1;
    levelOf.set(metric.id, level);
    (levels[level - 1] ??= []).push({ metric, of: source.of, to: source.to, cells });
  }
  let written = await writePoints(client, sets);
  for (const ratios of levels) written += await writeRatios(client, ratios);
  return written;
}

async function compute(
  client: Query,
  metric: MetricDefinition,
  cells: readonly Cell[],
  terms: ReadonlyMap<string, readonly Contract[]>,
): Promise<ComputedPoint[]> {
  const { source } = metric;
  if (source.kind === 'count_events') return countInPeriods(client, metric, source.event, 'events', cells);
  if (source.kind === 'count_contacts') return countInPeriods(client, metric, source.event, 'contacts', cells);
  if (source.kind === 'seats') return cells.map((cell) => ({ cell, value: cell.term?.seats ?? null }));
  const membership = membershipOf(source);
  if (membership === null) return [];
  const { moving, whole } = await splitCells(client, metric, membership, cells, terms);
  return [...(await moveMembers(client, metric, membership, moving)), ...(await countMembers(client, metric, membership, whole))];
}
