import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { existsSync } from 'node:fs';
import type { Database } from '../../prisma/database.js';
import { expireInApp } from '../../prisma/stores/in-app-store.js';
import { pruneOutbox } from '../../prisma/stores/outbox-store.js';
import { toBusinessTime } from '../../workflows/model/time.js';
import type { BusinessClock } from '../../workflows/model/time.js';
import { gatewayOver } from '../shared/orders/temporal-gateway.js';
import { stepActivities } from './activities/step-activities.js';
import { AutopilotPilot } from './autopilot/autopilot-pilot.js';
import { accountReader } from './book/account-reader.js';
import { playbookReader } from './book/playbook-reader.js';
import type { WorkerSettings } from './boot/worker-settings.js';
import { bundlePath, bundleWorkflows } from './bundle-workflows.js';
import type { LineLogger } from './logging/line-logger.js';
import { EndedRuns } from './reconcile/ended-runs.js';
import { settleOrders } from './reconcile/settle-orders.js';
import { OutboxRelay } from './relay/outbox-relay.js';
import { SweepsModule } from './sweeps/sweeps.module.js';
import { watchRuns } from './sweeps/watch-runs.js';
import { TemporalWorkerHost } from './temporal/temporal-worker-host.js';
import { Ticker } from './ticks/ticker.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

export interface WorkerParts {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly settings: WorkerSettings;
  readonly log: LineLogger;
}

const AUTOPILOT_MS = 100;
const HOUSEKEEPING_MS = 5_000;
const RECONCILE_MS = 15_000;
/** Done outbox rows are kept this long (machine time) for whoever wants to look. */
const OUTBOX_DAYS = 30;

/** Everything a worker consists of, wired by hand: the names of activities are a contract, not something to discover. */
@Module({})
export class WorkerModule {
  static register(parts: WorkerParts): DynamicModule {
    const { db, clock, settings, log } = parts;
    const readPlaybook = playbookReader(db);
    const machineNow = () => Date.now();
    return {
      module: WorkerModule,
      imports: [
        SweepsModule.register({
          db,
          clock,
          machineNow,
          until: settings.sweepUntil,
          readPlaybook,
          everyMs: settings.sweepMs,
          log: {
            log: (message, fields) => log.log(message, fields ?? {}, 'sweep'),
            warn: (message, fields) => log.warn(message, fields ?? {}, 'sweep'),
          },
        }),
      ],
      providers: [{ provide: WorkerLifecycle, useFactory: () => lifecycle(parts, readPlaybook, machineNow) }],
    };
  }
}

async function lifecycle(
  { db, clock, settings, log }: WorkerParts,
  readPlaybook: ReturnType<typeof playbookReader>,
  machineNow: () => number,
): Promise<WorkerLifecycle> {
  const connection = Connection.lazy({ address: settings.temporalAddress });
  const client = new Client({ connection, namespace: settings.temporalNamespace });
  const businessNow = () => toBusinessTime(clock, machineNow());
  const readAccount = accountReader(db, machineNow);
  const { smtp, from } = settings;
  const host = new TemporalWorkerHost(
    {
      address: settings.temporalAddress,
      namespace: settings.temporalNamespace,
      workflowBundle: existsSync(bundlePath()) ? { codePath: bundlePath() } : { code: await bundleWorkflows() },
      activities: stepActivities({ db, clock, machineNow, smtp, from, readAccount, readPlaybook }),
    },
    connection,
    log,
  );
  const relay = new OutboxRelay(
    {
      db,
      client,
      temporal: settings.temporalAddress,
      clock,
      readPlaybook,
      watchRuns: (account, at) => watchRuns({ db, readPlaybook }, account, at),
    },
    settings.relayMs,
  );
  const housekeeping = async () => {
    await expireInApp(db, businessNow());
    await pruneOutbox(db, OUTBOX_DAYS);
  };
  const endedRuns = new EndedRuns({ db, client, machineNow, businessNow });
  const reconcile = async () => {
    for (const run of await endedRuns.look()) log.warn('a run ended in Temporal itself', { run }, 'reconcile');
    await settleOrders({ db, gateway: gatewayOver(client, settings.temporalAddress) });
  };
  const tickers = [
    new Ticker('relay', settings.relayMs, () => relay.drain(), log),
    new Ticker('housekeeping', HOUSEKEEPING_MS, housekeeping, log),
    new Ticker('reconcile', RECONCILE_MS, reconcile, log),
  ];
  if (settings.autopilot) {
    const pilot = new AutopilotPilot(db, settings.autopilot, log);
    tickers.push(new Ticker('autopilot', AUTOPILOT_MS, () => pilot.tick(businessNow()), log));
  }
  return new WorkerLifecycle(db, connection, host, tickers);
}
