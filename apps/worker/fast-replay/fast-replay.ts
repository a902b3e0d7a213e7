import { Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { mailQueueOf, TASK_QUEUE, webQueueOf } from '../../../workflows/durable/activities.js';
import { summarize, type Backtest, type BacktestInput } from '../../../workflows/simulate/backtest/backtest.js';
import type { HostTrace } from '../../../workflows/simulate/backtest/compare-traces.js';
import { registerSearchAttributes } from '../temporal/register-search-attributes.js';
import { HistoryDriver } from './drive-history.js';
import { hostedActivities } from './hosted-activities.js';
import type { HostedRun } from './hosted-run.js';
import { SkippingClock } from './skipping-clock.js';

const NAMESPACE = 'default';

export interface FastReplayOptions {
  readonly input: BacktestInput;
  /** Of a server that skips time, with nothing on it. */
  readonly address: string;
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly onWindow: (at: number, decided: number, live: number) => void;
}

export interface FastReplay {
  readonly result: Omit<Backtest, 'followed'>;
  readonly traces: readonly HostTrace[];
}

/** Lives through history with the real workflows, on a server whose clock skips from timer to timer. */
export async function fastReplay({ input, address, workflowBundle, onWindow }: FastReplayOptions): Promise<FastReplay> {
  const clock = await SkippingClock.connect(address);
  const connection = await NativeConnection.connect({ address });
  const runs = new Map<string, HostedRun>();
  const client = new Client({ connection: clock.connection, namespace: NAMESPACE });
  const driver = new HistoryDriver({ input, clock, client, runs, onWindow });
  const activities = hostedActivities(runs, driver.recorded);
  const workers: Worker[] = [];
  let running: Promise<unknown> = Promise.resolve();
  try {
    await registerSearchAttributes(clock.connection, NAMESPACE);
    const common = { connection, namespace: NAMESPACE, activities };
    workers.push(
      await Worker.create({ ...common, taskQueue: TASK_QUEUE, workflowBundle, maxCachedWorkflows: 1_000 }),
      await Worker.create({ ...common, taskQueue: mailQueueOf(TASK_QUEUE) }),
      await Worker.create({ ...common, taskQueue: webQueueOf(TASK_QUEUE) }),
    );
    const lives = workers.map((worker) => worker.run());
    running = Promise.allSettled(lives);
    // A worker that gives up ends the replay: nobody would ever answer.
    await Promise.race([driver.drive(), ...lives]);
    const followed = driver.episodes.flatMap(({ runId }) => {
      const hosted = runId === null ? undefined : runs.get(runId);
      return hosted ? [{ run: hosted.run, trace: hosted.trace.filter(({ at }) => at <= input.to) }] : [];
    });
    const { followed: _, ...result } = summarize(input, driver.sweeps, driver.episodes, followed);
    return { result, traces: followed.map(({ run, trace }) => ({ run: run.input.runId, trace })) };
  } finally {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await connection.close().catch(() => undefined);
    await clock.connection.close().catch(() => undefined);
  }
}
