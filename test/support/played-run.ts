import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateStage,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { PerformInput, PerformResult } from '../../workflows/durable/activities.js';
import { PLAYBOOK_RUN, type PlaybookRunInput } from '../../workflows/durable/playbook-run-input.js';
import { RUN_ORDERS, runOrderUpdate } from '../../workflows/durable/run-orders.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { PerformVerb, PushedRunEvent, RunOrder, RunResult, TraceEntry } from '../../workflows/model/run.js';
import { toMachineTime, type BusinessClock } from '../../workflows/model/time.js';
import { channelWorks, type Scenario } from '../../workflows/simulate/scenario.js';
import { traceOf, type Recorded, type ScriptedRuns } from './scripted-runs.js';

/** A run to be played: what people and channels do in it is known beforehand, from the simulator. */
export interface Played {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly pushed: readonly PushedRunEvent[];
  /** Events after which it goes on in a fresh history; left out = as in production, which few runs reach. */
  readonly history?: number;
}

export interface PlayedResult {
  /** Null = it had not ended when the time for playing was over. */
  readonly result: RunResult | null;
  readonly trace: readonly TraceEntry[];
  /** Orders that the run did not accept, and events that came when it was over. */
  readonly refused: readonly string[];
}

/** Something to be done at a time of the server. */
export interface Doing {
  readonly at: number;
  readonly do: () => Promise<void>;
}

/**
 * What comes from outside is sent this long before its business time is reached: its own time decides when it is taken,
 * and a server that is seconds behind with many runs must not let a timer of the same instant ring first.
 */
export const AHEAD = 60_000;

export const TASK_QUEUE = 'parity';

/** One run on the server that skips time, on a clock of rate 1. */
export class PlayedRun {
  private readonly clock: BusinessClock;
  private readonly recorded: Recorded;
  private readonly refused: string[] = [];

  /**
   * @param now the server's time
   * @param startedAt server time at which it starts
   */
  constructor(
    private readonly client: Client,
    private readonly now: () => Promise<number>,
    scripts: ScriptedRuns,
    private readonly of: Played,
    private readonly runId: string,
    startedAt: number,
  ) {
    const { context, run } = of.scenario;
    this.clock = { origin: run.startedAt, startedAt, rate: 1 };
    this.recorded = scripts.add(runId, { context, settle: (...asked) => this.settle(...asked) });
  }

  /** Its start and everything that comes from outside, each ahead of its time, in the order in which the run is told. */
  get doings(): readonly Doing[] {
    let at = this.clock.startedAt - AHEAD;
    const start: Doing = { at, do: () => this.start() };
    const told = this.of.pushed.map((event): Doing => {
      at = Math.max(at, toMachineTime(this.clock, event.at) - AHEAD);
      return { at, do: () => (isOrder(event) ? this.order(event) : this.tell(event)) };
    });
    return [start, ...told];
  }

  /** Its result; null = the workflow failed, which no run may. */
  async end(): Promise<RunResult | null> {
    try {
      return (await this.handle.result()) as RunResult;
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error;
      this.refused.push(`the workflow failed: ${String(error.cause ?? error.message)}`);
      return null;
    }
  }

  result(result: RunResult | null): PlayedResult {
    return { result, trace: traceOf(this.recorded), refused: this.refused };
  }

  private get handle(): WorkflowHandle {
    return this.client.workflow.getHandle(this.runId);
  }

  private async start(): Promise<void> {
    const { plan, scenario, history } = this.of;
    const limits = history === undefined ? {} : { limits: { history } };
    const input: PlaybookRunInput = { run: { ...scenario.run, runId: this.runId }, plan, clock: this.clock, ...limits };
    await this.client.workflow.start(PLAYBOOK_RUN, { args: [input], taskQueue: TASK_QUEUE, workflowId: this.runId });
  }

  /** A run that is over and should not be hears nothing more: a difference to be told, not an error. */
  private async tell(event: PushedRunEvent): Promise<void> {
    try {
      await this.handle.signal('runEvent', event);
    } catch (error) {
      ignoreOver(error);
      this.refused.push(`${event.type}: the run was over`);
    }
  }

  /** Waits until the run has accepted or refused the order, not until it was carried out: that may need time to pass. */
  private async order(order: RunOrder): Promise<void> {
    try {
      await this.handle.startUpdate(runOrderUpdate(order.type), {
        args: [order],
        updateId: order.id,
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
    } catch (error) {
      this.refused.push(`${order.type}: ${error instanceof Error ? String(error.cause ?? error.message) : String(error)}`);
    }
  }

  private async settle({ key, step, at, csm }: PerformInput, _attempt: number, verb: PerformVerb): Promise<PerformResult> {
    const command = { type: 'perform', key, step, verb, at, ...(csm === undefined ? {} : { csm }) } as const;
    const { settlement, settledAt = at } = (this.of.scenario.settle ?? channelWorks)(command);
    // An activity under way holds the server's clock, so a slow channel fails until it is time.
    const left = settledAt > at ? toMachineTime(this.clock, settledAt) - (await this.now()) : 0;
    if (left > 0) throw ApplicationFailure.create({ message: 'not yet', nextRetryDelay: left });
    return { settlement, settledAt };
  }
}

function ignoreOver(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

function isOrder(event: PushedRunEvent): event is RunOrder {
  return (RUN_ORDERS as readonly string[]).includes(event.type);
}
