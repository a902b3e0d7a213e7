import type { NamedCondition } from './condition.js';
import type { Locale, LocalizedText } from './localized-text.js';
import type { Duration } from './time.js';

/** Time of day in the account's zone. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** How often a condition is looked at. Weekly cadences name the day, 0 = Sunday .. 6 = Saturday. */
export interface Cadence {
  readonly every: 'day' | 'week';
  readonly weekday: number | null;
  readonly at: TimeOfDay;
}

export type DateAnchor = 'contract.start' | 'contract.end';

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
  | { readonly kind: 'manual' };

export interface EnrollRules {
  readonly only: readonly NamedCondition[];
  readonly never: readonly NamedCondition[];
  /** Cool-down from the end of the last run; null = once per account. */
  readonly againAfter: Duration | null;
  readonly atMost: { readonly count: number; readonly per: 'day' | 'week' } | null;
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
  readonly duration: Duration;
}

export interface BranchStep extends StepBase {
  readonly verb: 'branch';
  /** First true arm wins; `first` null = the arm has no steps. */
  readonly arms: readonly { readonly when: NamedCondition; readonly first: string | null }[];
  readonly otherwise: string | null;
}

export type PlanStep = EmailStep | InAppStep | TaskStep | CheckStep | WaitStep | BranchStep;
export type StepVerb = PlanStep['verb'];

/** How a run that leaves early is counted. */
export type ExitResult = 'success' | 'lost' | 'expired';

export interface PlanExit {
  readonly id: string;
  readonly as: ExitResult;
  /** Watched outside the run and pushed in as an event. */
  readonly when: NamedCondition | null;
  /** A timer of the run itself. Exactly one of `when` and `after` is set. */
  readonly after: Duration | null;
}

export interface PlanObjective {
  readonly id: string;
  readonly expect: NamedCondition;
  readonly primary: boolean;
}

export interface PlanVerification {
  /** Counted from the last step or the exit. */
  readonly after: Duration;
  readonly objective: readonly PlanObjective[];
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
  /** `account` = the account's own zone, else an IANA zone. */
  readonly timezone: string;
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
