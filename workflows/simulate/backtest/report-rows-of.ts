import type { ReportMessages, ReportObjective, ReportRows, ReportStep, ReportTask } from '../../model/report-rows.js';
import type { Instant } from '../../model/time.js';
import type { DecidedEpisode } from './book-sweeps.js';
import type { AskedWork, ReachedPerson } from './followed-run.js';
import { linesOf, reportRunOf, type FollowedTrace } from './followed-trace.js';
import type { Plan } from '../../model/plan.js';

export interface BacktestDecisions {
  readonly plans: readonly Plan[];
  readonly accounts: number;
  readonly members: Readonly<Record<string, string>>;
  readonly from: Instant;
  readonly to: Instant;
  readonly episodes: readonly DecidedEpisode[];
  readonly followed: readonly FollowedTrace[];
}

/** What the database would hold of a backtest: the manager's summary is made of it, as of any other book. */
export function reportRowsOf(decided: BacktestDecisions): ReportRows {
  const { plans, accounts, members, from, to, followed } = decided;
  // As in a replay: a decision at the very end belongs to the time after it.
  const episodes = decided.episodes.filter(({ at }) => at < to);
  const counted = new Set(episodes.map(({ runId }) => runId));
  const runs = followed.filter(({ run }) => counted.has(run.input.runId));
  return {
    from,
    to,
    asOf: to,
    accounts,
    members,
    playbooks: [...plans]
      .sort((a, b) => (a.playbook < b.playbook ? -1 : 1))
      .map(({ playbook, version, title, verify }) => ({
        ...{ playbook, version, title },
        hasObjective: (verify?.objective.length ?? 0) > 0,
      })),
    enrollments: episodes.map(({ plan, account, decision, at }) => ({
      playbook: plan.playbook,
      version: plan.version,
      accountId: account,
      decision: decision.decision,
      arm: decision.decision === 'enroll' ? decision.arm : null,
      reason: decision.decision === 'skip' ? decision.reason : null,
      decidedAt: at,
    })),
    runs: runs.map(reportRunOf),
    steps: runs
      .flatMap(stepsOf)
      .sort((a, b) => a.startedAt - b.startedAt || (a.step.runId < b.step.runId ? -1 : 1))
      .map(({ step }) => step),
    objectives: runs.flatMap(objectivesOf),
    tasks: runs.flatMap((one) => tasksOf(one, to)).sort((a, b) => a.openedAt - b.openedAt),
    messages: messagesOf(runs, to),
  };
}

function stepsOf({ run, trace }: FollowedTrace): { readonly startedAt: Instant; readonly step: ReportStep }[] {
  const opened = new Map(linesOf(trace, 'task_opened').map((entry) => [entry.key, entry.due]));
  // A step that was tried again has one row: what became of it last.
  const settled = new Map(linesOf(trace, 'step_settled').map((entry) => [entry.key, entry]));
  return linesOf(trace, 'step_started').map(({ step, key, verb, due, at }) => {
    const end = settled.get(key);
    return {
      startedAt: at,
      step: {
        ...{ runId: run.input.runId, step, verb, dueAt: opened.get(key) ?? due },
        ...{ doneAt: end?.at ?? null, status: end?.status ?? 'active', outcome: end?.outcome ?? null },
      },
    };
  });
}

function objectivesOf({ run, trace }: FollowedTrace): ReportObjective[] {
  return linesOf(trace, 'verified').map(({ objective, primary, at, value }) => ({
    ...{ runId: run.input.runId, objective, primary, at, value },
  }));
}

function tasksOf({ run, trace }: FollowedTrace, to: Instant): ReportTask[] {
  const settled = new Map(linesOf(trace, 'step_settled').map((entry) => [entry.key, entry]));
  return [...run.work.values()].map((work) => {
    const { kind, key, assignee, openedAt, dueAt, noteAtLeast, plan } = work;
    const end = kind === 'step' ? settled.get(key) : undefined;
    const simulated = kind === 'step' ? (end?.by?.startsWith('autopilot:') ?? false) : handled(work, to);
    const closedAt = kind === 'step' ? (end?.at ?? null) : simulated ? (plan?.at ?? null) : null;
    const status = kind === 'step' ? (end?.status ?? 'open') : simulated ? 'done' : 'open';
    const noteLength = simulated ? [...(plan?.note.trim() ?? '')].length : 0;
    return {
      runId: run.input.runId,
      kind,
      assigneeId: assignee,
      openedAt,
      dueAt,
      closedAt,
      status,
      noteAtLeast,
      noteLength,
      simulated,
    };
  });
}

/** A task about a message that did not go out answers to no run: whoever has it closes it when they will. */
function handled({ plan }: AskedWork, to: Instant): boolean {
  return plan !== null && plan.at <= to;
}

function messagesOf(runs: readonly FollowedTrace[], to: Instant): ReportMessages[] {
  const counts = new Map<string, { channel: string; status: string; count: number; simulated: number }>();
  for (const { run } of runs) {
    for (const message of run.reached.values()) {
      if (message.copy) continue;
      const status = statusOf(message, to);
      const key = `${message.channel} ${status}`;
      const line = counts.get(key) ?? { channel: message.channel, status, count: 0, simulated: 0 };
      line.count += 1;
      if (status === 'seen' || status === 'dismissed') line.simulated += 1;
      counts.set(key, line);
    }
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function statusOf({ channel, seen, expiresAt }: ReachedPerson, to: Instant): string {
  if (channel !== 'in_app') return 'sent';
  if (seen && seen.dismissedAt !== null && seen.dismissedAt <= to) return 'dismissed';
  if (seen && seen.seenAt <= to) return 'seen';
  return expiresAt !== null && expiresAt <= to ? 'expired' : 'posted';
}
