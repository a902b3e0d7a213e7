import { join } from 'node:path';
import type { Database } from '../../../prisma/database.js';
import { importFolder } from '../../../prisma/import/import-folder.js';
import type { Instant } from '../../../workflows/model/time.js';
import { phase, type Progress } from '../local-stack/progress.js';
import { firstRejects, tellNowAndThen } from './run-import.js';

export interface BookImport {
  /** Folder of CSV files. */
  readonly data: string;
  /** YAML file that says which column is what; default `mapping.yaml` in the folder, else the default columns. */
  readonly mapping?: string;
  /** The stack's folder: rejected rows go to `rejected/` in it. */
  readonly home: string;
  /** The first instant of the book's business clock: what happened before it counts as known then. */
  readonly now: Instant;
  readonly onProgress: Progress;
}

/** Imports a folder for a stack that is starting; a rejected row is told and stops nothing. */
export async function importBook(db: Database, book: BookImport): Promise<void> {
  const { data, home, now, onProgress } = book;
  const options = {
    now,
    rejectsFolder: join(home, 'rejected'),
    onProgress: tellNowAndThen(onProgress),
    ...(book.mapping === undefined ? {} : { mapping: book.mapping }),
  };
  const report = await phase(onProgress, `Importing ${data}`, () => importFolder(db, data, options));
  for (const [name, { taken, rejected, noted, rejectsFile }] of Object.entries(report.sections)) {
    const counts = [
      `${taken} taken`,
      ...(rejected > 0 ? [`${rejected} rejected`] : []),
      ...(noted > 0 ? [`${noted} with a remark`] : []),
    ];
    onProgress(`  ${name}: ${counts.join(', ')}${rejectsFile === null ? '' : `; see ${rejectsFile}`}`);
  }
  for (const line of firstRejects(report)) onProgress(`  first rejected: ${line}`);
}
