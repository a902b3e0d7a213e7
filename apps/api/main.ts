import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { LogLevel } from '@nestjs/common';
import { Database } from '../../prisma/database.js';
import { readClock } from '../../prisma/stores/clock-store.js';
import { environment } from '../environment.js';
import type { Environment } from '../environment.js';
import { noGateway, temporalGateway } from '../shared/orders/temporal-gateway.js';
import { BusinessTime } from './business-time.js';
import { createApi } from './create-api.js';
import { startFailure } from './start-failure.js';

/** Nobody set a clock: business time is machine time. */
const REAL_TIME = { origin: 0, startedAt: 0, rate: 1 };
/** Longer than any of our queries takes; a frozen database is answered with 503 after it. */
const QUERY_MS = 10_000;
/** Requests under way get this long to end. */
const DRAIN_MS = 10_000;

async function start(): Promise<void> {
  const { databaseUrl, host, port, logLevel, temporalAddress: address, temporalNamespace: namespace } = environment();
  if (databaseUrl === null) throw startFailure.databaseNotNamed();
  const db = new Database(databaseUrl, { queryTimeoutMs: QUERY_MS });
  const time = new BusinessTime((await readClock(db)) ?? REAL_TIME);
  const gateway = address === null ? noGateway() : temporalGateway({ address, namespace });
  const app = await createApi({ db, time, gateway, logLevels: logLevelsUpTo(logLevel) });

  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(0), DRAIN_MS).unref();
      await app.close();
      await Promise.all([db.close(), gateway.close().catch(() => undefined)]);
      process.exit(0);
    })();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  // Started by the local stack: without it nobody would ever stop us.
  process.on('disconnect', stop);

  await app.listen({ host, port });
  const listening = (app.getHttpServer() as { address(): AddressInfo }).address().port;
  process.stdout.write(
    `Sopwith API is ready on http://${host.includes(':') ? `[${host}]` : host}:${listening} (OpenAPI page: /docs)\n`,
  );
  process.send?.({ ready: true, port: listening });
}

// Nest tells every route it mapped on level `log`: that is for finding faults, not for every start.
function logLevelsUpTo(level: Environment['logLevel']): LogLevel[] {
  const levels: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
  return levels.slice(0, level === 'log' ? 3 : levels.indexOf(level) + 1);
}

start().catch((error: unknown) => {
  const { message, exitCode } = startFailure.explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
});
