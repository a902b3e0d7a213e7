import type { TraceEntry } from '../../model/run.js';
import type { ReportRun } from '../../model/report-rows.js';
import type { FollowedRun } from './followed-run.js';

/** A run that was followed, with its flight record. */
export interface FollowedTrace {
  readonly run: FollowedRun;
  readonly trace: readonly TraceEntry[];
}

type Line<T extends TraceEntry['type']> = Extract<TraceEntry, { type: T }>;

/** The lines of one kind, in their order. */
export function linesOf<T extends TraceEntry['type']>(trace: readonly TraceEntry[], type: T): Line<T>[] {
  return trace.filter((entry): entry is Line<T> => entry.type === type);
}

/** When a run ended, as far as it has; null = it goes on. */
export function endOf(trace: readonly TraceEntry[]): number | null {
  const last = trace[trace.length - 1];
  return last?.type === 'run_finished' ? last.at : null;
}

/** The run's row as the database would hold it. */
export function reportRunOf({ run, trace }: FollowedTrace): ReportRun {
  const { runId, plan, account, arm, startedAt } = run.input;
  const finished = linesOf(trace, 'run_finished').at(-1);
  const verifying = linesOf(trace, 'timer_set').some(({ timer }) => timer === 'verify');
  const status = finished ? (finished.result === 'failed' ? 'failed' : 'finished') : verifying ? 'verifying' : 'running';
  return {
    id: runId,
    playbook: plan.playbook,
    version: plan.version,
    accountId: account.data.id,
    csmId: account.csm?.id ?? null,
    arm,
    status,
    result: finished?.result ?? null,
    exitId: linesOf(trace, 'exit_taken').at(-1)?.exit ?? null,
    startedAt,
    finishedAt: finished?.at ?? null,
  };
}
