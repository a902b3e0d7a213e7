import type { Database } from '../database.js';
import type { DimensionScore } from '../../workflows/model/account-data.js';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { LocalizedText } from '../../workflows/model/localized-text.js';
import type { Instant } from '../../workflows/model/time.js';
import { accountSummary } from './account-list.js';
import type { AccountListItem, ContractView, HealthSummary, PersonView } from './account-list.js';
import { factView, isoTime } from './fact-view.js';
import type { FactView } from './fact-view.js';

export interface DimensionView {
  readonly id: string;
  readonly weight: number;
  /** 0..100; null = missing, its weight went to the others. */
  readonly points: number | null;
  readonly fact: FactView;
}

export interface HealthDetail extends HealthSummary {
  /** Id of the health definition that was used. */
  readonly definition: string;
  readonly dimensions: readonly DimensionView[];
}

/** The last closed period of a metric. */
export interface MetricView {
  readonly id: string;
  readonly title: LocalizedText;
  /** `percent` values are fractions. */
  readonly type: string;
  readonly value: number | null;
  readonly periodStart: string;
  readonly periodEnd: string;
}

export interface ContactView {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string;
  readonly locale: string | null;
  readonly active: boolean;
}

export interface AccountDetail extends Omit<AccountListItem, 'health'> {
  readonly locale: string;
  readonly timezone: string;
  readonly manager: PersonView | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly health: HealthDetail | null;
  readonly contracts: readonly ContractView[];
  readonly metrics: readonly MetricView[];
  readonly contacts: readonly ContactView[];
}

interface BaseRow {
  locale: string;
  timezone: string;
  attributes: Record<string, unknown>;
  manager_id: string | null;
  manager_name: string | null;
}

/** One account as of a business instant; null when there is no such account. */
export async function accountDetail(db: Pick<Database, 'pool'>, id: string, asOf: Instant): Promise<AccountDetail | null> {
  const summary = await accountSummary(db, id, asOf);
  if (summary === null) return null;
  const [base, health, contracts, metrics, contacts] = await Promise.all([
    baseOf(db, id),
    healthOf(db, id, asOf),
    contractsOf(db, id),
    metricsOf(db, id, asOf),
    contactsOf(db, id),
  ]);
  return { ...summary, ...base, health, contracts, metrics, contacts };
}

async function baseOf(
  db: Pick<Database, 'pool'>,
  id: string,
): Promise<Pick<AccountDetail, 'locale' | 'timezone' | 'manager' | 'attributes'>> {
  const { rows } = await db.pool.query<BaseRow>(
    `SELECT a.locale, a.timezone, a.attributes, b.id AS manager_id, b.name AS manager_name
     FROM accounts a LEFT JOIN members m ON m.id = a.csm_id LEFT JOIN members b ON b.id = m.manager_id WHERE a.id = $1`,
    [id],
  );
  const row = rows[0];
  return {
    locale: row?.locale ?? 'en',
    timezone: row?.timezone ?? 'UTC',
    attributes: row?.attributes ?? {},
    manager: row?.manager_id ? { id: row.manager_id, name: row.manager_name ?? row.manager_id } : null,
  };
}

async function healthOf(db: Pick<Database, 'pool'>, id: string, asOf: Instant): Promise<HealthDetail | null> {
  const { rows } = await db.pool.query<{
    at: Date;
    definition: string;
    score: number | null;
    band: string | null;
    dimensions: DimensionScore[];
  }>(
    `SELECT at, definition, score, band, dimensions FROM health_snapshots
     WHERE account_id = $1 AND at <= $2 ORDER BY at DESC LIMIT 1`,
    [id, new Date(asOf)],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const dimensions = row.dimensions.map(({ id: dimension, weight, points, fact }) => ({
    id: dimension,
    weight,
    points,
    fact: factView(fact),
  }));
  return { score: row.score, band: row.band, at: isoTime(row.at), definition: row.definition, dimensions };
}

async function contractsOf(db: Pick<Database, 'pool'>, id: string): Promise<ContractView[]> {
  const { rows } = await db.pool.query<ContractView>(
    `SELECT product, to_char(start_date, 'YYYY-MM-DD') AS start, to_char(end_date, 'YYYY-MM-DD') AS "end", seats
     FROM subscriptions WHERE account_id = $1 ORDER BY start_date, product`,
    [id],
  );
  return rows;
}

async function metricsOf(db: Pick<Database, 'pool'>, id: string, asOf: Instant): Promise<MetricView[]> {
  const [points, published] = await Promise.all([
    db.pool.query<{ metric: string; period_start: Date; period_end: Date; value: number | null }>(
      `SELECT DISTINCT ON (metric) metric, period_start, period_end, value FROM metric_points
       WHERE account_id = $1 AND period_end <= $2 ORDER BY metric, period_end DESC`,
      [id, new Date(asOf)],
    ),
    db.pool.query<{ metrics: Catalogue['metrics'] }>(
      `SELECT catalogue->'metrics' AS metrics FROM catalogue_versions ORDER BY published_at DESC LIMIT 1`,
    ),
  ]);
  const definitions = published.rows[0]?.metrics ?? {};
  return points.rows.map((row) => ({
    id: row.metric,
    title: definitions[row.metric]?.title ?? { en: row.metric },
    type: definitions[row.metric]?.type ?? 'number',
    value: row.value,
    periodStart: isoTime(row.period_start),
    periodEnd: isoTime(row.period_end),
  }));
}

async function contactsOf(db: Pick<Database, 'pool'>, id: string): Promise<ContactView[]> {
  const { rows } = await db.pool.query<ContactView>(
    'SELECT id, name, email, role, locale, active FROM contacts WHERE account_id = $1 ORDER BY role, id LIMIT 1000',
    [id],
  );
  return rows;
}
