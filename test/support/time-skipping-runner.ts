import { Client, WorkflowUpdateStage, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Worker } from '@temporalio/worker';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import { PLAYBOOK_RUN, type PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import { RUN_ORDERS, runOrderUpdate } from '../../workflows/durable/run-orders.js';
import type { TimeSkippingSource } from '../../apps/cli/local-stack/time-skipping-server-source.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PerformVerb, PushedRunEvent, RunOrder, RunResult, TraceEntry } from '../../workflows/model/run.js';
import { toMachineTime, type BusinessClock, type Instant } from '../../workflows/model/time.js';
import { channelWorks, type Scenario } from '../../workflows/simulate/scenario.js';
import { bundleOnce } from './bundle-once.js';
import { quietRuntime } from './quiet-runtime.js';
import { ScriptedRuns, traceOf, type Recorded } from './scripted-runs.js';
import { timeSkippingEnv, type TimeSkippingEnv } from './time-skipping-env.js';

/** A run to be played: what people and channels do in it is known beforehand, from the simulator. */
export interface PlayedRun {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly pushed: readonly PushedRunEvent[];
}

export interface PlayedResult {
  /** Null = it had not ended when the time for playing was over. */
  readonly result: RunResult | null;
  readonly trace: readonly TraceEntry[];
  /** Orders that the run did not accept. */
  readonly refused: readonly string[];
}

interface Sending {
  /** Server time at which it is sent. */
  readonly sendAt: number;
  readonly event: PushedRunEvent;
  readonly handle: WorkflowHandle;
  readonly refused: string[];
}

/**
 * What comes from outside is sent this long before its business time is reached: its own time decides when it is taken,
 * and a server that is seconds behind with many runs must not let a timer of the same instant ring first.
 */
export const AHEAD = 60_000;

/** Between the starts of runs that are played together. */
const APART = 97_000;
const IDENTITY = 'sopwith-test';

/** The durable host on the server that skips time: many runs at once on one clock, a year in seconds. */
export class TimeSkippingRunner {
  private readonly scripts = new ScriptedRuns();
  private played = 0;
  private running: Promise<unknown> = Promise.resolve();
  private workers: Worker[] = [];

  private constructor(
    readonly env: TimeSkippingEnv,
    readonly client: Client,
  ) {}

  static async start(source: TimeSkippingSource): Promise<TimeSkippingRunner> {
    quietRuntime();
    const env = await timeSkippingEnv(source);
    const runner = new TimeSkippingRunner(env, new Client({ connection: env.connection, identity: IDENTITY }));
    try {
      const common = { connection: env.native, identity: IDENTITY, taskQueue: 'parity', maxCachedWorkflows: 500 };
      runner.workers = await runner.scripts.workers({ ...common, workflowBundle: await bundleOnce() });
      runner.running = Promise.all(runner.workers.map((worker) => worker.run()));
      return runner;
    } catch (error) {
      await env.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.running;
    await this.env.stop();
  }

  /**
   * Plays runs side by side, each on a clock of rate 1 that begins about now: not all at once, since a server with a
   * thousand things to do in one second is late for some.
   * @param limitMs machine time for all of them; what has not ended then is terminated
   */
  async play(runs: readonly PlayedRun[], limitMs: number): Promise<PlayedResult[]> {
    const startedAt = (await this.env.now()) + AHEAD;
    const begun = await Promise.all(runs.map((run, index) => this.begin(run, startedAt + index * APART)));
    const sendings = begun.flatMap(({ run, clock, handle, refused }) =>
      sendTimes(run, clock).map(({ event, sendAt }) => ({ event, sendAt, handle, refused })),
    );
    // Sorting keeps the order of what is sent at the same time.
    sendings.sort((a, b) => a.sendAt - b.sendAt);
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    const timer = setTimeout(() => over.abort(), limitMs);
    try {
      await Promise.race([this.sendAll(sendings, over.signal), aborted(over.signal)]);
      const results = await this.env.passDuring(() => Promise.all(begun.map(({ handle }) => endOf(handle, over.signal))));
      // One that is left would take part in the next play.
      const left = begun.filter((_, index) => results[index] === null);
      await Promise.all(left.map(({ handle }) => handle.terminate('it did not end')));
      return begun.map(({ recorded, refused }, index) => ({ result: results[index] ?? null, trace: traceOf(recorded), refused }));
    } finally {
      clearTimeout(timer);
    }
  }

  private async begin(run: PlayedRun, startedAt: number) {
    const { plan, scenario } = run;
    this.played += 1;
    const runId = `played-${this.played}`;
    const clock: BusinessClock = { origin: scenario.run.startedAt, startedAt, rate: 1 };
    const settle = (input: PerformInput, attempt: number, verb: PerformVerb): PerformResult => {
      const { key, step, at, csm } = input;
      const command = { type: 'perform', key, step, verb, at, ...(csm === undefined ? {} : { csm }) } as const;
      const { settlement, settledAt = at } = (scenario.settle ?? channelWorks)(command);
      // An activity under way would hold the server's clock: a slow channel fails until it is time.
      if (settledAt > at && attempt === 1) {
        throw ApplicationFailure.create({ message: 'not yet', nextRetryDelay: settledAt - at });
      }
      return { settlement, settledAt };
    };
    const recorded: Recorded = this.scripts.add(runId, { context: scenario.context, settle });
    const input: PlaybookRunInput = { run: { ...scenario.run, runId }, plan, clock };
    const handle = await this.client.workflow.start(PLAYBOOK_RUN, { args: [input], taskQueue: 'parity', workflowId: runId });
    return { run, clock, handle, recorded, refused: [] as string[] };
  }

  private async sendAll(sendings: readonly Sending[], signal: AbortSignal): Promise<void> {
    let now = await this.env.now();
    for (const { sendAt, event, handle, refused } of sendings) {
      if (signal.aborted) return;
      if (sendAt > now) {
        await this.env.pass(sendAt - now);
        now = await this.env.now();
      }
      if (!isOrder(event)) await handle.signal('runEvent', event);
      else await this.order(handle, event, refused);
    }
  }

  /** Waits until the run has accepted or refused the order, not until it was carried out: that may need time to pass. */
  private async order(handle: WorkflowHandle, order: RunOrder, refused: string[]): Promise<void> {
    try {
      await handle.startUpdate(runOrderUpdate(order.type), {
        args: [order],
        updateId: order.id,
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
    } catch (error) {
      refused.push(`${order.type}: ${error instanceof Error ? String(error.cause ?? error.message) : String(error)}`);
    }
  }
}

function isOrder(event: PushedRunEvent): event is RunOrder {
  return (RUN_ORDERS as readonly string[]).includes(event.type);
}

/** When each event of a run is sent: ahead of its time, but in the order in which the run was told of them. */
function sendTimes({ pushed }: PlayedRun, clock: BusinessClock): { event: PushedRunEvent; sendAt: number }[] {
  let before = -Infinity;
  return pushed.map((event) => {
    before = Math.max(before, toMachineTime(clock, event.at as Instant) - AHEAD);
    return { event, sendAt: before };
  });
}

async function endOf(handle: WorkflowHandle, signal: AbortSignal): Promise<RunResult | null> {
  const ended = handle.result() as Promise<RunResult>;
  ended.catch(() => undefined);
  return Promise.race([ended, aborted(signal).then(() => null)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return sleep(0);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
