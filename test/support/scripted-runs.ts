import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { Worker, type NativeConnection } from '@temporalio/worker';
import { LONGEST_GO } from '../../apps/worker/temporal/temporal-worker-host.js';
import { evaluateCondition } from '../../workflows/condition/evaluate-condition.js';
import {
  mailQueueOf,
  webQueueOf,
  type PerformInput,
  type PerformResult,
  type RecordInput,
  type RunActivities,
  type RunLocalActivities,
} from '../../workflows/durable/activities.js';
import type { Evaluation } from '../../workflows/model/fact.js';
import type { PerformVerb, StepSettlement, TraceEntry } from '../../workflows/model/run.js';
import { channelWorks, type Scenario } from '../../workflows/simulate/scenario.js';

/** What the activities of a run answer. A thrown error is a failing attempt. */
export interface DurableScript {
  readonly settle?: (input: PerformInput, attempt: number, verb: PerformVerb) => Promise<PerformResult> | PerformResult;
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

/** What a channel answers when everything works, as the simulator has it: a task and a question wait for a person. */
export function works(verb: PerformVerb): StepSettlement {
  return channelWorks({ verb }).settlement;
}

export function traceOf({ entries }: Recorded): TraceEntry[] {
  return [...entries.values()].sort((a, b) => a.seq - b.seq);
}

/** Activities for any number of runs, each answered from the script of its run. */
export class ScriptedRuns {
  private readonly scripts = new Map<string, { script: DurableScript; recorded: Recorded; failuresLeft: number }>();

  /** From now on the activities of this run are answered from the script. */
  add(runId: string, script: DurableScript): Recorded {
    const recorded: Recorded = { entries: new Map(), calls: [], performed: [] };
    this.scripts.set(runId, { script, recorded, failuresLeft: script.recordFailures ?? 0 });
    return recorded;
  }

  /** Workers for the runs and for every queue on which their activities wait; not started yet. */
  workers(common: {
    connection: NativeConnection;
    identity: string;
    taskQueue: string;
    workflowBundle: { code: string };
    maxCachedWorkflows: number;
  }): Promise<Worker[]> {
    const { connection, identity, taskQueue } = common;
    const activities = { ...this.channels(), ...this.local() };
    const other = [mailQueueOf(taskQueue), webQueueOf(taskQueue)].map((queue) =>
      Worker.create({ connection, identity, activities, taskQueue: queue }),
    );
    return Promise.all([Worker.create({ ...common, ...LONGEST_GO, activities }), ...other]);
  }

  private channels(): RunActivities {
    const perform =
      (verb: PerformVerb) =>
      async (input: PerformInput): Promise<PerformResult> => {
        const { script, recorded } = this.of(input.runId);
        recorded.performed.push(input);
        const answer = script.settle?.(input, Context.current().info.attempt, verb);
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
