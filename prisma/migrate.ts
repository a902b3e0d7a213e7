import pg from 'pg';
import { databasePlace, MigrationFailed, StorageError, StorageTooOld } from './errors.js';
import { NO_FILTER, readMigrations, withSchemaEngine } from './schema-engine.js';
import { storageFault } from './storage-fault.js';

const LOCK = 7_302_501;
/** `pg_input_is_valid` (import) came with PostgreSQL 16. */
const OLDEST = 160_000;

/**
 * Applies what is not yet applied of `prisma/migrations`, offline, and notes it in `_prisma_migrations` as Prisma's own
 * command does. Processes that start together wait for one another (advisory lock).
 * @throws StorageUnavailable, StorageAccessDenied, StorageDatabaseMissing, StorageTooOld, MigrationFailed
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const guard = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  guard.on('error', () => undefined);
  try {
    await guard.connect();
    const { rows } = await guard.query<{ number: string; text: string }>(
      `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text`,
    );
    if (Number(rows[0]?.number) < OLDEST) throw new StorageTooOld(databasePlace(url), rows[0]?.text ?? '?');
    await guard.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const migrationsList = await readMigrations();
    const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
    );
    return { applied: appliedMigrationNames };
  } catch (error) {
    const fault = storageFault(error, url);
    if (fault instanceof StorageError) throw fault;
    throw new MigrationFailed(databasePlace(url), error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await guard.end().catch(() => undefined);
  }
}
