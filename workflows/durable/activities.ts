import type { NamedCondition } from '../model/condition.js';
import type { Evaluation } from '../model/fact.js';
import type {
  EngineVersion,
  PerformVerb,
  RunArm,
  RunCommand,
  RunResult,
  RunState,
  StepOutcome,
  StepSettlement,
  TraceEntry,
} from '../model/run.js';
import type { Instant } from '../model/time.js';

/** The task queue of runs and their activities. */
export const TASK_QUEUE = 'playbooks';

/** Where the e-mails and questions of runs wait: apart, so that a mail server that does not answer keeps no task and no message waiting. */
export function mailQueueOf(taskQueue: string): string {
  return `${taskQueue}-mail`;
}

/** Where webhooks and chat messages of runs wait: other servers than those of the mail, and not less likely to hang. */
export function webQueueOf(taskQueue: string): string {
  return `${taskQueue}-web`;
}

/**
 * How long (machine time) events that are later in business time wait for a step under way. It keeps the order of
 * events equal to their business time although sending takes a moment; an outage holds nothing up for longer.
 */
export const SETTLE_GRACE = 5_000;

/** A step to be carried out. `runId:key` is the same on every retry and replay: the idempotency key. */
export interface PerformInput {
  readonly runId: string;
  readonly playbook: string;
  readonly version: number;
  readonly account: string;
  readonly step: string;
  /** `stepId#n`. */
  readonly key: string;
  /** Business time at which the step is due. */
  readonly at: Instant;
  readonly arm: RunArm;
  /** Business time at which the run leaves by a timer of its own; not set = never. Nothing is carried out after it. */
  readonly leavesAt?: Instant;
  /** Absent = 1. From 2 on the run itself orders the task for a step that failed. */
  readonly engineVersion?: EngineVersion;
  /** The member whom the run was handed to; absent = the account's own CSM. */
  readonly csm?: string;
}

export interface PerformResult {
  readonly settlement: StepSettlement;
  /** Business time at which it settled: `at` when carried out within five machine minutes of it, else when it really was. */
  readonly settledAt: Instant;
}

/**
 * One activity per verb, so that a replay notices a changed step kind. A thrown error is retried with backoff for
 * 72 hours; a non-retryable ApplicationFailure settles the step as failed with its message as the reason.
 */
export type RunActivities = Readonly<Record<PerformVerb, (input: PerformInput) => Promise<PerformResult>>>;

export interface EvaluateInput {
  readonly runId: string;
  readonly account: string;
  /** The question is answered as of this instant, whenever it is asked. */
  readonly at: Instant;
  readonly startedAt: Instant;
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
  readonly conditions: readonly NamedCondition[];
}

/** Changes of tasks, questions and messages that a run orders; all are idempotent, and what does not exist is left alone. */
export type TaskCommand = Extract<
  RunCommand,
  {
    readonly type:
      'close_task' | 'escalate_task' | 'move_task' | 'assign_tasks' | 'open_fallback' | 'close_question' | 'recall_messages';
  }
>;

/** What is new since the last call, in order. */
export interface RecordInput {
  readonly runId: string;
  readonly entries: readonly TraceEntry[];
  readonly tasks: readonly TaskCommand[];
  readonly status: RunState['status'] | 'paused';
  /** The version the run follows now; absent = the one it started on. */
  readonly version?: number;
  readonly exit: RunState['exit'];
  readonly result: RunResult | null;
}

/** Short local activities: retried until they succeed, so both must be idempotent; `record` by (runId, entry.seq). */
export interface RunLocalActivities {
  /** Answers in the order of the conditions. */
  evaluate(input: EvaluateInput): Promise<readonly Evaluation[]>;
  record(input: RecordInput): Promise<void>;
}
