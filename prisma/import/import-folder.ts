import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { CLOSING_LOCK } from '../stores/metric-store.js';
import { tellExits, tellWaitingSteps } from '../stores/tell-runs.js';
import { eventsLoader, metricsLoader, subscriptionsLoader } from './fact-loaders.js';
import { ImportError } from './import-error.js';
import { loadSection, type LoadCounts } from './load-section.js';
import { LocalMoments } from './local-moments.js';
import type { Mapping } from './mapping.js';
import { accountsLoader, contactsLoader, membersLoader } from './people-loaders.js';
import { planImport } from './plan-import.js';
import { defaultMapping, readMapping } from './read-mapping.js';
import { Rejects } from './rejects.js';
import { sourcesOf } from './sources-of.js';
import type { ImportContext, SectionLoader } from './section-loader.js';
import { SECTIONS, SHAPES, type Section } from './sections.js';

export interface ImportOptions {
  /** Mapping file; default `mapping.yaml` in the folder, else the default columns. */
  readonly mapping?: string;
  /** The one file of the folder to read, by its name; default all of them. */
  readonly only?: string;
  /** Where `<name>.rejected.csv` files go; default the data folder itself. */
  readonly rejectsFolder?: string;
  readonly onProgress?: (progress: { readonly section: Section; readonly rows: number }) => void;
  /** Business time of the import. */
  readonly now: Instant;
}

export interface SectionReport {
  readonly read: number;
  /** New or updated rows; known events and closed periods are left as they are and do not count. */
  readonly taken: number;
  readonly rejected: number;
  /** Remarks on rows that were taken all the same; they stand in the rejects file, too. */
  readonly noted: number;
  readonly rejectsFile: string | null;
  readonly firstReject: { readonly line: number; readonly reason: string } | null;
}

export interface ImportReport {
  readonly source: string;
  readonly sections: Readonly<Partial<Record<Section, SectionReport>>>;
}

const LOADERS: Readonly<Record<Section, SectionLoader>> = {
  members: membersLoader,
  accounts: accountsLoader,
  contacts: contactsLoader,
  subscriptions: subscriptionsLoader,
  events: eventsLoader,
  metrics: metricsLoader,
};

/** Held by the one import that is under way. */
const IMPORT_LOCK = 7_302_503;

/** Tables with the columns that queries filter and join by; the JSON of an event is none of them, and dear to look into. */
const ANALYZED: Readonly<Record<Section, string>> = {
  members: 'members',
  accounts: 'accounts',
  contacts: 'contacts',
  subscriptions: 'subscriptions',
  events: 'events (account_id, contact_id, name, occurred_at, late)',
  metrics: 'metric_points',
};

/**
 * Imports a folder of CSV files in one transaction; again and again if wanted, nothing is doubled.
 * Rows that cannot be taken go to `<name>.rejected.csv` with line and reason, the rest is imported.
 * @throws ImportError when the folder, a needed file or column, or the mapping is wrong: nothing was written
 */
export async function importFolder(db: Pick<Database, 'pool'>, dir: string, options: ImportOptions): Promise<ImportReport> {
  const mapping = await mappingFor(dir, options.mapping);
  const files = await planImport(dir, mapping, options.only ?? null);
  const accountsFile = files.find(({ section }) => section === 'accounts');
  const loads: SectionLoad[] = [];
  try {
    await poolTransaction(db, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      // One import after the other: two at once would wait for each other's rows.
      await client.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK]);
      // Not while periods are being closed: an event would be neither counted nor marked late.
      await client.query('SELECT pg_advisory_xact_lock_shared($1)', [CLOSING_LOCK]);
      const context = await importContext(client, mapping, options.now);
      for (const section of SECTIONS) {
        const sources = sourcesOf(mapping, section, files, accountsFile);
        if (sources.length === 0) continue;
        const rejects = new Rejects(options.rejectsFolder ?? dir, path.basename(SHAPES[section].file, '.csv'));
        const load: SectionLoad = { section, rejects, counts: { read: 0, taken: 0 } };
        loads.push(load);
        const onRows = (rows: number): void => options.onProgress?.({ section, rows });
        load.counts = await loadSection(client, LOADERS[section], sources, { context, rejects, onRows });
        onRows(load.counts.read);
      }
      // What comes next plans its queries by what is there now. A third of the usual sample says the same of such tables in
      // a third of the time, and autovacuum looks closer soon.
      await client.query('SET LOCAL default_statistics_target = 30');
      if (loads.length > 0) await client.query(`ANALYZE ${loads.map(({ section }) => ANALYZED[section]).join(', ')}`);
      // Last, for it keeps the runs under way waiting.
      if (loads.some(({ section, counts }) => section === 'events' && counts.taken > 0)) await tellAllRuns(client);
      // A rejected row is on the disk before the others count as imported.
      for (const { rejects } of loads) rejects.flush();
    });
  } catch (error) {
    for (const { rejects } of loads) rejects.discard();
    throw error;
  }
  const sections: Partial<Record<Section, SectionReport>> = {};
  for (const { section, counts, rejects } of loads) {
    const { first } = rejects;
    sections[section] = {
      ...counts,
      rejected: rejects.count,
      noted: rejects.noted,
      rejectsFile: rejects.commit(),
      firstReject: first ? { line: first.line, reason: first.reason } : null,
    };
  }
  return { source: mapping.source, sections };
}

interface SectionLoad {
  readonly section: Section;
  readonly rejects: Rejects;
  counts: LoadCounts;
}

/** Runs under way hear of imported events, too; those that are still to come when they happen. */
async function tellAllRuns(client: pg.PoolClient): Promise<void> {
  const live = await client.query(`SELECT 1 FROM runs WHERE status IN ('starting', 'running', 'paused') LIMIT 1`);
  if (live.rows.length === 0) return;
  await client.query(`SELECT 1 FROM runs WHERE status IN ('starting', 'running', 'paused') ORDER BY id FOR NO KEY UPDATE`);
  await tellExits(client, null);
  await tellWaitingSteps(client, null);
}

async function mappingFor(dir: string, file: string | undefined): Promise<Mapping> {
  const name = path.basename(path.resolve(dir));
  const place = file ?? path.join(dir, 'mapping.yaml');
  try {
    return readMapping(place, await readFile(place, 'utf8'), name);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    if (file === undefined) return defaultMapping(name);
    throw new ImportError(
      'import-mapping-invalid',
      `The mapping ${place} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function importContext(client: pg.PoolClient, mapping: Mapping, now: Instant): Promise<ImportContext> {
  const accounts = await client.query<{ id: string; timezone: string }>('SELECT id, timezone FROM accounts');
  const members = await client.query<{ id: string }>('SELECT id FROM members');
  const closed = await client.query<{ zone: string; through: Date }>(
    'SELECT zone, max(closed_through) AS through FROM metric_watermarks GROUP BY zone',
  );
  return {
    source: mapping.source,
    now,
    defaults: mapping,
    known: {
      accounts: new Map(accounts.rows.map(({ id, timezone }) => [id, timezone])),
      members: new Set(members.rows.map(({ id }) => id)),
    },
    moments: new LocalMoments(),
    closedThrough: new Map(closed.rows.map(({ zone, through }) => [zone, through.getTime()])),
  };
}
