import type pg from 'pg';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Plan, PlanTemplates } from '../../workflows/model/plan.js';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';

/** A compiled playbook on its way to becoming a published version. */
export interface PublishablePlaybook {
  readonly plan: Plan;
  readonly templates: PlanTemplates;
  /** The YAML it was compiled from. */
  readonly source: string;
}

export type PublishedPlaybook =
  | {
      readonly status: 'published';
      readonly playbook: string;
      readonly version: number;
      /** False = it was published before, with the same content. */
      readonly created: boolean;
    }
  /** (id, version) never changes its content: give the changed playbook the next version. */
  | { readonly status: 'refused'; readonly playbook: string; readonly version: number; readonly publishedHash: string };

export type PublishedBook =
  | { readonly status: 'published'; readonly playbooks: readonly Extract<PublishedPlaybook, { status: 'published' }>[] }
  /** Nothing was published. */
  | { readonly status: 'refused'; readonly refusals: readonly Extract<PublishedPlaybook, { status: 'refused' }>[] };

type Query = Pick<pg.PoolClient, 'query'>;

/** Makes a catalogue the one in force. */
export async function publishCatalogue(db: Pick<Database, 'pool'>, catalogue: Catalogue, at: Instant): Promise<void> {
  await storeCatalogue(db.pool, catalogue, at);
}

/** Publishes one playbook; its newest version is the current one. */
export async function publishPlaybook(
  db: Pick<Database, 'pool'>,
  playbook: PublishablePlaybook,
  at: Instant,
): Promise<PublishedPlaybook> {
  return poolTransaction(db, (client) => storePlaybook(client, playbook, at));
}

/** Publishes a compiled book, all of it or nothing. */
export async function publishBook(
  db: Pick<Database, 'pool'>,
  book: { readonly catalogue: Catalogue; readonly playbooks: readonly PublishablePlaybook[] },
  at: Instant,
): Promise<PublishedBook> {
  const refusals: Extract<PublishedPlaybook, { status: 'refused' }>[] = [];
  try {
    return await poolTransaction(db, async (client): Promise<PublishedBook> => {
      const published: Extract<PublishedPlaybook, { status: 'published' }>[] = [];
      // Always in the same order, so that two publications at once cannot block each other.
      for (const playbook of [...book.playbooks].sort((a, b) => (a.plan.playbook < b.plan.playbook ? -1 : 1))) {
        const result = await storePlaybook(client, playbook, at);
        if (result.status === 'published') published.push(result);
        else refusals.push(result);
      }
      if (refusals.length > 0) throw new RolledBack();
      await storeCatalogue(client, book.catalogue, at);
      return { status: 'published', playbooks: published };
    });
  } catch (error) {
    if (error instanceof RolledBack) return { status: 'refused', refusals };
    throw error;
  }
}

/** The catalogue in force; null = none was published. */
export async function catalogueInForce(db: Pick<Database, 'pool'>): Promise<Catalogue | null> {
  const { rows } = await db.pool.query<{ catalogue: Catalogue }>(
    'SELECT catalogue FROM catalogue_versions ORDER BY published_at DESC, content_hash LIMIT 1',
  );
  return rows[0]?.catalogue ?? null;
}

/** The current version of every playbook, by id. */
export async function currentPlaybooks(db: Pick<Database, 'pool'>): Promise<PublishablePlaybook[]> {
  const { rows } = await db.pool.query<PublishablePlaybook>(
    'SELECT plan, templates, source FROM playbook_versions WHERE current ORDER BY playbook',
  );
  return rows;
}

/** One version, which never changes; null = it was never published here. */
export async function playbookVersion(
  db: Pick<Database, 'pool'>,
  playbook: string,
  version: number,
): Promise<PublishablePlaybook | null> {
  const { rows } = await db.pool.query<PublishablePlaybook>(
    'SELECT plan, templates, source FROM playbook_versions WHERE playbook = $1 AND version = $2',
    [playbook, version],
  );
  return rows[0] ?? null;
}

/** Undoes the transaction when a book is refused. */
class RolledBack extends Error {}

async function storeCatalogue(client: Query, catalogue: Catalogue, at: Instant): Promise<void> {
  // The last one published is in force, also when business time stands still or went back between the two.
  await client.query(
    `INSERT INTO catalogue_versions (content_hash, catalogue, published_at)
     SELECT $1, $2, greatest($3::timestamptz, max(published_at) + interval '1 millisecond')
     FROM catalogue_versions WHERE content_hash <> $1
     ON CONFLICT (content_hash) DO UPDATE SET published_at = greatest(excluded.published_at, catalogue_versions.published_at)`,
    [catalogue.contentHash, JSON.stringify(catalogue), new Date(at)],
  );
}

async function storePlaybook(
  client: Query,
  { plan, templates, source }: PublishablePlaybook,
  at: Instant,
): Promise<PublishedPlaybook> {
  const { playbook, version, contentHash } = plan;
  const inserted = await client.query(
    `INSERT INTO playbook_versions (playbook, version, content_hash, plan, templates, source, current, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, false, $7) ON CONFLICT (playbook, version) DO NOTHING`,
    [playbook, version, contentHash, JSON.stringify(plan), JSON.stringify(templates), source, new Date(at)],
  );
  const created = (inserted.rowCount ?? 0) > 0;
  if (!created) {
    const { rows } = await client.query<{ content_hash: string }>(
      'SELECT content_hash FROM playbook_versions WHERE playbook = $1 AND version = $2',
      [playbook, version],
    );
    const publishedHash = rows[0]?.content_hash ?? '';
    if (publishedHash !== contentHash) return { status: 'refused', playbook, version, publishedHash };
  }
  await client.query(
    `UPDATE playbook_versions v SET current = (v.version = newest.version)
     FROM (SELECT max(version) AS version FROM playbook_versions WHERE playbook = $1) newest
     WHERE v.playbook = $1 AND v.current <> (v.version = newest.version)`,
    [playbook],
  );
  return { status: 'published', playbook, version, created };
}
