import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database } from '../../prisma/database.js';
import { migrate } from '../../prisma/migrate.js';
import { startEmbeddedServer } from './embedded-server.js';
import type { EmbeddedServer } from './embedded-server.js';

export interface ScratchDatabase {
  /** Address of a migrated, empty database of its own. */
  readonly url: string;
  readonly db: Database;
  /** Drops the database; the last one stops the server. */
  stop(): Promise<void>;
}

interface Shared {
  readonly server: EmbeddedServer;
  users: number;
}

const TEMPLATE = 'template_sopwith';
let shared: Promise<Shared> | undefined;

async function administer(server: EmbeddedServer, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function open(): Promise<Shared> {
  const server = await startEmbeddedServer();
  try {
    await administer(server, `CREATE DATABASE ${TEMPLATE}`);
    await migrate(server.url(TEMPLATE));
    await administer(server, `ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, users: 0 };
}

/**
 * A real PostgreSQL database of its own, migrated and empty: a copy of a template that is migrated once. One server per
 * test file, shared by all scratch databases of that file; stop every one in `afterAll`.
 */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const mine = (shared ??= open());
  const { server } = await mine.catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  const owner = await mine;
  owner.users += 1;
  const name = `scratch_${randomBytes(5).toString('hex')}`;
  try {
    await administer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  } catch (error) {
    owner.users -= 1;
    if (owner.users === 0) {
      shared = undefined;
      await server.stop();
    }
    throw error;
  }
  const db = new Database(server.url(name));
  let stopped = false;
  return {
    url: server.url(name),
    db,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await db.close();
      owner.users -= 1;
      if (owner.users > 0) {
        await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        return;
      }
      if (shared === mine) shared = undefined;
      await server.stop();
    },
  };
}
