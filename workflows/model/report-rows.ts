import type { SkipReason } from './decision.js';
import type { LocalizedText } from './localized-text.js';
import type { RunArm, RunResult, StepStatus } from './run.js';
import type { StepVerb } from './plan.js';
import type { Instant } from './time.js';

/** A playbook version that took decisions in the period of a report, or is in force. */
export interface ReportPlaybook {
  readonly playbook: string;
  readonly version: number;
  readonly title: LocalizedText;
  /** False = the playbook declares no objective, so there is nothing to verify. */
  readonly hasObjective: boolean;
}

export interface ReportEnrollment {
  readonly playbook: string;
  readonly version: number;
  readonly accountId: string;
  readonly decision: 'enroll' | 'skip';
  readonly arm: RunArm | null;
  readonly reason: SkipReason | null;
  readonly decidedAt: Instant;
}

export interface ReportRun {
  readonly id: string;
  readonly playbook: string;
  readonly version: number;
  readonly accountId: string;
  /** Owner when the run started. */
  readonly csmId: string | null;
  readonly arm: RunArm;
  /** starting | running | verifying | finished | failed */
  readonly status: string;
  readonly result: RunResult | null;
  readonly exitId: string | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
}

export interface ReportStep {
  readonly runId: string;
  readonly step: string;
  readonly verb: StepVerb;
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
  readonly status: StepStatus | 'active';
  readonly outcome: string | null;
}

/** An objective that was asked at its date. */
export interface ReportObjective {
  readonly runId: string;
  readonly objective: string;
  readonly primary: boolean;
  readonly at: Instant;
  /** Null = could not be answered. */
  readonly value: boolean | null;
}

export interface ReportTask {
  readonly runId: string;
  /** `fallback` = opened because a message could not be sent. */
  readonly kind: 'step' | 'fallback';
  readonly assigneeId: string | null;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly closedAt: Instant | null;
  /** open | done | expired | cancelled */
  readonly status: string;
  /** Least length of the note that is its evidence; null = none is asked for. */
  readonly noteAtLeast: number | null;
  readonly noteLength: number;
  /** Closed by an autopilot, not by a person. */
  readonly simulated: boolean;
}

export interface ReportMessages {
  readonly channel: string;
  readonly status: string;
  readonly count: number;
  readonly simulated: number;
}

/** Everything a report is made of: the decisions of a period and what became of them up to `asOf`. */
export interface ReportRows {
  /** Null = from the first decision on. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly asOf: Instant;
  /** Accounts in the book. */
  readonly accounts: number;
  readonly playbooks: readonly ReportPlaybook[];
  readonly enrollments: readonly ReportEnrollment[];
  readonly runs: readonly ReportRun[];
  readonly steps: readonly ReportStep[];
  readonly objectives: readonly ReportObjective[];
  readonly tasks: readonly ReportTask[];
  readonly messages: readonly ReportMessages[];
  /** Member id -> name. */
  readonly members: Readonly<Record<string, string>>;
}
