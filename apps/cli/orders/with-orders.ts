import type { Database } from '../../../prisma/database.js';
import type { OrderDependencies } from '../../shared/orders/order-dependencies.js';
import type { Cli } from '../cli.js';
import { missing } from '../failure.js';
import { withDatabase, type DatabaseWish } from '../with-database.js';

/**
 * Opens the database and Temporal of the running stack, or those of DATABASE_URL and TEMPORAL_ADDRESS, for one command
 * that orders runs about.
 * @throws CliFailure (exit 3) when one of them is not there or does not answer.
 */
export async function withOrders<T>(
  cli: Cli,
  wish: DatabaseWish,
  work: (db: Database, deps: OrderDependencies) => Promise<T>,
): Promise<T> {
  return withDatabase(cli, wish, async (db) => {
    const { temporalGateway } = await import('../../shared/orders/temporal-gateway.js');
    const { RunSilent, TemporalAway } = await import('../../shared/orders/order-gateway.js');
    const gateway = temporalGateway({
      address: await temporalAddress(cli, wish),
      namespace: cli.environment().temporalNamespace,
    });
    try {
      return await work(db, { db, gateway });
    } catch (error) {
      if (error instanceof TemporalAway)
        throw missing(
          error.code,
          `${error.message}; nothing was ordered`,
          'Start it with: npm start   (or point TEMPORAL_ADDRESS at one that runs)',
        );
      if (error instanceof RunSilent)
        throw missing(
          error.code,
          error.message,
          'Start a worker with: npm start   (sopwith run ID shows what became of the order)',
        );
      throw error;
    } finally {
      await gateway.close().catch(() => undefined);
    }
  });
}

async function temporalAddress(cli: Cli, wish: DatabaseWish): Promise<string> {
  const environment = cli.environment();
  const { readStackFile, stackFileOf } = await import('../local-stack/home.js');
  const { isAlive } = await import('../local-stack/process-list.js');
  const running = readStackFile(stackFileOf(wish.home ?? environment.home));
  if (running !== null && isAlive(running.pid)) return running.temporalAddress;
  if (environment.temporalAddress !== null) return environment.temporalAddress;
  throw missing(
    'temporal-not-named',
    'TEMPORAL_ADDRESS is not set and no stack is running, so there is no Temporal to order runs about',
    'Set it, e.g. TEMPORAL_ADDRESS=127.0.0.1:7233, or start a stack with: npm start',
  );
}
