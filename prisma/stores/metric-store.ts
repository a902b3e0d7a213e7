import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import { startOfPeriod } from '../../workflows/model/calendar.js';
import type { Catalogue, MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Instant, PeriodUnit } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { accountTerms } from '../metrics/account-terms.js';
import { closeZone } from '../metrics/close-zone.js';
import type { ZoneWork } from '../metrics/close-zone.js';
import type { Query } from '../metrics/compute-points.js';
import { beginOf } from '../metrics/metric-cells.js';
import { metricOrder } from '../metrics/metric-order.js';
import { poolTransaction } from '../pool-transaction.js';
import { zoneCalendars } from '../zone-calendars.js';

/** Held shared by whoever writes events and alone by whoever closes periods, so that no event slips in between unmarked. */
export const CLOSING_LOCK = 7_302_502;

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
  const plan = (client: Query): Promise<Planned[]> => planWork(client, metrics, asOf, calendarFor, options.accountIds);
  // Asked first without the lock: most of the time nothing is due.
  if ((await plan(db.pool)).length === 0) return { points: 0 };
  return poolTransaction(db, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [CLOSING_LOCK]);
    let points = 0;
    for (const { marks, ...work } of await plan(client)) points += await closeZone(client, work, metrics, marks, asOf);
    return { points };
  });
}

interface Planned extends ZoneWork {
  /** Metric -> how far it is closed in the zone. */
  readonly marks: ReadonlyMap<string, Instant>;
}

async function planWork(
  client: Query,
  metrics: readonly MetricDefinition[],
  asOf: Instant,
  calendarFor: (zone: string) => ZoneCalendar,
  accountIds: readonly string[] | undefined,
): Promise<Planned[]> {
  // A zone that has accounts, and an account that has no computed point, in one look.
  const { rows } = await client.query<{ zone: string; fresh: string[]; marks: Record<string, number> }>(
    `SELECT z.zone, f.ids AS fresh, w.marks
     FROM (SELECT DISTINCT timezone AS zone FROM accounts) z
     CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(a.id), '{}') AS ids FROM accounts a
       WHERE a.timezone = z.zone AND ($2::text[] IS NULL OR a.id = ANY ($2))
         AND NOT EXISTS (SELECT 1 FROM metric_points p WHERE p.account_id = a.id AND p.metric = ANY ($1::text[]))
     ) f
     CROSS JOIN LATERAL (
       SELECT coalesce(json_object_agg(m.metric, date_part('epoch', m.closed_through) * 1000), '{}') AS marks
       FROM metric_watermarks m WHERE m.zone = z.zone AND m.metric = ANY ($1::text[])
     ) w
     ORDER BY z.zone`,
    [metrics.map(({ id }) => id), accountIds ?? null],
  );
  const work: Planned[] = [];
  for (const { zone, fresh, marks: stored } of rows) {
    const calendar = calendarFor(zone);
    const marks = new Map(Object.entries(stored));
    const lastEnd = (unit: PeriodUnit): Instant => startOfPeriod(calendar, asOf, unit);
    const due = metrics.filter(({ id, per }) => (marks.get(id) ?? -Infinity) < lastEnd(per));
    // Where nothing was closed yet, everybody is filled in anyhow.
    const ends = metrics.flatMap(({ id, per }) => (marks.has(id) ? [lastEnd(per)] : []));
    const newcomers = ends.length === 0 || fresh.length === 0 ? [] : await begun(client, fresh, calendar, Math.max(...ends));
    if (due.length > 0 || newcomers.length > 0) work.push({ zone, calendar, due, newcomers, marks });
  }
  return work;
}

/** Those of the accounts that have begun by an instant: the others have nothing to fill in yet. */
async function begun(client: Query, ids: readonly string[], calendar: ZoneCalendar, by: Instant): Promise<string[]> {
  const accounts = await accountTerms(client, calendar, { ids });
  return accounts.filter(({ terms }) => beginOf(terms) < by).map(({ id }) => id);
}
