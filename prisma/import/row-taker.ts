import type { CsvRecord } from './csv-records.js';
import type { CopySink } from './copy-sink.js';
import { fieldReader, RowRejected, type Cells } from './field-reader.js';
import { columnsOf, type FieldSource } from './mapping.js';
import type { Rejects } from './rejects.js';
import type { ImportContext, Readers, SectionLoader } from './section-loader.js';

export interface RowSource {
  readonly columns: readonly string[];
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** Only rows with these values; null = all. */
  readonly where: ReadonlyMap<number, string> | null;
  /** Null = the one row of constants. */
  readonly file: string | null;
  /** Named in reasons when it is not the section's own file. */
  readonly fileName: string | null;
  /** Columns to keep beside the fields; null = all others. */
  readonly keep: readonly string[] | null;
}

const EXTRAS_KEPT = 10_000;
const REPLACEMENT = '\uFFFD';
const NUL = '\u0000';

/** Checks the rows of one source: what is good goes to the sink, what is not to the rejects. */
export function rowTaker(
  loader: SectionLoader,
  source: RowSource,
  context: ImportContext,
  rejects: Rejects,
  /** Identity -> where it was seen first, over all sources of the section; null = somebody else looks out for doubles. */
  seen: Map<string, number> | null,
  sink: CopySink,
): (row: CsvRecord) => void {
  const readers: Readers = Object.fromEntries(
    Object.entries(source.fields).map(([field, from]) => [field, fieldReader(from, source.columns)] as const),
  );
  const prefix = source.fileName === null ? '' : `${source.fileName}: `;
  const notes: string[] = [];
  const rowContext = { ...context, extras: extrasReader(source), note: (reason: string) => void notes.push(reason) };
  return (row) => {
    notes.length = 0;
    try {
      checkRow(row, source.columns);
      const values = loader.read(readers, row.cells, rowContext);
      if (seen !== null) {
        const key = loader.key(values);
        const first = seen.get(key);
        if (first !== undefined) throw new RowRejected(`the same id stands on line ${first} already`);
        seen.set(key, row.line);
      }
      loader.accepted?.(values, context.known);
      sink.add(values);
      for (const note of notes) rejects.note({ line: row.line, reason: prefix + note, original: row.raw });
    } catch (error) {
      if (!(error instanceof RowRejected)) throw error;
      rejects.add({ line: row.line, reason: prefix + error.message, original: row.raw });
    }
  };
}

/** What no field of any row may have. */
function checkRow({ cells, raw }: CsvRecord, columns: readonly string[]): void {
  if (cells.length > columns.length)
    throw new RowRejected(`${cells.length} fields, but ${columns.length} columns; is a comma not quoted?`);
  // PostgreSQL cannot store a NUL.
  if (raw.includes(NUL)) throw new RowRejected(`${columnWith(NUL, cells, columns)} holds a NUL character`);
  if (raw.includes(REPLACEMENT))
    throw new RowRejected(`${columnWith(REPLACEMENT, cells, columns)} is not UTF-8 text; save the file as "CSV UTF-8"`);
}

function columnWith(char: string, cells: Cells, columns: readonly string[]): string {
  return columns[cells.findIndex((cell) => cell.includes(char))] ?? 'a field';
}

/** Kept columns as JSON; a number or true/false is stored as such when writing it back gives the same text. */
function extrasReader(source: RowSource): (cells: Cells) => string {
  const used = new Set(Object.values(source.fields).flatMap(columnsOf));
  const kept = source.keep ?? source.columns.filter((column) => column !== '' && !used.has(column));
  const places = kept.map((column) => [column, source.columns.indexOf(column)] as const).filter(([, index]) => index >= 0);
  if (places.length === 0) return () => '{}';
  // The same few values come again and again in many files.
  const known = new Map<string, string>();
  return (cells) => {
    let key = '';
    for (const [, index] of places) key += `${cells[index] ?? ''}\u0000`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const values: [string, string | number | boolean][] = [];
    for (const [column, index] of places) {
      const text = cells[index]?.trim() ?? '';
      if (text !== '') values.push([column, typed(text)]);
    }
    const json = JSON.stringify(Object.fromEntries(values));
    if (known.size >= EXTRAS_KEPT) known.clear();
    known.set(key, json);
    return json;
  };
}

function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
