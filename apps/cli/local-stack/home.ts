import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { missing } from '../failure.js';

/** Where a local stack keeps everything, by name. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly logs: string;
  readonly mail: string;
  readonly temporalFile: (serverVersion: string) => string;
  readonly stackFile: string;
  readonly settingsFile: string;
}

/** Names the folder's parts and makes it. */
export function openHome(folder: string): Home {
  const absolute = resolve(folder);
  try {
    mkdirSync(join(absolute, 'logs'), { recursive: true });
    // PostgreSQL may run as another user (it refuses to be root) and has to pass through.
    if (process.getuid?.() === 0) chmodSync(absolute, 0o755);
  } catch (error) {
    throw missing(
      'home-not-writable',
      `The folder ${absolute} cannot be written: ${(error as Error).message}`,
      'Choose another folder with --home DIR or SOPWITH_HOME',
    );
  }
  return {
    folder: absolute,
    postgres: join(absolute, 'postgres'),
    logs: join(absolute, 'logs'),
    mail: join(absolute, 'mail'),
    // The file's format belongs to a server version and is never migrated.
    temporalFile: (serverVersion) => join(absolute, `temporal-${serverVersion}.db`),
    stackFile: join(absolute, 'stack.json'),
    settingsFile: join(absolute, 'settings.json'),
  };
}

/** What stays from start to start: ports by name and the local database's password. */
export interface HomeSettings {
  readonly ports: Readonly<Record<string, number>>;
  readonly databasePassword: string | null;
}

export function readSettings(home: Home): HomeSettings {
  const empty: HomeSettings = { ports: {}, databasePassword: null };
  if (!existsSync(home.settingsFile)) return empty;
  try {
    return { ...empty, ...(JSON.parse(readFileSync(home.settingsFile, 'utf8')) as Partial<HomeSettings>) };
  } catch {
    throw missing(
      'settings-broken',
      `${home.settingsFile} is not readable JSON`,
      `Restore it, or remove the folder ${home.folder} to start afresh (its data is lost)`,
    );
  }
}

export function writeSettings(home: Home, settings: HomeSettings): void {
  writePrivate(home.settingsFile, settings);
}

/** Whole or not at all: a crash leaves the old file. Only its owner may read it. */
export function writePrivate(file: string, document: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What a running stack says about itself, so that other commands find it. */
export interface StackFile {
  readonly pid: number;
  readonly startedAt: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly apiUrl: string;
  readonly mailUrl: string | null;
  readonly temporalUiUrl: string | null;
  /** Processes of the parts, to be ended when the stack was killed and they were not. */
  readonly children: Readonly<Record<string, number>>;
}

/** The stack file of a folder, without making the folder. */
export function stackFileOf(folder: string): Pick<Home, 'stackFile'> {
  return { stackFile: join(resolve(folder), 'stack.json') };
}

/** Null when there is none. It may be of a stack that was killed: ask whether its process lives. */
export function readStackFile(home: Pick<Home, 'stackFile'>): StackFile | null {
  try {
    return JSON.parse(readFileSync(home.stackFile, 'utf8')) as StackFile;
  } catch {
    return null;
  }
}

export function removeStackFile(home: Home): void {
  rmSync(home.stackFile, { force: true });
}
