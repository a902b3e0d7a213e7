import type { Evaluation } from './fact.js';
import type { RunArm } from './run.js';
import type { Instant } from './time.js';

/** Why an account that met a trigger was not enrolled. A closed set: every skip has exactly one. */
export type SkipReason =
  /** `only:` was not true; `detail` is the condition. */
  | 'not_eligible'
  /** A `never:` condition was true; `detail` is the condition. */
  | 'suppressed'
  /** A `never:` or `only:` condition could not be answered: fail closed. */
  | 'unknown'
  | 'already_running'
  | 'cool_down'
  /** Enrolled before and the playbook declares no `again_after`. */
  | 'once_only'
  /** `at_most:` is used up for the period. */
  | 'cap_reached'
  | 'account_churned'
  /** The playbook was retired: it takes nobody in. */
  | 'playbook_retired';

/** What was decided for an account that met a trigger. */
export type EnrollmentDecision =
  | { readonly decision: 'enroll'; readonly arm: RunArm; readonly evaluations: readonly NamedEvaluation[] }
  | {
      readonly decision: 'skip';
      readonly reason: SkipReason;
      readonly detail: string;
      readonly evaluations: readonly NamedEvaluation[];
    };

export interface NamedEvaluation extends Evaluation {
  readonly text: string;
}

/** What an account has already been through with a playbook, all its versions together. */
export interface EnrollmentHistory {
  /** The run that has not finished yet (verification included), or null. */
  readonly running: string | null;
  readonly lastEndedAt: Instant | null;
  readonly everEnrolled: boolean;
  /** Why the playbook takes nobody in, in a sentence; left out = it does. */
  readonly retired?: string;
}
