import { stat } from 'node:fs/promises';
import type pg from 'pg';
import { CopySink } from './copy-sink.js';
import { stripEmptyTable, WORTHWHILE_BYTES } from './empty-table.js';
import { readCsv } from './read-csv.js';
import type { Rejects } from './rejects.js';
import { rowTaker, type RowSource } from './row-taker.js';
import type { ImportContext, SectionLoader } from './section-loader.js';

const PROGRESS_ROWS = 10_000;

export interface LoadOptions {
  readonly context: ImportContext;
  readonly rejects: Rejects;
  readonly onRows: (rows: number) => void;
}

export interface LoadCounts {
  /** Rows of the file and rows that the mapping adds. */
  readonly read: number;
  /** New or updated rows. */
  readonly taken: number;
}

/** Checks the rows of some sources and brings the good ones into their table. */
export async function loadSection(
  client: pg.PoolClient,
  loader: SectionLoader,
  sources: readonly RowSource[],
  options: LoadOptions,
): Promise<LoadCounts> {
  const quick = await loadEmptyTable(client, loader, sources, options);
  if (quick !== null) return quick;
  const columns = Object.entries(loader.staging).map(([name, type]) => `${name} ${type}`);
  await client.query(`CREATE TEMP TABLE staged (${columns.join(', ')}) ON COMMIT DROP`);
  const { read } = await sendRows(client, loader, 'staged', sources, options, new Map());
  let taken: number | null = null;
  for (const statement of loader.merge) {
    const { rowCount } = await client.query(statement);
    taken ??= rowCount;
  }
  await client.query('DROP TABLE staged');
  return { read, taken: taken ?? 0 };
}

/**
 * Rows of a large file straight into their table while it is empty: nothing is there that they could collide with, and
 * its key finds out whether they collide with each other. @returns null when this way is not open, with nothing done
 */
async function loadEmptyTable(
  client: pg.PoolClient,
  loader: SectionLoader,
  sources: readonly RowSource[],
  options: LoadOptions,
): Promise<LoadCounts | null> {
  if (loader.table === undefined) return null;
  let bytes = 0;
  for (const { file } of sources) bytes += file === null ? 0 : (await stat(file)).size;
  const stripped = bytes < WORTHWHILE_BYTES ? null : await stripEmptyTable(client, loader.table);
  if (stripped === null) return null;
  const { read, sent } = await sendRows(client, loader, loader.table, sources, options, null);
  try {
    await stripped.rebuild();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Some id stands there twice: the slower way finds the lines.
    await stripped.restore();
    options.rejects.discard();
    return null;
  }
  return { read, taken: sent };
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

async function sendRows(
  client: pg.PoolClient,
  loader: SectionLoader,
  table: string,
  sources: readonly RowSource[],
  { context, rejects, onRows }: LoadOptions,
  seen: Map<string, number> | null,
): Promise<{ readonly read: number; readonly sent: number }> {
  const sink = new CopySink(client, table, loader.staging);
  let read = 0;
  const count = (): void => {
    read += 1;
    if (read % PROGRESS_ROWS === 0) onRows(read);
  };
  try {
    for (const source of sources) {
      const take = rowTaker(loader, source, context, rejects, seen, sink);
      if (source.file === null) {
        count();
        take({ line: 0, cells: [], raw: '' });
        continue;
      }
      const wanted = source.where === null ? null : [...source.where];
      await readCsv(source.file, {
        row: (row) => {
          if (wanted !== null && !wanted.every(([index, value]) => row.cells[index]?.trim() === value)) return;
          count();
          take(row);
        },
        unreadable: (line, reason, original) => {
          count();
          rejects.add({ line, reason, original });
        },
        flow: () => sink.flow(),
      });
    }
    await sink.end();
  } catch (error) {
    await sink.abort(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  return { read, sent: sink.rows };
}
