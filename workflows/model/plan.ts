import type { NamedCondition } from './condition.js';
import type { FactValue } from './fact.js';
import type { Locale, LocalizedText } from './localized-text.js';
import type { Duration } from './time.js';

/** Time of day in the account's zone. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** How often a condition is looked at. Weekly cadences name the day, 0 = Sunday .. 6 = Saturday. */
export interface Cadence {
  readonly every: 'day' | 'week' | 'month';
  readonly weekday: number | null;
  /** Day of the month, 1 to 28, of a monthly cadence. */
  readonly day?: number;
  readonly at: TimeOfDay;
}

/** Moments that come round by themselves. */
export interface Recurrence {
  readonly every: 'week' | 'month' | 'quarter';
  /** Of a week, 0 = Sunday .. 6 = Saturday. */
  readonly weekday: number | null;
  /** Of a month, or of a quarter's first month: 1 to 28. */
  readonly day: number | null;
  readonly at: TimeOfDay;
}

export type DateAnchor = 'contract.start' | 'contract.end' | 'lifecycle.since';

/** The end of a wait: a date relative to a known one, or the next such weekday and hour. */
export type WaitUntil =
  | { readonly kind: 'date'; readonly offset: Duration; readonly direction: 'before' | 'after'; readonly anchor: DateAnchor }
  | { readonly kind: 'weekday'; readonly weekday: number; readonly at: TimeOfDay };

export type ParameterType = 'number' | 'percent' | 'duration' | 'text' | 'yes_no';

/** What happens when a step could not be carried out: a task for the CSM (the default), nothing, or the run's end. */
export type FailurePolicy = 'task' | 'continue' | 'stop';

/** What starts a run. */
export type StartDoor =
  /** Fires when the condition becomes true (edge): it opens an episode that ends when the condition is false again. */
  | { readonly kind: 'becomes_true'; readonly cadence: Cadence; readonly when: NamedCondition }
  /** Fires once per contract at a date relative to it; `when` is asked at that moment. */
  | {
      readonly kind: 'at_date';
      readonly offset: Duration;
      readonly direction: 'before' | 'after';
      readonly anchor: DateAnchor;
      readonly at: TimeOfDay;
      readonly when: NamedCondition | null;
    }
  /** Fires at each such event of the account; `when` is asked at that moment. */
  | { readonly kind: 'event'; readonly event: string; readonly when: NamedCondition | null }
  /** Fires at each such moment; `when` is asked then. */
  | { readonly kind: 'every_period'; readonly period: Recurrence; readonly when: NamedCondition | null }
  /** Fires once per contract when a milestone is not reached by a day counted from the contract's start. */
  | {
      readonly kind: 'milestone_missed';
      readonly milestone: string;
      /** Null = the milestone's own target day. */
      readonly byDay: number | null;
      readonly at: TimeOfDay;
      readonly when: NamedCondition | null;
    }
  | { readonly kind: 'manual' };

export interface EnrollRules {
  readonly only: readonly NamedCondition[];
  readonly never: readonly NamedCondition[];
  /** Cool-down from the end of the last run; null = once per account. */
  readonly againAfter: Duration | null;
  readonly atMost: { readonly count: number; readonly per: 'day' | 'week' | 'month' } | null;
  /** Share of accounts left untouched as a control group, 0..1. */
  readonly holdout: number;
  readonly priority: number;
}

/** Whom a step reaches: `account.csm`, `account.manager`, `account.<role>` (a contact role), or a group of users. */
export type Recipient = string;

interface StepBase {
  readonly id: string;
  /** The step that follows; null = the run's steps are done. Branch arms join again at the branch's `next`. */
  readonly next: string | null;
  /** Absent = always; the step is left out unless this is true. */
  readonly when?: NamedCondition;
  readonly retry?: { readonly times: number; readonly every: Duration };
  /** Absent = `task`. */
  readonly ifItFails?: FailurePolicy;
}

export interface EmailStep extends StepBase {
  readonly verb: 'email';
  readonly template: string;
  readonly to: Recipient;
  readonly cc: Recipient | null;
}

export interface InAppStep extends StepBase {
  readonly verb: 'in_app';
  readonly template: string;
  readonly to: Recipient;
  readonly expires: Duration;
}

export interface TaskStep extends StepBase {
  readonly verb: 'task';
  /** Handlebars, rendered when the task is opened. */
  readonly title: LocalizedText;
  readonly assign: Recipient;
  /** Who gets it when `assign` is nobody. */
  readonly elseAssign?: Recipient;
  /** Work it takes; absent = 15 minutes. */
  readonly takes?: Duration;
  readonly due: Duration;
  /** Upper bound: after it the task is closed with outcome `expired`. */
  readonly expires: Duration;
  readonly checklist: readonly string[];
  /** Least length of the note that closes it; null = no note needed. */
  readonly noteAtLeast: number | null;
  readonly outcomes: readonly string[];
  readonly escalate: { readonly after: Duration; readonly to: Recipient } | null;
}

export interface CheckStep extends StepBase {
  readonly verb: 'check';
  readonly expect: NamedCondition;
  /** Asked again at this pace while not met; null = asked once. */
  readonly every: Duration | null;
  readonly upTo: Duration | null;
}

export interface WaitStep extends StepBase {
  readonly verb: 'wait';
  /** With `until`: the longest it may take. */
  readonly duration: Duration;
  readonly until?: WaitUntil;
}

export interface WaitForStep extends StepBase {
  readonly verb: 'wait_for';
  /** Exactly one of the two is set. */
  readonly event: string | null;
  readonly condition: NamedCondition | null;
  readonly atMost: Duration;
}

export interface AskStep extends StepBase {
  readonly verb: 'ask';
  readonly to: Recipient;
  readonly elseAsk: Recipient | null;
  readonly by: 'email' | 'in_app';
  readonly question: LocalizedText;
  readonly answers: readonly string[];
  readonly expires: Duration;
}

/** Goes on when every lane has ended; the last step of a lane has `next` null. */
export interface ParallelStep extends StepBase {
  readonly verb: 'parallel';
  readonly lanes: readonly { readonly id: string; readonly first: string | null }[];
}

export interface WebhookStep extends StepBase {
  readonly verb: 'webhook';
  readonly endpoint: string;
  readonly send: readonly string[];
}

export interface ChatStep extends StepBase {
  readonly verb: 'chat';
  readonly channel: string;
  readonly message: LocalizedText;
}

export interface SetStep extends StepBase {
  readonly verb: 'set';
  readonly attribute: string;
  readonly to: FactValue;
}

export interface BranchStep extends StepBase {
  readonly verb: 'branch';
  /** First true arm wins; `first` null = the arm has no steps. */
  readonly arms: readonly { readonly when: NamedCondition; readonly first: string | null }[];
  readonly otherwise: string | null;
}

export type PlanStep =
  | EmailStep
  | InAppStep
  | TaskStep
  | CheckStep
  | WaitStep
  | WaitForStep
  | AskStep
  | BranchStep
  | ParallelStep
  | WebhookStep
  | ChatStep
  | SetStep;
export type StepVerb = PlanStep['verb'];

/** How a run that leaves early is counted. */
export type ExitResult = 'success' | 'lost' | 'expired';

export interface PlanExit {
  readonly id: string;
  readonly as: ExitResult;
  /** Watched outside the run and pushed in as an event. */
  readonly when: NamedCondition | null;
  /** A timer of the run itself. Exactly one of `when`, `after` and `event` is set. */
  readonly after: Duration | null;
  readonly event?: string;
}

export interface PlanObjective {
  readonly id: string;
  readonly expect: NamedCondition;
  readonly primary: boolean;
}

export interface PlanSubjective {
  readonly id: string;
  readonly ask: Recipient;
  readonly elseAsk: Recipient | null;
  readonly question: LocalizedText;
  readonly answers: readonly string[];
  readonly good: readonly string[];
  readonly expires: Duration;
}

export interface PlanVerification {
  /** Counted from the last step or the exit. */
  readonly after: Duration;
  readonly objective: readonly PlanObjective[];
  readonly subjective?: readonly PlanSubjective[];
}

/** Version of this type; a host refuses a plan of another format. */
export const PLAN_FORMAT = 1;

/** A compiled playbook: immutable, plain JSON, addressed by its content hash. The one type both sides know. */
export interface Plan {
  readonly format: typeof PLAN_FORMAT;
  readonly playbook: string;
  readonly version: number;
  /** sha256 over the canonical JSON of the rest of the plan and its templates. */
  readonly contentHash: string;
  readonly title: LocalizedText;
  readonly goal: string;
  readonly owner: string;
  /** `account` or `contact` = their own zone, else an IANA zone. */
  readonly timezone: string;
  /** What a pause does to running timers; absent = `keep`. */
  readonly whenPaused?: 'extend' | 'keep';
  readonly start: StartDoor;
  readonly enroll: EnrollRules;
  readonly first: string | null;
  readonly steps: Readonly<Record<string, PlanStep>>;
  /** Step ids in the order they are written. */
  readonly order: readonly string[];
  readonly exits: readonly PlanExit[];
  readonly verify: PlanVerification | null;
}

/** A message template pinned with the plan: source text per locale. */
export interface TemplateSource {
  readonly subject: string;
  readonly html: string | null;
  readonly text: string;
}

/** Template name -> locale -> source. */
export type PlanTemplates = Readonly<Record<string, Readonly<Partial<Record<Locale, TemplateSource>>>>>;
