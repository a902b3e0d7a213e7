import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ImportOptions, ImportReport } from '../../../prisma/import/import-folder.js';
import { businessNow } from '../business-now.js';
import type { Cli } from '../cli.js';
import { usage } from '../failure.js';
import { textTable } from '../text-table.js';
import { withDatabase } from '../with-database.js';

export interface ImportCommandOptions {
  readonly json?: true;
  readonly home?: string;
  readonly mapping?: string;
  readonly rejects?: string;
}

/** Imports a folder, or one CSV file of it, into the running stack. @returns how many rows were rejected. */
export async function runImport(cli: Cli, path: string, options: ImportCommandOptions): Promise<number> {
  const { terminal } = cli;
  for (const given of [path, options.mapping]) {
    if (given !== undefined && !existsSync(given))
      throw usage('no-such-path', `There is nothing at ${given}`, `Looked for ${resolve(given)}`);
  }
  const rejectsFolder = resolve(options.rejects ?? join(options.home ?? cli.environment().home, 'rejected'));
  // One file is read as a part of its folder: the mapping beside it holds, and its events keep their source.
  const isFolder = statSync(path).isDirectory();
  const report = await withDatabase(cli, options, async (db) => {
    const { importFolder } = await import('../../../prisma/import/import-folder.js');
    return importFolder(db, isFolder ? path : dirname(resolve(path)), {
      now: await businessNow(db),
      rejectsFolder,
      ...(isFolder ? {} : { only: basename(path) }),
      ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
      onProgress: tellNowAndThen((line) => terminal.progress(line)),
    });
  });
  const sections = Object.entries(report.sections);
  if (options.json) terminal.json(report);
  else {
    const rows = sections.map(([name, { read, taken, rejected, rejectsFile }]) => [
      name,
      String(read),
      String(taken),
      String(rejected),
      rejectsFile ?? '',
    ]);
    terminal.print(textTable(['file', 'read', 'taken', 'rejected', 'rejected rows are in'], rows));
    for (const line of firstRejects(report)) terminal.print(line);
  }
  return sections.reduce((sum, [, { rejected }]) => sum + rejected, 0);
}

/** The first rejected row of each file, as an example of what is wrong. */
export function firstRejects(report: ImportReport): string[] {
  return Object.entries(report.sections).flatMap(([name, { firstReject, rejected }]) =>
    firstReject === null
      ? []
      : [`${name}.csv line ${firstReject.line}: ${firstReject.reason}${rejected > 1 ? ` (and ${rejected - 1} more rows)` : ''}`],
  );
}

/** Tells of rows at most once a second, so that an import of a moment says nothing. */
export function tellNowAndThen(tell: (line: string) => void): NonNullable<ImportOptions['onProgress']> {
  let told = Date.now();
  return ({ section, rows }) => {
    if (Date.now() - told < 1_000) return;
    told = Date.now();
    tell(`${section}: ${rows} rows`);
  };
}
