import type { Database } from '../../prisma/database.js';
import type { Cli } from './cli.js';
import { missing } from './failure.js';

export interface DatabaseWish {
  /** `--home`, else SOPWITH_HOME. */
  readonly home?: string | undefined;
}

/**
 * Opens the database of the running stack (its `stack.json`), or the one of DATABASE_URL, for one command.
 * @throws CliFailure (exit 3) when there is neither.
 */
export async function withDatabase<T>(cli: Cli, wish: DatabaseWish, work: (db: Database) => Promise<T>): Promise<T> {
  const url = await databaseUrl(cli, wish);
  const { Database } = await import('../../prisma/database.js');
  const db = new Database(url, { connections: 4 });
  try {
    return await work(db);
  } catch (error) {
    const { storageFault } = await import('../../prisma/storage-fault.js');
    throw storageFault(error, url);
  } finally {
    await db.close().catch(() => undefined);
  }
}

/** Where the data is. */
export async function databaseUrl(cli: Cli, wish: DatabaseWish): Promise<string> {
  const environment = cli.environment();
  const { readStackFile, stackFileOf } = await import('./local-stack/home.js');
  const { isAlive } = await import('./local-stack/process-list.js');
  const folder = wish.home ?? environment.home;
  const running = readStackFile(stackFileOf(folder));
  if (running !== null && isAlive(running.pid)) return running.databaseUrl;
  if (environment.databaseUrl !== null && wish.home === undefined) return environment.databaseUrl;
  throw missing(
    'not-running',
    `No stack is running on ${folder}`,
    'Start it in another terminal with: npm start   (or set DATABASE_URL to read a database directly)',
  );
}
