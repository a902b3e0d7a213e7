import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { CsvRecords, type CsvRecord } from './csv-records.js';
import { ImportError } from './import-error.js';

const CHUNK = 128 * 1024;

export interface CsvTaker {
  row(row: CsvRecord): void;
  /** A line that is no CSV (a stray quote); it is left out. */
  unreadable(line: number, reason: string, raw: string): void;
  /** Asked between pieces of the file: what it returns is waited for before more is read. */
  flow(): Promise<void> | undefined;
}

/**
 * Streams the rows of a CSV file, its header left out.
 * @throws ImportError when the file cannot be read or has no header
 */
export async function readCsv(file: string, taker: CsvTaker): Promise<void> {
  let begun = false;
  const records = new CsvRecords({
    record: (row) => {
      if (begun) taker.row(row);
      begun = true;
    },
    unreadable: (line, reason, raw) => {
      if (!begun) throw noHeader(file, line, reason);
      taker.unreadable(line, reason, raw);
    },
  });
  for await (const text of textOf(file)) {
    records.push(text);
    const full = taker.flow();
    if (full) await full;
  }
  records.end();
  if (!begun) throw emptyFile(file);
}

/**
 * The columns a file has, without reading the rest.
 * @throws ImportError when the file cannot be read or has no header
 */
export async function readHeader(file: string): Promise<readonly string[]> {
  const found: string[][] = [];
  const records = new CsvRecords({
    record: ({ cells }) => {
      if (found.length === 0) found.push(cells.map((column) => column.trim()));
    },
    unreadable: (line, reason) => {
      if (found.length === 0) throw noHeader(file, line, reason);
    },
  });
  for await (const text of textOf(file)) {
    records.push(text);
    if (found[0]) return found[0];
  }
  records.end();
  if (found[0]) return found[0];
  throw emptyFile(file);
}

function noHeader(file: string, line: number, reason: string): ImportError {
  return new ImportError('import-file-unreadable', `${file}:${line} has to name the columns, but it is ${reason}`);
}

function emptyFile(file: string): ImportError {
  return new ImportError('import-file-unreadable', `${file} is empty: its first line has to name the columns`);
}

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const input = createReadStream(file, { highWaterMark: CHUNK });
  try {
    let begun = false;
    for await (const bytes of input as AsyncIterable<Buffer>) {
      if (!begun && isUtf16(bytes)) {
        throw new ImportError('import-file-unreadable', `${file} is UTF-16 text; save it as "CSV UTF-8"`);
      }
      begun = true;
      yield decoder.write(bytes);
    }
    yield decoder.end();
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImportError('import-file-unreadable', `${file} cannot be read: ${reason}`, { cause: error });
  } finally {
    input.destroy();
  }
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
