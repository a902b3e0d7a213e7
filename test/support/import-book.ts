import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Database } from '../../prisma/database.js';
import { importFolder, type ImportOptions, type ImportReport } from '../../prisma/import/import-folder.js';

export interface RejectedRow {
  readonly line: string;
  readonly reason: string;
  readonly original: string;
}

/** A folder of files to import, gone with `remove`. */
export class ImportBook {
  private constructor(
    private readonly box: string,
    /** The data folder. */
    readonly folder: string,
  ) {}

  static async create(): Promise<ImportBook> {
    const box = await mkdtemp(path.join(tmpdir(), 'sopwith-import-'));
    const folder = path.join(box, 'crm');
    await mkdir(folder);
    return new ImportBook(box, folder);
  }

  /** Where rejected rows go. */
  get rejects(): string {
    return path.join(this.box, 'rejects');
  }

  async write(files: Readonly<Record<string, string | Buffer | readonly string[]>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : `${content.join('\n')}\n`;
      await writeFile(path.join(this.folder, name), text);
    }
  }

  /** What stands in the rejects file of a section; nothing when there is no such file. */
  async rejected(name: string): Promise<RejectedRow[]> {
    const text = await readFile(path.join(this.rejects, `${name}.rejected.csv`), 'utf8').catch(() => '');
    return parse(text, { columns: true });
  }

  import(db: Database, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    return importFolder(db, this.folder, { now: Date.parse('2026-01-01T00:00:00Z'), rejectsFolder: this.rejects, ...options });
  }

  async remove(): Promise<void> {
    await rm(this.box, { recursive: true, force: true });
  }
}

const TABLES = ['members', 'accounts', 'contacts', 'subscriptions', 'events', 'metric_points'] as const;

/** How many rows each imported table has. */
export async function rowCounts(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await db.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    counts[table] = rows[0]?.n ?? 0;
  }
  return counts;
}

/** A fingerprint of every imported row; machine times are left out. */
export async function fingerprint(db: Database): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of TABLES) {
    const { rows } = await db.pool.query<{ print: string }>(
      `SELECT coalesce(md5(string_agg(r, '|' ORDER BY r COLLATE "C")), 'empty') AS print
       FROM (SELECT (to_jsonb(t) - 'created_at' - 'updated_at')::text AS r FROM ${table} t) x`,
    );
    prints[table] = rows[0]?.print ?? '';
  }
  return prints;
}

/** Leaves nothing of an import behind. */
export async function emptyBook(db: Database): Promise<void> {
  await db.pool.query(`TRUNCATE ${TABLES.join(', ')}, metric_watermarks CASCADE`);
}
