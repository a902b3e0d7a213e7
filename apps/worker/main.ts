import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { Database } from '../../prisma/database.js';
import { EnvironmentError, environment, useUtc } from '../environment.js';
import { waitForClock } from './boot/wait-for-clock.js';
import { WorkerStartError, workerSettings } from './boot/worker-settings.js';
import { LineLogger, errorText } from './logging/line-logger.js';
import { TemporalLogger } from './temporal/temporal-logger.js';
import { WorkerLifecycle } from './worker-lifecycle.js';
import { WorkerModule } from './worker.module.js';

/** Connections: activities and sweeps use them for a few milliseconds each. */
const CONNECTIONS = 12;
/** Under way when a stop comes: activities get 10 s of grace, then the process ends whatever happens. */
const LAST_RESORT_MS = 30_000;

useUtc();

async function main(): Promise<void> {
  const settings = workerSettings(environment());
  const log = new LineLogger(settings.logLevel);
  // Temporal and Nest must not both react to signals: the order of stopping is ours.
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => new TemporalLogger(log).log(level, message, meta)),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  });
  const db = new Database(settings.databaseUrl, { connections: CONNECTIONS });
  const aborted = new AbortController();
  let stop = (): void => {
    aborted.abort();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop());
  // Started by the local stack: without it nobody would ever stop us.
  process.on('disconnect', () => stop());
  process.on('unhandledRejection', (error) => {
    log.fatal(`unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 'main');
    process.exit(70);
  });

  const clock = await waitForClock(db, log, aborted.signal);
  const app = await NestFactory.createApplicationContext(WorkerModule.register({ db, clock, settings, log }), {
    logger: log,
    abortOnError: false,
  });
  let stopping: Promise<void> | null = null;
  stop = () => {
    stopping ??= (async () => {
      log.log('worker stops: what is under way ends first', 'main');
      setTimeout(() => process.exit(0), LAST_RESORT_MS).unref();
      await app.close();
      process.exit(0);
    })();
  };
  await app.get(WorkerLifecycle).ready;
  if (stopping) return;
  process.stdout.write('worker ready\n');
  process.send?.({ ready: true });
}

main().catch((error: unknown) => {
  const known = error instanceof WorkerStartError || error instanceof EnvironmentError;
  process.stderr.write(`${known ? error.message : `the worker could not start: ${errorText(error)}`}\n`);
  process.exit(error instanceof WorkerStartError ? error.exitCode : error instanceof EnvironmentError ? 2 : 70);
});
