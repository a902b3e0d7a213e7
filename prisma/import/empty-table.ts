import type pg from 'pg';

/** Building an index at the end is several times as fast as adding row by row, but costs some milliseconds of its own. */
export const WORTHWHILE_BYTES = 1024 * 1024;

export interface StrippedTable {
  /** Builds the keys and indexes again. @throws when two rows have one identity */
  rebuild(): Promise<void>;
  /** Takes back everything since the table was stripped. */
  restore(): Promise<void>;
}

/**
 * Takes the indexes and keys off a table that is empty and that nobody else is using, until the end of the transaction
 * only. @returns null when the table has rows or is in use: then it is as it was.
 */
export async function stripEmptyTable(client: pg.PoolClient, table: string): Promise<StrippedTable | null> {
  await client.query('SAVEPOINT strip_table');
  try {
    // Never waits: whoever holds the table may be waiting for a lock of ours.
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE NOWAIT`);
    const { rows } = await client.query<{ drop: string; build: string }>(
      `SELECT CASE WHEN c.oid IS NULL THEN 'DROP INDEX ' || i.indexrelid::regclass
                   ELSE 'ALTER TABLE ' || i.indrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(c.conname) END AS drop,
              CASE WHEN c.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
                   ELSE 'ALTER TABLE ' || i.indrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(c.conname) || ' '
                        || pg_get_constraintdef(c.oid) END AS build
       FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
       WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM ${table})
       ORDER BY i.indisprimary DESC, i.indexrelid`,
      [table],
    );
    if (rows.length === 0) {
      await restore(client);
      return null;
    }
    for (const { drop } of rows) await client.query(drop);
    return {
      rebuild: async () => {
        await client.query(`SET LOCAL maintenance_work_mem = '256MB'`);
        for (const { build } of rows) await client.query(build);
      },
      restore: () => restore(client),
    };
  } catch {
    // In use, or not ours to change: slower, and just as good.
    await restore(client);
    return null;
  }
}

/** Also gives the lock back. */
async function restore(client: pg.PoolClient): Promise<void> {
  await client.query('ROLLBACK TO SAVEPOINT strip_table');
}
