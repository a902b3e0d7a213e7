import type { NamedCondition } from './condition.js';
import type { Span } from './diagnostic.js';
import type { LocalizedText } from './localized-text.js';
import type {
  Cadence,
  DateAnchor,
  ExitResult,
  FailurePolicy,
  ParameterType,
  PlanStep,
  Recurrence,
  TimeOfDay,
  WaitUntil,
} from './plan.js';
import type { FactValue } from './fact.js';
import type { PlaybookTest } from './playbook-test.js';
import type { Duration } from './time.js';

/** A file of a book, as it was read. Paths use `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A value with the place where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** A condition with its place; `broken` = it was reported already and stands for nothing. */
export interface AuthoredCondition extends NamedCondition {
  readonly span: Span;
  readonly broken: boolean;
}

/** The list under `all:` or `any:`. */
export interface AuthoredConditions {
  readonly mode: 'all' | 'any';
  readonly of: readonly AuthoredCondition[];
}

export type PlaybookStart =
  | { readonly kind: 'becomes_true'; readonly cadence: Cadence; readonly when: AuthoredConditions; readonly span: Span }
  | {
      readonly kind: 'at_date';
      readonly offset: Duration;
      readonly direction: 'before' | 'after';
      readonly anchor: DateAnchor;
      readonly at: TimeOfDay;
      readonly when: AuthoredConditions | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'event';
      readonly event: Located<string>;
      readonly when: AuthoredConditions | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'every_period';
      readonly period: Recurrence;
      readonly when: AuthoredConditions | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'milestone_missed';
      readonly milestone: Located<string>;
      /** Null = the milestone's own target day. */
      readonly byDay: number | null;
      readonly at: TimeOfDay;
      readonly when: AuthoredConditions | null;
      readonly span: Span;
    }
  | { readonly kind: 'manual'; readonly span: Span };

export interface PlaybookEnroll {
  readonly only: readonly AuthoredCondition[];
  readonly never: readonly AuthoredCondition[];
  readonly againAfter: Duration | null;
  readonly atMost: { readonly count: number; readonly per: 'day' | 'week' | 'month' } | null;
  /** Null = not written. */
  readonly holdout: Located<number> | null;
  readonly priority: number;
}

/** A constant that the steps can name; whoever includes the playbook may give another value. */
export interface AuthoredParameter {
  readonly id: Located<string>;
  readonly type: ParameterType;
  readonly title: LocalizedText | null;
  /** Closed set of a text. */
  readonly values: readonly string[] | null;
  /** A duration is kept as written, everything else as a fact value. */
  readonly default: ParameterValue;
}

export type ParameterValue = FactValue | Duration;

/** A duration as written, or the parameter that stands for it (then `value` is the parameter's default). */
export interface AuthoredDuration extends Located<Duration> {
  readonly parameter?: string;
}

interface StepBase {
  readonly id: Located<string>;
  /** The verb's key. */
  readonly span: Span;
  /** The step is left out unless this is true. */
  readonly when?: AuthoredCondition;
  readonly retry?: { readonly times: number; readonly every: AuthoredDuration; readonly span: Span };
  readonly ifItFails?: Located<FailurePolicy>;
}

export interface AuthoredEmail extends StepBase {
  readonly verb: 'email';
  readonly template: Located<string>;
  readonly to: Located<string>;
  readonly cc: Located<string> | null;
}

export interface AuthoredInApp extends StepBase {
  readonly verb: 'in_app';
  readonly template: Located<string>;
  readonly to: Located<string>;
  readonly expires: AuthoredDuration;
}

export interface AuthoredTask extends StepBase {
  readonly verb: 'task';
  readonly title: LocalizedText;
  readonly assign: Located<string>;
  /** Who gets it when `assign` is nobody. */
  readonly elseAssign?: Located<string>;
  /** Work it takes, for planning a CSM's week. */
  readonly takes?: AuthoredDuration;
  readonly due: AuthoredDuration;
  readonly expires: AuthoredDuration;
  readonly checklist: readonly string[];
  readonly noteAtLeast: number | null;
  readonly outcomes: readonly Located<string>[];
  readonly escalate: { readonly after: AuthoredDuration; readonly to: Located<string> } | null;
}

export interface AuthoredCheck extends StepBase {
  readonly verb: 'check';
  readonly expect: AuthoredCondition;
  readonly every: AuthoredDuration | null;
  readonly upTo: AuthoredDuration | null;
}

export interface AuthoredWait extends StepBase {
  readonly verb: 'wait';
  /** Of a wait until a date: the longest it may take. */
  readonly duration: AuthoredDuration;
  readonly until?: Located<WaitUntil>;
  /** The distance from the date, with the parameter that stands for it. */
  readonly offset?: AuthoredDuration;
}

export interface AuthoredWaitFor extends StepBase {
  readonly verb: 'wait_for';
  /** Exactly one of `event` and `condition` is set. */
  readonly event: Located<string> | null;
  readonly condition: AuthoredCondition | null;
  readonly atMost: AuthoredDuration;
}

export interface AuthoredAsk extends StepBase {
  readonly verb: 'ask';
  readonly to: Located<string>;
  readonly elseAsk: Located<string> | null;
  readonly by: 'email' | 'in_app';
  readonly question: LocalizedText;
  readonly answers: readonly Located<string>[];
  readonly expires: AuthoredDuration;
}

export interface AuthoredParallel extends StepBase {
  readonly verb: 'parallel';
  readonly lanes: readonly { readonly id: Located<string>; readonly steps: readonly AuthoredStep[] }[];
}

type Plain = string | number | boolean | null;
type WithPlace<V> = [V] extends [Plain] ? Located<V> : V extends readonly Plain[] ? readonly Located<V[number]>[] : V;

/** A verb whose parts are written as they stand in the plan, each with its place. */
type AsWritten<S> = S extends PlanStep
  ? StepBase & { readonly verb: S['verb'] } & { readonly [K in Exclude<keyof S, keyof PlanStep>]: WithPlace<S[K]> }
  : never;

/** Verbs that an author writes otherwise than they stand in the plan: nested, with units, with parameters. */
type Rewritten = 'email' | 'in_app' | 'task' | 'check' | 'wait' | 'wait_for' | 'ask' | 'branch' | 'parallel';

export type AuthoredPlain = AsWritten<Exclude<PlanStep, { readonly verb: Rewritten }>>;

/** What an including playbook gives to a parameter: the text, number or yes/no as written, typed when it is bound. */
export interface AuthoredArgument extends Located<FactValue> {
  /** Where the parameter is named. */
  readonly name: Span;
}

/** The steps of another playbook, in place of this one. */
export interface AuthoredInclude extends StepBase {
  readonly verb: 'playbook';
  readonly playbook: Located<string>;
  readonly with: Readonly<Record<string, AuthoredArgument>>;
}

export interface AuthoredArm {
  readonly when: AuthoredCondition;
  readonly steps: readonly AuthoredStep[];
}

export interface AuthoredBranch extends StepBase {
  readonly verb: 'branch';
  readonly arms: readonly AuthoredArm[];
  readonly otherwise: readonly AuthoredStep[];
}

export type AuthoredStep =
  | AuthoredEmail
  | AuthoredInApp
  | AuthoredTask
  | AuthoredCheck
  | AuthoredWait
  | AuthoredWaitFor
  | AuthoredAsk
  | AuthoredBranch
  | AuthoredParallel
  | AuthoredPlain
  | AuthoredInclude;

export interface AuthoredExit {
  readonly id: Located<string>;
  readonly as: ExitResult;
  /** Exactly one of `when`, `after` and `event` is set. */
  readonly when: AuthoredCondition | null;
  readonly after: AuthoredDuration | null;
  readonly event?: Located<string>;
}

export interface AuthoredObjective {
  readonly id: Located<string>;
  readonly expect: AuthoredCondition;
  readonly primary: boolean;
}

/** A question to a person: what the numbers cannot tell. */
export interface AuthoredSubjective {
  readonly id: Located<string>;
  readonly ask: Located<string>;
  readonly elseAsk: Located<string> | null;
  readonly question: LocalizedText;
  readonly answers: readonly Located<string>[];
  /** The answers that count as value seen. */
  readonly good: readonly Located<string>[];
  readonly expires: AuthoredDuration;
}

export interface PlaybookVerify {
  readonly after: AuthoredDuration;
  readonly objective: readonly AuthoredObjective[];
  readonly subjective?: readonly AuthoredSubjective[];
  readonly span: Span;
}

/** A playbook as its author wrote it, typed and with places, defaults filled in. */
export interface Playbook {
  readonly file: string;
  readonly id: Located<string>;
  readonly version: Located<number>;
  readonly title: LocalizedText;
  readonly owner: string;
  readonly goal: string;
  readonly timezone: string;
  /** What a pause does to running timers; absent = `keep`. */
  readonly whenPaused?: 'extend' | 'keep';
  readonly parameters: readonly AuthoredParameter[];
  readonly start: PlaybookStart;
  readonly enroll: PlaybookEnroll;
  readonly steps: readonly AuthoredStep[];
  /** Every step id as written, at any depth, also of steps that were reported. */
  readonly stepIds: readonly string[];
  readonly exits: readonly AuthoredExit[];
  readonly verify: PlaybookVerify | null;
  readonly tests: readonly PlaybookTest[];
}
