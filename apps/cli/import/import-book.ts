import { join } from 'node:path';
import type { Database } from '../../../prisma/database.js';
import { importFolder } from '../../../prisma/import/import-folder.js';
import { phase, type Progress } from '../local-stack/progress.js';

export interface ImportWish {
  /** Folder of CSV files. */
  readonly data: string;
  /** YAML file that says which column is what; default `mapping.yaml` in the folder, else the default columns. */
  readonly mapping?: string;
  /** The stack's folder: rejected rows go to `rejected/` in it. */
  readonly home: string;
  readonly onProgress: Progress;
}

/** Imports a folder for a stack that is starting; a rejected row is told and stops nothing. */
export async function importBook(db: Database, wish: ImportWish): Promise<void> {
  const { onProgress } = wish;
  const result = await phase(onProgress, `Importing ${wish.data}`, () =>
    importFolder(db, wish.data, {
      ...(wish.mapping === undefined ? {} : { mapping: wish.mapping }),
      rejectsFolder: join(wish.home, 'rejected'),
      now: Date.now(),
    }),
  );
  void result;
}
