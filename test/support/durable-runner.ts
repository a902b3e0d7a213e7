import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import { PLAYBOOK_RUN, type PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import { runOrderUpdate, runStateQuery, type OrderAnswer, type RunStateView } from '../../workflows/durable/run-orders.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PushedRunEvent, RunInput, RunOrder, RunResult, TraceEntry } from '../../workflows/model/run.js';
import { toMachineTime, type BusinessClock, type Instant } from '../../workflows/model/time.js';
import { bundleOnce } from './bundle-once.js';
import { quietRuntime } from './quiet-runtime.js';
import { ScriptedRuns, traceOf, type DurableScript, type Recorded } from './scripted-runs.js';
import { temporalServer, type TemporalServer } from './temporal-server.js';

export interface DurableRun {
  readonly handle: WorkflowHandleWithFirstExecutionRunId;
  readonly recorded: Recorded;
  readonly clock: BusinessClock;
}

export { traceOf, works, type DurableScript, type Recorded } from './scripted-runs.js';

const DAY = 86_400_000;
/** Histories are recorded from here too: they must not name the machine. */
const IDENTITY = 'sopwith-test';

/** The durable host for tests: a real server, a real worker, activities that answer from a script. */
export class DurableRunner {
  private readonly scripts = new ScriptedRuns();
  private workers: Worker[] = [];
  private running: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly server: TemporalServer,
    private readonly native: NativeConnection,
    private readonly connection: Connection,
    readonly client: Client,
    readonly taskQueue: string,
  ) {}

  static async start(options: { readonly bundle?: { code: string }; readonly taskQueue?: string } = {}): Promise<DurableRunner> {
    quietRuntime();
    const server = await temporalServer();
    const native = await NativeConnection.connect({ address: server.address });
    const connection = await Connection.connect({ address: server.address });
    const queue = options.taskQueue ?? `test-${process.pid}`;
    const runner = new DurableRunner(server, native, connection, new Client({ connection, identity: IDENTITY }), queue);
    try {
      await runner.startWorker(options.bundle ?? (await bundleOnce()));
    } catch (error) {
      await runner.disconnect();
      throw error;
    }
    return runner;
  }

  async startWorker(workflowBundle: { code: string }): Promise<void> {
    const { native: connection, taskQueue } = this;
    const common = { connection, identity: IDENTITY, taskQueue, workflowBundle, maxCachedWorkflows: 200 };
    this.workers = await this.scripts.workers(common);
    this.running = Promise.all(this.workers.map((worker) => worker.run()));
  }

  async stopWorker(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.running;
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.disconnect();
  }

  private async disconnect(): Promise<void> {
    await this.connection.close();
    await this.native.close();
    await this.server.stop();
  }

  /** Starts a run on a clock that begins now. @param dayMs machine milliseconds of a business day */
  async begin(
    plan: Plan,
    run: RunInput,
    script: DurableScript,
    dayMs: number,
    rest: Partial<PlaybookRunInput> = {},
  ): Promise<DurableRun> {
    const clock = { origin: run.startedAt, startedAt: Date.now(), rate: DAY / dayMs };
    const recorded = this.scripts.add(run.runId, script);
    const input: PlaybookRunInput = { run, plan, clock, ...rest };
    const handle = await this.client.workflow.start(PLAYBOOK_RUN, {
      args: [input],
      taskQueue: this.taskQueue,
      workflowId: run.runId,
    });
    return { handle, recorded, clock };
  }

  /** Sends events a moment before their business time is reached: their own time decides the order, not the network. */
  async push(run: DurableRun, events: readonly PushedRunEvent[], aheadMs = 30): Promise<void> {
    for (const event of events) {
      const left = toMachineTime(run.clock, event.at) - aheadMs - Date.now();
      if (left > 0) await sleep(left);
      await run.handle.signal('runEvent', event);
    }
  }

  /** Orders something about a run, at the business time the order names. @throws WorkflowUpdateFailedError when refused */
  order(run: DurableRun, order: RunOrder): Promise<OrderAnswer> {
    return run.handle.executeUpdate(runOrderUpdate(order.type), { args: [order], updateId: order.id });
  }

  /** Where a run stands; of the history that goes on when it was continued. */
  view({ handle }: DurableRun): Promise<RunStateView> {
    return this.client.workflow.getHandle(handle.workflowId).query(runStateQuery);
  }

  async end(run: DurableRun): Promise<{ result: RunResult; trace: TraceEntry[] }> {
    const result = (await run.handle.result()) as RunResult;
    return { result, trace: traceOf(run.recorded) };
  }
}

/** When a business instant is reached on a run's clock, in machine milliseconds from now. */
export function untilReached(run: DurableRun, at: Instant): number {
  return Math.max(0, toMachineTime(run.clock, at) - Date.now());
}
