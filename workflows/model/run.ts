import type { ZoneCalendar } from './calendar.js';
import type { NamedCondition } from './condition.js';
import type { Evaluation, Fact, Truth } from './fact.js';
import type { ExitResult, StepVerb } from './plan.js';
import type { Instant } from './time.js';

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
}

/** How a run ended. `success`/`not_met`/`unknown` come from the primary objective when no exit decided. */
export type RunResult = ExitResult | 'not_met' | 'unknown' | 'completed' | 'failed';

/** A step that is under way. Leaves room for lanes: a run may have several. */
export interface ActiveStep {
  /** `stepId#n`: unique in the run, the same on every retry and replay. */
  readonly key: string;
  readonly startedAt: Instant;
  /** For a check with `every`: the last instant at which it may be asked. */
  readonly until?: Instant;
  /** The question that waits for its answer; an answer to any other is ignored. */
  readonly request?: string;
  /** The task is open: a person may close it, and its timers run. */
  readonly open?: true;
}

/** Everything a run remembers. Compact, serialisable; carried over a continue-as-new as it is. */
export interface RunState {
  readonly engineVersion: 1;
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
    };

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
  /** Carry out an email, in_app or task step; answer with `step_settled` for the same key. */
  | {
      readonly type: 'perform';
      readonly key: string;
      readonly step: string;
      readonly verb: 'email' | 'in_app' | 'task';
      readonly at: Instant;
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
}
