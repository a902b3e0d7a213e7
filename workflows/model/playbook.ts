import type { NamedCondition } from './condition.js';
import type { Span } from './diagnostic.js';
import type { LocalizedText } from './localized-text.js';
import type { Cadence, DateAnchor, ExitResult, TimeOfDay } from './plan.js';
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
  | { readonly kind: 'manual'; readonly span: Span };

export interface PlaybookEnroll {
  readonly only: readonly AuthoredCondition[];
  readonly never: readonly AuthoredCondition[];
  readonly againAfter: Duration | null;
  readonly atMost: { readonly count: number; readonly per: 'day' | 'week' } | null;
  /** Null = not written. */
  readonly holdout: Located<number> | null;
  readonly priority: number;
}

interface StepBase {
  readonly id: Located<string>;
  /** The verb's key. */
  readonly span: Span;
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
  readonly expires: Located<Duration>;
}

export interface AuthoredTask extends StepBase {
  readonly verb: 'task';
  readonly title: LocalizedText;
  readonly assign: Located<string>;
  readonly due: Located<Duration>;
  readonly expires: Located<Duration>;
  readonly checklist: readonly string[];
  readonly noteAtLeast: number | null;
  readonly outcomes: readonly Located<string>[];
  readonly escalate: { readonly after: Located<Duration>; readonly to: Located<string> } | null;
}

export interface AuthoredCheck extends StepBase {
  readonly verb: 'check';
  readonly expect: AuthoredCondition;
  readonly every: Located<Duration> | null;
  readonly upTo: Located<Duration> | null;
}

export interface AuthoredWait extends StepBase {
  readonly verb: 'wait';
  readonly duration: Located<Duration>;
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

export type AuthoredStep = AuthoredEmail | AuthoredInApp | AuthoredTask | AuthoredCheck | AuthoredWait | AuthoredBranch;

export interface AuthoredExit {
  readonly id: Located<string>;
  readonly as: ExitResult;
  /** Exactly one of `when` and `after` is set. */
  readonly when: AuthoredCondition | null;
  readonly after: Located<Duration> | null;
}

export interface AuthoredObjective {
  readonly id: Located<string>;
  readonly expect: AuthoredCondition;
  readonly primary: boolean;
}

export interface PlaybookVerify {
  readonly after: Located<Duration>;
  readonly objective: readonly AuthoredObjective[];
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
  readonly start: PlaybookStart;
  readonly enroll: PlaybookEnroll;
  readonly steps: readonly AuthoredStep[];
  /** Every step id as written, at any depth, also of steps that were reported. */
  readonly stepIds: readonly string[];
  readonly exits: readonly AuthoredExit[];
  readonly verify: PlaybookVerify | null;
  readonly tests: readonly PlaybookTest[];
}
