import { createReadStream } from 'node:fs';
import { parse, type CsvError } from 'csv-parse';
import { ImportError } from './import-error.js';

export interface CsvRow {
  /** 1-based line on which the row ends. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** No single row may be larger (bytes); a file of one endless line must not fill the memory. */
const READ_LIMIT = 16 * 1024 * 1024;

/**
 * Streams a CSV file: the header first, then row after row.
 * @param onUnreadable told of rows that are no CSV (a stray quote); they are left out
 * @throws ImportError when the file cannot be read or has no header
 */
export async function readCsv(
  file: string,
  take: {
    readonly header: (columns: readonly string[]) => void;
    readonly row: (row: CsvRow) => Promise<void> | undefined;
    readonly unreadable: (line: number, reason: string, raw: string) => void;
  },
): Promise<void> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: READ_LIMIT,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      take.unreadable(Number(error?.['lines'] ?? 0), error?.message ?? 'not readable as CSV', raw ?? '');
    },
  });
  const input = createReadStream(file);
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let columns: readonly string[] | null = null;
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns === null) {
        columns = item.record.map((column) => column.trim());
        take.header(columns);
        continue;
      }
      // Awaited only when the sink is full: a microtask per row would cost more than the parsing.
      const full = take.row({ line: item.info.lines, cells: item.record });
      if (full) await full;
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError(
      'import-file-unreadable',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    input.destroy();
  }
  if (columns === null)
    throw new ImportError('import-file-unreadable', `${file} is empty: its first line has to name the columns`);
}

/** The columns a file has, without reading the rest. */
export async function readHeader(file: string): Promise<readonly string[]> {
  const parser = parse({ bom: true, to_line: 1, relax_column_count: true, relax_quotes: true, max_record_size: READ_LIMIT });
  const input = createReadStream(file, { end: 1024 * 1024 });
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const record of parser as AsyncIterable<string[]>) return record.map((column) => column.trim());
  } catch (error) {
    throw new ImportError(
      'import-file-unreadable',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    input.destroy();
  }
  throw new ImportError('import-file-unreadable', `${file} is empty: its first line has to name the columns`);
}
