import type pg from 'pg';
import { CopySink } from './copy-sink.js';
import { fieldReader, RowRejected, type Cells } from './field-reader.js';
import type { FieldSource, SectionMapping } from './mapping.js';
import { columnsOf } from './mapping.js';
import { readCsv } from './read-csv.js';
import type { Rejects } from './rejects.js';
import type { KnownIds, Readers, SectionLoader } from './section-loader.js';

/** Bytes (UTF-16 units) of a row; a larger one is not a row of data but a mistake. */
const ROW_LIMIT = 1024 * 1024;
/** PostgreSQL cannot store NUL, and half of a surrogate pair is no text. */
// eslint-disable-next-line no-control-regex
const NUL = /\u0000/;

export interface RowSource {
  readonly columns: readonly string[];
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** Only rows with these values; null = all. */
  readonly where: ReadonlyMap<number, string> | null;
  /** Null = the one row of constants. */
  readonly file: string | null;
  readonly keep: SectionMapping['keep'];
}

export interface LoadContext {
  readonly known: KnownIds;
  readonly defaults: { readonly timezone: string; readonly locale: string };
  readonly rejects: Rejects;
  readonly onRows: (rows: number) => void;
}

/** Checks and stages the rows of some sources, then merges them. @returns rows read and rows taken */
export async function loadSection(
  client: pg.PoolClient,
  loader: SectionLoader,
  sources: readonly RowSource[],
  context: LoadContext,
  parameters: readonly unknown[],
): Promise<{ readonly read: number; readonly taken: number }> {
  const columns = Object.entries(loader.staging);
  await client.query(`CREATE TEMP TABLE staged (${columns.map(([name, type]) => `${name} ${type}`).join(', ')}) ON COMMIT DROP`);
  const sink = new CopySink(client, `staged (${columns.map(([name]) => name).join(', ')})`);
  const seen = new Map<string, number>();
  let read = 0;
  try {
    for (const source of sources) {
      const take = rowTaker(loader, source, context, seen, sink);
      const row = (line: number, cells: Cells): Promise<void> | undefined => {
        if (source.where !== null && ![...source.where].every(([index, value]) => cells[index] === value)) return undefined;
        read += 1;
        if (read % 10_000 === 0) context.onRows(read);
        return take(line, cells);
      };
      if (source.file === null) {
        await row(0, []);
        continue;
      }
      await readCsv(source.file, {
        header: () => undefined,
        row: ({ line, cells }) => row(line, cells),
        unreadable: (line, reason, original) => {
          read += 1;
          context.rejects.add({ line, reason, original });
        },
      });
    }
    await sink.end();
  } catch (error) {
    await sink.abort(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  let taken = 0;
  for (const statement of loader.merge)
    taken = (await client.query(statement, statement.includes('$1') ? [...parameters] : [])).rowCount ?? 0;
  await client.query('DROP TABLE staged');
  return { read, taken };
}

function rowTaker(
  loader: SectionLoader,
  source: RowSource,
  { known, defaults, rejects }: LoadContext,
  seen: Map<string, number>,
  sink: CopySink,
): (line: number, cells: Cells) => Promise<void> | undefined {
  const readers: Readers = Object.fromEntries(
    Object.entries(source.fields).map(([field, from]) => [field, fieldReader(from, source.columns)] as const),
  );
  const extras = extrasReader(source);
  let current = { line: 0, cells: [] as Cells };
  const reject = (reason: string): void =>
    rejects.add({ line: current.line, reason, original: current.cells.join(',').slice(0, ROW_LIMIT) });
  const rowContext = { known, defaults, extras, note: reject };
  return (line, cells) => {
    current = { line, cells };
    try {
      checkRow(cells, source.columns);
      const values = loader.read(readers, cells, rowContext);
      const key = loader.key(values);
      const first = seen.get(key);
      if (first !== undefined) throw new RowRejected(`the same id stands on line ${first} already`);
      seen.set(key, line);
      return sink.add(values);
    } catch (error) {
      if (!(error instanceof RowRejected)) throw error;
      reject(error.message);
      return undefined;
    }
  };
}

function checkRow(cells: Cells, columns: readonly string[]): void {
  if (cells.length > columns.length)
    throw new RowRejected(`${cells.length} fields, but ${columns.length} columns; is a comma not quoted?`);
  let size = 0;
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i] ?? '';
    size += cell.length;
    if (NUL.test(cell)) throw new RowRejected(`${columns[i] ?? 'a field'} holds a NUL character`);
    if (!cell.isWellFormed()) throw new RowRejected(`${columns[i] ?? 'a field'} holds half a character (a lone surrogate)`);
  }
  if (size > ROW_LIMIT) throw new RowRejected(`the row has ${size} characters; ${ROW_LIMIT} are the limit`);
}

/** Kept columns as JSON; a number or true/false is stored as such when writing it back gives the same text. */
function extrasReader(source: RowSource): (cells: Cells) => string {
  const used = new Set(Object.values(source.fields).flatMap(columnsOf));
  const kept = source.keep ?? source.columns.filter((column) => !used.has(column));
  const places = kept.map((column) => [column, source.columns.indexOf(column)] as const).filter(([, index]) => index >= 0);
  if (places.length === 0) return () => '{}';
  return (cells) => {
    const values: Record<string, string | number | boolean> = {};
    for (const [column, index] of places) {
      const text = cells[index]?.trim() ?? '';
      if (text !== '') values[column] = typed(text);
    }
    return JSON.stringify(values);
  };
}

function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
