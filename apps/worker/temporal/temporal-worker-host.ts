import type { Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { mailQueueOf, TASK_QUEUE, webQueueOf } from '../../../workflows/durable/activities.js';
import { errorText } from '../logging/line-logger.js';
import type { LineLogger } from '../logging/line-logger.js';
import { buildIdOf } from './build-id-of.js';
import { registerSearchAttributes } from './register-search-attributes.js';

export interface WorkerHostOptions {
  readonly address: string;
  readonly namespace: string;
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly activities: object;
}

const LONGEST_PAUSE_MS = 10_000;
const COMPLAIN_EVERY_MS = 60_000;
/**
 * How long one go of a workflow may take before its thread is stopped, which takes the process with it. The SDK's own 5 s
 * are met on a machine with much else to do; a task that takes longer than its 10 s is given out again anyway.
 */
export const LONGEST_GO = { isolateExecutionTimeout: '30s' } as const;

/**
 * Keeps a Temporal worker polling: connects (again and again, while the server is away), registers what runs are
 * searched by, and drains on stop. A worker that gives up is replaced; the process goes on.
 */
export class TemporalWorkerHost {
  private workers: Worker[] = [];
  private stopping = false;
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private failures = 0;
  private complainedAt = 0;

  constructor(
    private readonly options: WorkerHostOptions,
    /** The client's connection, for the operator's service. */
    private readonly connection: Connection,
    private readonly log: LineLogger,
  ) {}

  /** Starts polling; resolves when the first worker polls, however long the server takes to appear. */
  start(): Promise<void> {
    return new Promise((ready) => {
      this.running = this.keepRunning(ready);
    });
  }

  /** Lets what is under way finish within its grace time, then ends. Calling it twice is harmless. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp();
    this.shutDown();
    await this.running;
  }

  private shutDown(): void {
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  }

  private async keepRunning(ready: () => void): Promise<void> {
    while (!this.stopping) {
      try {
        await this.runOnce(ready);
      } catch (error) {
        if (this.stopping) break;
        this.failures += 1;
        this.complain(error);
        await this.pause(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(this.failures, 10)));
      }
    }
    ready();
  }

  private async runOnce(ready: () => void): Promise<void> {
    const { address, namespace, workflowBundle, activities } = this.options;
    const connection = await NativeConnection.connect({ address });
    const running: Promise<void>[] = [];
    const buildId = buildIdOf(workflowBundle);
    const run = async (options: Partial<WorkerOptions> & { readonly taskQueue: string }): Promise<void> => {
      const times = { shutdownGraceTime: '10s', shutdownForceTime: '25s', ...LONGEST_GO } as const;
      const worker = await Worker.create({ connection, namespace, activities, ...times, ...options });
      this.workers.push(worker);
      // One that gives up takes the other with it: both are replaced.
      const ended = worker.run().finally(() => this.shutDown());
      // Awaited below; until then a failure must not count as one that nobody handles.
      ended.catch(() => undefined);
      running.push(ended);
      // A stop that came while the worker was being made.
      if (this.stopping) this.shutDown();
    };
    try {
      await this.connection.withDeadline(Date.now() + 10_000, () => registerSearchAttributes(this.connection, namespace));
      if (this.stopping) return;
      await run({
        taskQueue: TASK_QUEUE,
        workflowBundle,
        buildId,
        maxCachedWorkflows: 1_000,
        // Bounded by the database: every activity needs a connection of the pool for most of its life.
        maxConcurrentActivityTaskExecutions: 24,
        maxConcurrentLocalActivityExecutions: 16,
        maxConcurrentWorkflowTaskExecutions: 40,
      });
      // E-mails wait for a mail server, which may take its time: they have places of their own.
      await run({ buildId, taskQueue: mailQueueOf(TASK_QUEUE), maxConcurrentActivityTaskExecutions: 24 });
      // So do webhooks and chat messages, for other servers.
      await run({ taskQueue: webQueueOf(TASK_QUEUE), maxConcurrentActivityTaskExecutions: 24 });
      this.failures = 0;
      ready();
      await Promise.all(running);
    } finally {
      this.shutDown();
      await Promise.allSettled(running);
      this.workers = [];
      await connection.close().catch(() => undefined);
    }
  }

  private complain(error: unknown): void {
    if (Date.now() - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = Date.now();
    const { address } = this.options;
    this.log.warn(`worker waits for Temporal at ${address}: ${errorText(error)}`, { failures: this.failures }, 'temporal');
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
