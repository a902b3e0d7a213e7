import type { ReportObjective, ReportRun, ReportStep, ReportTask } from '../model/report-rows.js';
import type { RunArm, RunResult } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { punctuality } from './on-time.js';
import type { Punctuality } from './on-time.js';

/** `pending` = its date has not come yet; `none` = the playbook declares no objective. */
export type OutcomeVerdict = 'met' | 'not_met' | 'unknown' | 'pending' | 'none';

export interface RunVerdict {
  readonly run: string;
  readonly arm: RunArm;
  /** Claim E: was it done as written? Touches and tasks only; waits, checks and branches are nobody's work. */
  readonly executed: {
    readonly reached: number;
    readonly done: number;
    readonly punctuality: Punctuality;
    /** Notes that are long enough / notes asked for, of tasks that are closed or overdue. */
    readonly evidence: { readonly given: number; readonly asked: number };
  };
  /** Claim O: the primary objective at its date. Observed, not proven. */
  readonly observed: {
    readonly verdict: OutcomeVerdict;
    readonly objectives: readonly ReportObjective[];
  };
  readonly exit: string | null;
  readonly result: RunResult | null;
}

export interface RunEvidence {
  readonly run: ReportRun;
  readonly steps: readonly ReportStep[];
  readonly tasks: readonly ReportTask[];
  readonly objectives: readonly ReportObjective[];
  readonly hasObjective: boolean;
  readonly asOf: Instant;
}

/** What can be said about one run as of an instant. Both arms are measured on the same clock. */
export function runVerdict({ run, steps, tasks, objectives, hasObjective, asOf }: RunEvidence): RunVerdict {
  const touches = steps.filter(isTouch);
  const asked = objectives.filter(({ at }) => at <= asOf);
  return {
    run: run.id,
    arm: run.arm,
    executed: {
      reached: touches.length,
      done: touches.filter(({ status, doneAt }) => status === 'done' && doneAt !== null && doneAt <= asOf).length,
      punctuality: punctuality(touches, asOf),
      evidence: evidenceOf(tasks, asOf),
    },
    observed: { verdict: outcomeVerdict(asked, run, hasObjective, asOf), objectives: asked },
    exit: run.exitId,
    result: run.result,
  };
}

/** Steps that somebody does: messages and tasks. */
export function isTouch({ verb }: Pick<ReportStep, 'verb'>): boolean {
  return verb === 'email' || verb === 'in_app' || verb === 'task';
}

/** Counts the tasks that ask for a note and whose time has come. */
export function evidenceOf(tasks: readonly ReportTask[], asOf: Instant): { given: number; asked: number } {
  let given = 0;
  let asked = 0;
  for (const task of tasks) {
    if (task.noteAtLeast === null || task.status === 'cancelled') continue;
    const closed = task.closedAt !== null && task.closedAt <= asOf;
    if (!closed && task.dueAt > asOf) continue;
    asked += 1;
    if (closed && task.status === 'done' && task.noteLength >= task.noteAtLeast) given += 1;
  }
  return { given, asked };
}

function outcomeVerdict(
  objectives: readonly ReportObjective[],
  run: ReportRun,
  hasObjective: boolean,
  asOf: Instant,
): OutcomeVerdict {
  if (!hasObjective) return 'none';
  const decisive = objectives.find(({ primary }) => primary) ?? objectives[0];
  if (decisive !== undefined) return decisive.value === null ? 'unknown' : decisive.value ? 'met' : 'not_met';
  // A run that broke down was never measured; it must not vanish from the count either.
  return run.finishedAt !== null && run.finishedAt <= asOf ? 'unknown' : 'pending';
}
