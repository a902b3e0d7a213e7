import type { LocalizedText } from '../model/localized-text.js';
import type { ArmComparison } from '../verify/compare-arms.js';
import type { Punctuality } from '../verify/on-time.js';
import type { Rate } from '../verify/rate.js';
import type { OutcomeVerdict } from '../verify/run-verdict.js';

/** How often each word occurred; words that did not occur are left out. */
export type Counts = Readonly<Record<string, number>>;

export interface PlaybookReport {
  readonly id: string;
  readonly version: number;
  readonly title: LocalizedText;
  /** Accounts' episodes: enrolled + holdout + all skipped. Claim E. */
  readonly triggered: number;
  /** Treatment arm. */
  readonly enrolled: number;
  readonly holdout: number;
  readonly skipped: Counts;
  /** Status of the runs of both arms. */
  readonly runs: Counts;
  /** How finished runs ended, both arms. */
  readonly results: Counts;
  /** Step id -> status of the treatment arm, in the order the steps were first reached. */
  readonly steps: Readonly<Record<string, Counts>>;
  /** Treatment arm. Claim O: observed, not proven. */
  readonly verdicts: Readonly<Partial<Record<OutcomeVerdict, number>>>;
  readonly holdoutVerdicts: Readonly<Partial<Record<OutcomeVerdict, number>>>;
  /** Messages and tasks of the treatment arm. Claim E. */
  readonly onTime: Punctuality;
  readonly evidence: Rate;
  readonly comparison: ArmComparison;
}

/** A CSM's tasks. Claim E. */
export interface CsmReport {
  /** Null = tasks that nobody could be found for. */
  readonly id: string | null;
  readonly name: string;
  readonly tasks: Counts;
  readonly onTime: Punctuality;
  readonly evidence: Rate;
  /** Opened because a message could not be sent; in no rate. */
  readonly fallback: number;
  /** Closed by an autopilot instead of a person. */
  readonly simulated: number;
}

/** The manager's summary. Times are ISO 8601. */
export interface Report {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly accounts: number;
  readonly playbooks: readonly PlaybookReport[];
  readonly csms: readonly CsmReport[];
  readonly messages: Readonly<Record<string, Counts>>;
  readonly tasks: Counts;
  /** What no person and no mail server did; 0 in production. */
  readonly simulated: { readonly tasks: number; readonly messages: number };
  /** What the claim labels mean. */
  readonly claims: Readonly<Record<string, string>>;
}
