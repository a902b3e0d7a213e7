import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Database } from '../../prisma/database.js';
import { StorageAccessDenied, StorageDatabaseMissing, StorageUnavailable } from '../../prisma/errors.js';
import { migrate } from '../../prisma/migrate.js';
import { schemaDrift } from '../../prisma/schema-engine.js';
import { isStorageUnavailable, storageFault } from '../../prisma/storage-fault.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await scratchDatabase();
}, 60_000);
afterAll(() => scratch.stop());

function elsewhere(change: Partial<URL>): string {
  return Object.assign(new URL(scratch.url), change).href;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('migrate', () => {
  test('the migrations lead to exactly the tables of schema.prisma', async () => {
    expect(await schemaDrift(scratch.url)).toBe('');
  });

  test('a table that schema.prisma does not know is seen as drift', async () => {
    const other = await scratchDatabase();
    try {
      await other.db.pool.query('CREATE TABLE stranger (id int primary key)');
      expect(await schemaDrift(other.url)).toContain('DROP TABLE "stranger"');
    } finally {
      await other.stop();
    }
  });

  test('every migration is noted in _prisma_migrations, and a second call has nothing to do', async () => {
    expect(await migrate(scratch.url)).toEqual({ applied: [] });
    const { rows } = await scratch.db.pool.query('SELECT migration_name, finished_at FROM _prisma_migrations ORDER BY 1');
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.every((row) => row.finished_at !== null)).toBe(true);
  });

  test('processes that start together apply each migration once', async () => {
    const { rows } = await scratch.db.pool.query<{ name: string }>('SELECT current_database() AS name');
    const fresh = `${rows[0]?.name}_fresh`;
    await scratch.db.pool.query(`CREATE DATABASE ${fresh}`);
    const url = elsewhere({ pathname: `/${fresh}` });
    const answers = await Promise.all([migrate(url), migrate(url)]);
    const applied = answers.flatMap((answer) => answer.applied);
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied.length).toBeGreaterThanOrEqual(2);
    await scratch.db.pool.query(`DROP DATABASE ${fresh} WITH (FORCE)`);
  });

  test('an account has at most one open episode per playbook', async () => {
    const open = (key: string) =>
      scratch.db.pool.query(
        `INSERT INTO episodes (playbook, account_id, key, opened_at, facts) VALUES ('p', 'a', $1, now(), '[]')`,
        [key],
      );
    await open('check#1');
    await expect(open('check#2')).rejects.toThrow('episodes_one_open');
    await scratch.db.pool.query('UPDATE episodes SET closed_at = now()');
    await open('check#2');
  });

  test('a word outside its closed set is refused', async () => {
    await expect(scratch.db.pool.query(`INSERT INTO accounts (id, name, status) VALUES ('x', 'X', 'sleepy')`)).rejects.toThrow(
      'accounts_status',
    );
  });
});

describe('a database that cannot be used', () => {
  test('a port nobody listens on is named with what to do', async () => {
    const port = await closedPort();
    const answer = migrate(`postgresql://u:secret@127.0.0.1:${port}/book`);
    await expect(answer).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(answer).rejects.toMatchObject({ code: 'storage-unavailable', place: `127.0.0.1:${port}/book` });
    await expect(answer).rejects.toThrow(/Start it, or point DATABASE_URL/);
    await expect(answer).rejects.not.toThrow(/secret/);
  });

  test('a wrong password is told from a server that is down', async () => {
    await expect(migrate(elsewhere({ password: 'wrong' }))).rejects.toBeInstanceOf(StorageAccessDenied);
  });

  test('a missing database is told from a server that is down', async () => {
    await expect(migrate(elsewhere({ pathname: '/nobody_made_this' }))).rejects.toBeInstanceOf(StorageDatabaseMissing);
  });

  test('both drivers report a dead server as unavailable, a faulty statement they do not', async () => {
    const url = `postgresql://u:p@127.0.0.1:${await closedPort()}/book`;
    const db = new Database(url);
    const faults = await Promise.all([
      db.client.account.count().catch((error: unknown) => error),
      db.pool.query('SELECT 1').catch((error: unknown) => error),
      db.transaction((tx) => tx.account.count()).catch((error: unknown) => error),
    ]);
    await db.close();
    for (const fault of faults) {
      expect(isStorageUnavailable(fault)).toBe(true);
      expect(storageFault(fault, url)).toBeInstanceOf(StorageUnavailable);
    }
    const mistake: unknown = await scratch.db.pool.query('SELEC 1').catch((error: unknown) => error);
    expect(isStorageUnavailable(mistake)).toBe(false);
    expect(storageFault(mistake, url)).toBe(mistake);
  });
});
