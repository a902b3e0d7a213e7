import type { ZoneCalendar } from './calendar.js';
import type { NamedCondition } from './condition.js';
import type { Evaluation, Fact, Truth } from './fact.js';
import type { ExitResult, Plan, StepVerb } from './plan.js';
import type { Instant } from './time.js';

/**
 * Version of the interpreter. A changed meaning gets a new number, and a live run keeps the one it started with.
 * 1: a step that fails is followed by the next, whatever its playbook says. 2: `if_it_fails` is carried out.
 */
export type EngineVersion = 1 | 2;

/**
 * `holdout` accounts run in shadow: timers and checks as usual, every touch is skipped with reason `holdout`, a message at
 * once and a task when it would have been due, so that both arms are measured on the same clock.
 */
export type RunArm = 'treatment' | 'holdout';

export type StepStatus =
  | 'done'
  /** Deliberately not done, e.g. holdout; `reason` says why. */
  | 'skipped'
  /** Could not be done; `reason` says why. */
  | 'failed'
  /** Ran out of time. */
  | 'expired'
  /** Cut short by an exit. */
  | 'cancelled';

/** What became of a step. */
export interface StepOutcome {
  readonly status: StepStatus;
  /** The word branches compare with: a task's outcome, a check's `met`/`not_met`/`unknown`, an e-mail's `sent`. */
  readonly outcome: string | null;
  readonly at: Instant;
  readonly reason?: string;
  /** Who did it: a person, or `sopwith`. */
  readonly by?: string;
  /** Of a step that failed: the key and the number of tries under which a person may have it tried again. */
  readonly key?: string;
  readonly attempt?: number;
}

/** How a run ended. `success`/`not_met`/`unknown` come from the primary objective when no exit decided. */
export type RunResult = ExitResult | 'not_met' | 'unknown' | 'completed' | 'failed' | 'cancelled';

/** Verbs that a channel carries out. */
export type PerformVerb = 'email' | 'in_app' | 'task' | 'ask' | 'webhook' | 'chat' | 'set';

/** A step that is under way; with lanes a run may have several. */
export interface ActiveStep {
  /** `stepId#n`: unique in the run, the same on every retry and replay. */
  readonly key: string;
  readonly startedAt: Instant;
  /** For a check with `every`: the last instant at which it may be asked. */
  readonly until?: Instant;
  /** The question that waits for its answer; an answer to any other is ignored. */
  readonly request?: string;
  /** The task or question is open: a person may close or answer it, and its timers run. */
  readonly open?: true;
  /** 2 or more when it is tried again; what a channel is given then is `key.attempt`. */
  readonly attempt?: number;
  /** It failed and is tried again when its timer rings; the reason it failed for. */
  readonly failed?: string;
  /** Its `when` was asked and is not answered yet: it has not started. */
  readonly gate?: true;
  /** Tried again by a person after the run had gone on: what comes after it was done already. */
  readonly detached?: true;
  /** Its channel left it undone because an exit had been decided, which is on its way. */
  readonly leaving?: true;
  /** Of a `parallel`: the lanes that have not ended. */
  readonly lanes?: readonly string[];
}

/** A halt that somebody ordered: nothing new starts and no exit is taken until it ends, but the run goes on listening. */
export interface Pause {
  readonly since: Instant;
  readonly by: string;
  readonly reason: string;
  /** When the run goes on by itself; null = only when somebody resumes it. */
  readonly resumeAt: Instant | null;
}

/** The lane of a `parallel` step. */
export interface LaneName {
  readonly parallel: string;
  readonly lane: string;
}

/** Where the run, or a lane of it, goes on later; `goto` null = its steps are over. */
export interface ParkedStep {
  readonly lane: LaneName | null;
  readonly goto: string | null;
}

/** Everything a run remembers. Compact, serialisable; carried over a continue-as-new as it is. */
export interface RunState {
  readonly engineVersion: EngineVersion;
  readonly status: 'new' | 'running' | 'verifying' | 'finished';
  readonly arm: RunArm;
  /** Zone and working days of the account, fixed when the run started. */
  readonly calendar: ZoneCalendar;
  readonly startedAt: Instant;
  /** The instant of the last event taken; it never goes back. */
  readonly now: Instant;
  /** Next number for a step key or request. */
  readonly seq: number;
  /** Next number of a trace entry. */
  readonly traceSeq: number;
  /** Step id -> the step under way. */
  readonly active: Readonly<Record<string, ActiveStep>>;
  /** Step id -> what became of it. */
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
  /** Timer -> when it is due, in the order they were set. */
  readonly timers: Readonly<Record<string, Instant>>;
  /** Ids of pushed events already honoured (the newest 200). */
  readonly seen: readonly string[];
  readonly exit: { readonly id: string; readonly as: ExitResult; readonly at: Instant } | null;
  readonly result: RunResult | null;
  readonly paused?: Pause;
  /** What comes next once the pause is over, or once a step that is tried again has ended. */
  readonly parked?: readonly ParkedStep[];
  /** Exits met while paused, oldest first: honoured when the run goes on. */
  readonly held?: readonly HeldExit[];
  /** Steps to come that somebody decided to leave out. */
  readonly skips?: Readonly<Record<string, { readonly by: string; readonly reason: string }>>;
  /** The member whom the run was handed to; absent = the account's own CSM. */
  readonly csm?: string;
  /** The primary objective as observed, while questions are still to be answered. */
  readonly observed?: { readonly value: Truth };
}

export interface HeldExit {
  readonly exit: string;
  readonly facts: readonly Fact[];
}

/** What happens to a run. `at` is the only clock: a timer carries its due time, a pushed event its own time. */
export type RunEvent =
  | { readonly type: 'started'; readonly at: Instant; readonly arm: RunArm }
  | { readonly type: 'timer_fired'; readonly at: Instant; readonly timer: string }
  | { readonly type: 'step_settled'; readonly at: Instant; readonly key: string; readonly settlement: StepSettlement }
  | { readonly type: 'evaluated'; readonly at: Instant; readonly request: string; readonly results: readonly Evaluation[] }
  | {
      readonly type: 'task_closed';
      readonly at: Instant;
      readonly id: string;
      readonly key: string;
      readonly outcome: string;
      readonly by: string;
    }
  | {
      readonly type: 'exit_met';
      readonly at: Instant;
      readonly id: string;
      readonly exit: string;
      readonly facts: readonly Fact[];
    }
  /** A question was answered. */
  | {
      readonly type: 'answered';
      readonly at: Instant;
      readonly id: string;
      readonly key: string;
      readonly answer: string;
      readonly by: string;
    }
  /** Something happened at the account: steps and exits that wait for it hear of it. */
  | { readonly type: 'account_event'; readonly at: Instant; readonly id: string; readonly event: string }
  /** What a `wait_for` waits for became true. */
  | {
      readonly type: 'condition_met';
      readonly at: Instant;
      readonly id: string;
      readonly key: string;
      readonly facts: readonly Fact[];
    }
  /** Something a host was told that it does not know; it is recorded and nothing else. */
  | { readonly type: 'unknown'; readonly at: Instant; readonly id: string; readonly what: string }
  | RunOrder;

/**
 * What a person orders about a run. Each is a Temporal update with a validator: an order that cannot be carried out is
 * refused with the reason and leaves nothing behind.
 */
export type RunOrder = { readonly at: Instant; readonly id: string; readonly by: string; readonly reason: string } & (
  | { readonly type: 'pause'; readonly resumeAt: Instant | null }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' }
  | { readonly type: 'skip_step'; readonly step: string }
  | { readonly type: 'retry_step'; readonly step: string }
  /** @property to id of the member who takes over */
  | { readonly type: 'hand_over'; readonly to: string }
  | { readonly type: 'migrate'; readonly plan: Plan }
);

/** What a migration does to one step or exit that is under way. */
export interface MigrationMove {
  /** Step or exit id. */
  readonly subject: string;
  readonly does:
    /** Goes on as it is. */
    | 'stays'
    /** Its timer is due at another time. */
    | 'rescheduled'
    /** Its new time is past: the run goes on at once. */
    | 'advances'
    /** It is not in the new version: cut short, and the run goes on at `goesTo`. */
    | 'removed'
    /** It is something else now: cut short and started anew. */
    | 'restarts';
  readonly due?: Instant;
  /** Step that follows; null = the steps are over. */
  readonly goesTo?: string | null;
}

/** Events that come from outside a run (signals): each has an id, so that the same one twice has one effect. */
export type PushedRunEvent = Extract<RunEvent, { id: string }>;

/**
 * What a channel answers when it carried a step out (or could not). `opened` = a task now waits for a person;
 * `leaving` = an exit was decided before the step was carried out: nothing was done, and the exit on its way ends the step.
 */
export interface StepSettlement {
  readonly status: 'done' | 'opened' | 'skipped' | 'failed' | 'leaving';
  readonly outcome: string | null;
  readonly reason?: string;
  /** Counts and ids for the flight record, no personal data: `{ recipients: 3 }`. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the host must do for a run, in order. */
export type RunCommand =
  /** Carry out a step; answer with `step_settled` for the same key. A question of the verification is step `verify.<id>`. */
  | {
      readonly type: 'perform';
      readonly key: string;
      readonly step: string;
      readonly verb: PerformVerb;
      readonly at: Instant;
      /** The member whom the run was handed to. */
      readonly csm?: string;
    }
  /** Stop trying a step that was not settled yet; no answer expected. */
  | { readonly type: 'abandon'; readonly key: string; readonly step: string }
  /** Ask live data; answer with `evaluated` for the same request, results in the same order. */
  | {
      readonly type: 'evaluate';
      readonly request: string;
      readonly at: Instant;
      readonly conditions: readonly NamedCondition[];
      readonly outcomes: Readonly<Record<string, StepOutcome>>;
      readonly startedAt: Instant;
    }
  | { readonly type: 'start_timer'; readonly timer: string; readonly due: Instant }
  | { readonly type: 'cancel_timer'; readonly timer: string }
  /** Close an open task (`expired`, or an exit's id); no answer expected. */
  | { readonly type: 'close_task'; readonly key: string; readonly step: string; readonly reason: string; readonly at: Instant }
  /** Hand an overdue task to somebody else as well. */
  | { readonly type: 'escalate_task'; readonly key: string; readonly step: string; readonly to: string; readonly at: Instant }
  /** An open task closes itself at another time. */
  | { readonly type: 'move_task'; readonly key: string; readonly step: string; readonly expires: Instant; readonly at: Instant }
  /** Give every open task of the run to a member. */
  | { readonly type: 'assign_tasks'; readonly to: string; readonly at: Instant }
  /** Open a task for the CSM about a step that could not be carried out. */
  | { readonly type: 'open_fallback'; readonly key: string; readonly step: string; readonly reason: string; readonly at: Instant }
  /** Take back a question that nobody has answered. */
  | {
      readonly type: 'close_question';
      readonly key: string;
      readonly step: string;
      readonly reason: string;
      readonly at: Instant;
    }
  /** Take back every message of the run that has not been sent. */
  | { readonly type: 'recall_messages'; readonly reason: string; readonly at: Instant }
  /** From now on the run follows this plan. */
  | { readonly type: 'follow_plan'; readonly plan: Plan }
  | { readonly type: 'record'; readonly entry: TraceEntry }
  | { readonly type: 'finish'; readonly result: RunResult };

/** One line of the flight record. Equal on both hosts for the same scenario. */
export type TraceEntry = { readonly seq: number; readonly at: Instant } & (
  | { readonly type: 'run_started'; readonly arm: RunArm }
  /** `due` = when the step ought to be carried out; for a task, when the person ought to have closed it. */
  | { readonly type: 'step_started'; readonly step: string; readonly key: string; readonly verb: StepVerb; readonly due: Instant }
  | {
      readonly type: 'task_opened';
      readonly step: string;
      readonly key: string;
      readonly due: Instant;
      readonly expires: Instant;
    }
  | { readonly type: 'task_escalated'; readonly step: string; readonly key: string; readonly to: string }
  | {
      readonly type: 'step_settled';
      readonly step: string;
      readonly key: string;
      readonly status: StepStatus;
      readonly outcome: string | null;
      readonly reason?: string;
      readonly by?: string;
      readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
    }
  | {
      readonly type: 'asked';
      readonly step: string;
      readonly condition: string;
      readonly value: Truth;
      readonly facts: readonly Fact[];
    }
  | { readonly type: 'branch_taken'; readonly step: string; readonly arm: number | 'otherwise'; readonly because: string }
  | { readonly type: 'timer_set'; readonly timer: string; readonly due: Instant }
  | { readonly type: 'timer_fired'; readonly timer: string }
  | { readonly type: 'timer_cancelled'; readonly timer: string }
  | { readonly type: 'exit_taken'; readonly exit: string; readonly as: ExitResult; readonly facts: readonly Fact[] }
  | {
      readonly type: 'verified';
      readonly objective: string;
      readonly primary: boolean;
      readonly condition: string;
      readonly value: Truth;
      readonly facts: readonly Fact[];
    }
  /** Whether the answer to a question of the verification is a good one; null = nobody answered. */
  | {
      readonly type: 'subjective_verified';
      readonly question: string;
      readonly answer: string | null;
      readonly good: Truth;
      readonly by?: string;
    }
  | { readonly type: 'question_opened'; readonly step: string; readonly key: string; readonly expires: Instant }
  /** A step is tried again, at once or at `due`; `by` = a person, or `sopwith` when its playbook says so. */
  | {
      readonly type: 'step_retried';
      readonly step: string;
      readonly key: string;
      readonly attempt: number;
      readonly by: string;
      readonly reason: string;
      readonly due: Instant;
    }
  /** What a step waited for became true, with the facts. */
  | { readonly type: 'condition_met'; readonly step: string; readonly condition: string; readonly facts: readonly Fact[] }
  | { readonly type: 'fallback_opened'; readonly step: string; readonly key: string; readonly reason: string }
  /** Somebody decided that a step to come is left out. */
  | { readonly type: 'skip_planned'; readonly step: string; readonly by: string; readonly reason: string }
  | {
      readonly type: 'run_paused';
      readonly by: string;
      readonly reason: string;
      readonly resumeAt: Instant | null;
      /** When a run that nobody resumes is cancelled. */
      readonly bound: Instant;
    }
  | { readonly type: 'run_resumed'; readonly by: string; readonly reason: string }
  | { readonly type: 'run_cancelled'; readonly by: string; readonly reason: string }
  | { readonly type: 'run_handed_over'; readonly to: string; readonly by: string; readonly reason: string }
  | {
      readonly type: 'run_migrated';
      readonly from: number;
      readonly to: number;
      readonly by: string;
      readonly reason: string;
      readonly moves: readonly MigrationMove[];
    }
  /** Came while the run was paused; honoured when it goes on. */
  | { readonly type: 'event_held'; readonly event: string }
  | { readonly type: 'run_finished'; readonly result: RunResult }
  /** An event that had nothing to act on (a late timer, a closed step, the same event twice). */
  | { readonly type: 'event_ignored'; readonly event: string; readonly reason: string }
);

/** What starts a run; ids only, no personal data. */
export interface RunInput {
  readonly runId: string;
  readonly playbook: string;
  readonly version: number;
  readonly account: string;
  readonly arm: RunArm;
  /** Business time of the decision that started it. */
  readonly startedAt: Instant;
  readonly calendar: ZoneCalendar;
  /** Absent = 1: a run that was started before there was another. */
  readonly engineVersion?: EngineVersion;
}
