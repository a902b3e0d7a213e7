import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Connection } from '@temporalio/client';
import type { Database } from '../../prisma/database.js';
import type { TemporalWorkerHost } from './temporal/temporal-worker-host.js';
import type { Ticker } from './ticks/ticker.js';

/** Starts what a worker does and stops it in the order in which nothing is lost. */
export class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly connection: Connection,
    private readonly host: TemporalWorkerHost,
    private readonly tickers: readonly Ticker[],
  ) {}

  /** Resolves when the worker polls for work. */
  get ready(): Promise<void> {
    return this.polling;
  }

  onApplicationBootstrap(): void {
    // Not awaited: a Temporal server that is away must not keep the sweeps and the outbox from being filled.
    this.polling = this.host.start();
    for (const ticker of this.tickers) ticker.start();
  }

  /** Nothing new is taken up, then what is under way ends; activities still use the database here. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tickers.map((ticker) => ticker.stop()));
    await this.host.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close().catch(() => undefined);
    await this.db.close();
  }
}
