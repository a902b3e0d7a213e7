import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Instant } from '../../workflows/model/time.js';
import type { Database } from '../database.js';
import { poolTransaction } from '../pool-transaction.js';
import { CLOSING_LOCK } from '../stores/metric-store.js';
import { eventsLoader, metricsLoader, subscriptionsLoader } from './fact-loaders.js';
import { ImportError } from './import-error.js';
import { loadSection, type LoadContext, type RowSource } from './load-section.js';
import type { Mapping } from './mapping.js';
import { accountsLoader, contactsLoader, membersLoader } from './people-loaders.js';
import { planImport, type PlannedFile } from './plan-import.js';
import { defaultMapping, readMapping } from './read-mapping.js';
import { Rejects } from './rejects.js';
import type { KnownIds, SectionLoader } from './section-loader.js';
import { SECTIONS, SHAPES, type Section } from './sections.js';

export interface ImportOptions {
  /** Mapping file; default `mapping.yaml` in the folder, else the default columns. */
  readonly mapping?: string;
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

/**
 * Imports a folder of CSV files in one transaction; again and again if wanted, nothing is doubled.
 * Rows that cannot be taken go to `<name>.rejected.csv` with line and reason, the rest is imported.
 * @throws ImportError when the folder, a needed file or column, or the mapping is wrong: nothing was written
 */
export async function importFolder(db: Pick<Database, 'pool'>, dir: string, options: ImportOptions): Promise<ImportReport> {
  const mapping = await mappingFor(dir, options.mapping);
  const files = await planImport(dir, mapping);
  const accountsFile = files.find(({ section }) => section === 'accounts');
  const reports: Partial<Record<Section, { counts: { read: number; taken: number }; rejects: Rejects }>> = {};
  await poolTransaction(db, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    // Not while periods are being closed: an event would be neither counted nor marked late.
    await client.query('SELECT pg_advisory_xact_lock_shared($1)', [CLOSING_LOCK]);
    const known = await knownIds(client);
    for (const section of SECTIONS) {
      const sources = sourcesOf(mapping, section, files, accountsFile);
      if (sources.length === 0) continue;
      const rejects = new Rejects();
      const context: LoadContext = {
        known,
        defaults: mapping,
        rejects,
        onRows: (rows) => options.onProgress?.({ section, rows }),
      };
      const counts = await loadSection(client, LOADERS[section], sources, context, [mapping.source, new Date(options.now)]);
      options.onProgress?.({ section, rows: counts.read });
      reports[section] = { counts, rejects };
    }
  });
  await db.pool.query('ANALYZE accounts, contacts, subscriptions, events, metric_points');
  const sections: Partial<Record<Section, SectionReport>> = {};
  for (const section of SECTIONS) {
    const report = reports[section];
    if (!report) continue;
    const { counts, rejects } = report;
    const first = rejects.first;
    sections[section] = {
      ...counts,
      rejected: rejects.count,
      rejectsFile: await rejects.write(options.rejectsFolder ?? dir, path.basename(SHAPES[section].file, '.csv')),
      firstReject: first ? { line: first.line, reason: first.reason } : null,
    };
  }
  return { source: mapping.source, sections };
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

function sourcesOf(
  mapping: Mapping,
  section: Section,
  files: readonly PlannedFile[],
  accounts: PlannedFile | undefined,
): RowSource[] {
  const own = mapping.sections[section];
  const planned = files.find((file) => file.section === section);
  const sources: RowSource[] = planned ? [{ ...planned, fields: own.fields, where: null, keep: own.keep }] : [];
  for (const row of own.also) {
    if (section === 'members') {
      sources.push({ columns: [], fields: row.fields, where: null, file: null, keep: [] });
      continue;
    }
    if (!accounts) continue;
    const account = mapping.sections.accounts.fields['id'];
    sources.push({
      columns: accounts.columns,
      fields: account ? { account, ...row.fields } : row.fields,
      where: new Map(Object.entries(row.where).map(([column, value]) => [accounts.columns.indexOf(column), value])),
      file: accounts.file,
      keep: [],
    });
  }
  return sources;
}

async function knownIds(client: pg.PoolClient): Promise<KnownIds> {
  const ids = async (table: 'accounts' | 'members'): Promise<Set<string>> => {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM ${table}`);
    return new Set(rows.map(({ id }) => id));
  };
  return { accounts: await ids('accounts'), members: await ids('members') };
}
