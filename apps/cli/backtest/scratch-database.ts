import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../prisma/database.js';
import { migrate } from '../../../prisma/migrate.js';
import type { Cli } from '../cli.js';
import { Interrupted } from '../failure.js';
import { openHome } from '../local-stack/home.js';
import { startPostgres } from '../local-stack/postgres.js';
import { phase } from '../local-stack/progress.js';
import { tellPartEvent } from '../up/run-up.js';

export interface ScratchDatabase {
  readonly db: Database;
  readonly url: string;
  /** The folder that everything of it lives in; gone afterwards. */
  readonly home: string;
}

/** An empty, migrated PostgreSQL of its own for as long as some work takes. @throws CliFailure (exit 3) when it cannot start. */
export async function withScratchDatabase<T>(cli: Cli, work: (scratch: ScratchDatabase) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sopwith-backtest-'));
  chmodSync(home, 0o755);
  const onProgress = (text: string): void => cli.terminal.progress(text);
  try {
    const { url, part } = await phase(onProgress, 'PostgreSQL', () =>
      startPostgres({
        home: openHome(home),
        scratch: true,
        signal: cli.interrupted,
        onProgress: () => undefined,
        onPartEvent: (event) => tellPartEvent(cli, event),
      }),
    );
    cli.onForce(() => part.kill());
    try {
      await migrate(url);
      const db = new Database(url, { connections: 4 });
      try {
        return await work({ db, url, home });
      } finally {
        await db.close().catch(() => undefined);
      }
    } finally {
      await part.stop();
    }
  } catch (error) {
    throw cli.interrupted.aborted ? new Interrupted() : error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
