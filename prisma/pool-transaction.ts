import type pg from 'pg';
import type { Database } from './database.js';

/** A transaction on the plain driver, for hot paths: all or nothing, and the connection always goes back. */
export async function poolTransaction<T>(db: Pick<Database, 'pool'>, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  // The pool listens to idle connections only. One that is dropped between two statements would end the process; noted
  // here it fails the next statement instead, and the transaction with it.
  const lost = (error: Error): void => void (broken ??= error);
  client.on('error', lost);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    await client.query('ROLLBACK').catch(() => (broken ??= reason));
    throw error;
  } finally {
    // A connection that could not even roll back is thrown away instead of going back to the pool.
    client.off('error', lost);
    client.release(broken);
  }
}
