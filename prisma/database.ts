import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.js';
import type { Prisma } from './generated/client.js';

/** A client inside a transaction, or the plain one: what stores take, so that callers decide on atomicity. */
export type Executor = Prisma.TransactionClient;

export interface DatabaseOptions {
  /** Connections in the pool of each of the two drivers. Default 8. */
  readonly connections?: number;
  /** A query without an answer for this long fails, also when the server is frozen. Default: only the server's own limit. */
  readonly queryTimeoutMs?: number;
}

/** The only PrismaClient and the only pool of a process. Hot paths use `pool` with plain SQL. */
export class Database {
  readonly client: PrismaClient;
  readonly pool: pg.Pool;

  constructor(url: string, options: DatabaseOptions = {}) {
    const settings: pg.PoolConfig = {
      connectionString: url,
      max: options.connections ?? 8,
      // Everything that waits has an upper bound: a free connection 2 s, a statement 60 s, a dead peer is noticed by keep-alive.
      connectionTimeoutMillis: 2_000,
      statement_timeout: 60_000,
      keepAlive: true,
      // Idle connections hold no process that is done: one that was not closed would stay for another 10 s.
      allowExitOnIdle: true,
      ...(options.queryTimeoutMs === undefined ? {} : { query_timeout: options.queryTimeoutMs }),
    };
    this.pool = new pg.Pool(settings);
    // Without a listener an idle connection that PostgreSQL drops would end the process; the next query reports the fault.
    this.pool.on('error', () => undefined);
    this.client = new PrismaClient({ adapter: new PrismaPg(settings), transactionOptions: { maxWait: 2_000, timeout: 30_000 } });
  }

  /** All or nothing. Nested calls of stores take the executor that is passed on. */
  transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    return this.client.$transaction(work);
  }

  async close(): Promise<void> {
    await Promise.all([this.client.$disconnect(), this.pool.end()]);
  }
}
