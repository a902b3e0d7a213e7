import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { NativeConnection, Worker } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  PerformInput,
  PerformResult,
  RecordInput,
  RunActivities,
  RunLocalActivities,
} from '../../workflows/durable/activities.js';
import { mailQueueOf } from '../../workflows/durable/activities.js';
import { PLAYBOOK_RUN, type PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import type { Evaluation } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PerformVerb, PushedRunEvent, RunInput, RunResult, StepSettlement, TraceEntry } from '../../workflows/model/run.js';
import { toMachineTime, type BusinessClock, type Instant } from '../../workflows/model/time.js';
import type { Scenario } from '../../workflows/simulate/simulate-run.js';
import { evaluateCondition } from '../../workflows/condition/evaluate-condition.js';
import { bundleOnce } from './bundle-once.js';
import { quietRuntime } from './quiet-runtime.js';
import { temporalServer, type TemporalServer } from './temporal-server.js';

/** What the activities of a run answer. A thrown error is a failing attempt. */
export interface DurableScript {
  readonly settle?: (input: PerformInput, attempt: number) => Promise<PerformResult> | PerformResult;
  readonly context: Scenario['context'];
  /** Fails the first attempts of `record`, to prove that nothing is lost. */
  readonly recordFailures?: number;
}

/** What the database of a run would hold. */
export interface Recorded {
  readonly entries: Map<number, TraceEntry>;
  readonly calls: RecordInput[];
  readonly performed: PerformInput[];
}

export interface DurableRun {
  readonly handle: WorkflowHandleWithFirstExecutionRunId;
  readonly recorded: Recorded;
  readonly clock: BusinessClock;
}

const DAY = 86_400_000;
/** Histories are recorded from here too: they must not name the machine. */
const IDENTITY = 'sopwith-test';
const WORDS: Readonly<Partial<Record<PerformVerb, string>>> = {
  email: 'sent',
  in_app: 'posted',
  webhook: 'delivered',
  chat: 'posted',
  set: 'set',
};

/** What a channel answers when everything works, as the simulator has it: a task and a question wait for a person. */
export function works(verb: PerformVerb): StepSettlement {
  const outcome = WORDS[verb];
  return outcome === undefined ? { status: 'opened', outcome: null } : { status: 'done', outcome };
}

/** The durable host for tests: a real server, a real worker, activities that answer from a script. */
export class DurableRunner {
  private readonly scripts = new Map<string, { script: DurableScript; recorded: Recorded; failuresLeft: number }>();
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
    const activities = { ...this.channels(), ...this.local() };
    const common = { connection, activities, identity: IDENTITY };
    this.workers = [
      await Worker.create({ ...common, taskQueue, workflowBundle, maxCachedWorkflows: 200 }),
      await Worker.create({ ...common, taskQueue: mailQueueOf(taskQueue) }),
    ];
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
    const recorded: Recorded = { entries: new Map(), calls: [], performed: [] };
    this.scripts.set(run.runId, { script, recorded, failuresLeft: script.recordFailures ?? 0 });
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

  async end(run: DurableRun): Promise<{ result: RunResult; trace: TraceEntry[] }> {
    const result = (await run.handle.result()) as RunResult;
    return { result, trace: traceOf(run.recorded) };
  }

  private channels(): RunActivities {
    const perform =
      (verb: PerformVerb) =>
      async (input: PerformInput): Promise<PerformResult> => {
        const { script, recorded } = this.of(input.runId);
        recorded.performed.push(input);
        const answer = script.settle?.(input, Context.current().info.attempt);
        return answer ?? { settlement: works(verb), settledAt: input.at };
      };
    return {
      email: perform('email'),
      in_app: perform('in_app'),
      task: perform('task'),
      ask: perform('ask'),
      webhook: perform('webhook'),
      chat: perform('chat'),
      set: perform('set'),
    };
  }

  private local(): RunLocalActivities {
    return {
      evaluate: ({ runId, at, startedAt, outcomes, conditions }): Promise<Evaluation[]> => {
        const context = this.of(runId).script.context(at, { startedAt, outcomes });
        return Promise.resolve(conditions.map(({ condition }) => evaluateCondition(condition, context)));
      },
      record: (input) => {
        const known = this.of(input.runId);
        if (known.failuresLeft > 0) {
          known.failuresLeft -= 1;
          return Promise.reject(new Error('the database is away'));
        }
        known.recorded.calls.push(input);
        for (const entry of input.entries) known.recorded.entries.set(entry.seq, entry);
        return Promise.resolve();
      },
    };
  }

  private of(runId: string): { script: DurableScript; recorded: Recorded; failuresLeft: number } {
    const known = this.scripts.get(runId);
    if (!known) throw ApplicationFailure.nonRetryable(`no script for ${runId}`);
    return known;
  }
}

export function traceOf({ entries }: Recorded): TraceEntry[] {
  return [...entries.values()].sort((a, b) => a.seq - b.seq);
}

/** When a business instant is reached on a run's clock, in machine milliseconds from now. */
export function untilReached(run: DurableRun, at: Instant): number {
  return Math.max(0, toMachineTime(run.clock, at) - Date.now());
}
