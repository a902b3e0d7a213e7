import type { ReportObjective, ReportPlaybook, ReportRows, ReportRun, ReportStep, ReportTask } from '../model/report-rows.js';
import { CLAIMS } from '../verify/claim.js';
import { compareArms } from '../verify/compare-arms.js';
import { punctuality } from '../verify/on-time.js';
import type { Owed } from '../verify/on-time.js';
import { rateOf } from '../verify/rate.js';
import { evidenceOf, isTouch, runVerdict } from '../verify/run-verdict.js';
import type { OutcomeVerdict, RunVerdict } from '../verify/run-verdict.js';
import type { Counts, CsmReport, PlaybookReport, Report } from './report.js';

/** The manager's summary of the decisions of a period, and of what became of them up to `rows.asOf`. */
export function buildReport(rows: ReportRows): Report {
  const index = indexRows(rows);
  const times = rows.enrollments.map(({ decidedAt }) => decidedAt);
  const from = rows.from ?? times.reduce((least, at) => Math.min(least, at), rows.asOf);
  const { E, O, P } = CLAIMS;
  return {
    from: iso(from),
    to: iso(rows.to ?? rows.asOf),
    asOf: iso(rows.asOf),
    accounts: rows.accounts,
    playbooks: rows.playbooks.map((playbook) => playbookReport(playbook, rows, index)),
    csms: csmReports(rows),
    messages: messageCounts(rows),
    tasks: countBy(rows.tasks, (task) => taskStatus(task, rows.asOf)),
    simulated: {
      tasks: rows.tasks.filter(({ simulated }) => simulated).length,
      messages: rows.messages.reduce((sum, { simulated }) => sum + simulated, 0),
    },
    claims: { E, O, P },
  };
}

interface RowIndex {
  readonly steps: ReadonlyMap<string, readonly ReportStep[]>;
  readonly tasks: ReadonlyMap<string, readonly ReportTask[]>;
  readonly objectives: ReadonlyMap<string, readonly ReportObjective[]>;
}

function indexRows(rows: ReportRows): RowIndex {
  return {
    steps: groupBy(rows.steps, ({ runId }) => runId),
    tasks: groupBy(rows.tasks, ({ runId }) => runId),
    objectives: groupBy(rows.objectives, ({ runId }) => runId),
  };
}

function playbookReport(playbook: ReportPlaybook, rows: ReportRows, index: RowIndex): PlaybookReport {
  const mine = (row: { playbook: string; version: number }) =>
    row.playbook === playbook.playbook && row.version === playbook.version;
  const enrollments = rows.enrollments.filter(mine);
  const enrolled = enrollments.filter(({ decision }) => decision === 'enroll');
  const runs = rows.runs.filter(mine);
  const treated = runs.filter(({ arm }) => arm === 'treatment');
  const steps = treated.flatMap(({ id }) => index.steps.get(id) ?? []);
  const verdicts = new Map(runs.map((run) => [run.id, verdictOf(run, playbook, rows, index)]));
  const evidence = evidenceOf(
    treated.flatMap(({ id }) => stepTasks(index.tasks.get(id) ?? [])),
    rows.asOf,
  );
  return {
    id: playbook.playbook,
    version: playbook.version,
    title: playbook.title,
    triggered: enrollments.length,
    enrolled: enrolled.filter(({ arm }) => arm !== 'holdout').length,
    holdout: enrolled.filter(({ arm }) => arm === 'holdout').length,
    skipped: countBy(
      enrollments.filter(({ decision }) => decision === 'skip'),
      ({ reason }) => reason ?? 'unknown',
    ),
    runs: countBy(runs, ({ status }) => status),
    results: countBy(
      runs.filter(({ result }) => result !== null),
      ({ result }) => result ?? '',
    ),
    steps: Object.fromEntries(
      [...groupBy(steps, ({ step }) => step)].map(([step, list]) => [step, countBy(list, (s) => s.status)]),
    ),
    verdicts: verdictCounts(treated, verdicts),
    holdoutVerdicts: verdictCounts(
      runs.filter(({ arm }) => arm === 'holdout'),
      verdicts,
    ),
    onTime: punctuality(steps.filter(isTouch), rows.asOf),
    evidence: rateOf(evidence.given, evidence.asked),
    comparison: compareArms(
      runs.map((run) => ({
        account: run.accountId,
        arm: run.arm,
        startedAt: run.startedAt,
        verdict: verdicts.get(run.id)?.observed.verdict ?? 'pending',
      })),
    ),
  };
}

function verdictOf(run: ReportRun, playbook: ReportPlaybook, rows: ReportRows, index: RowIndex): RunVerdict {
  return runVerdict({
    run,
    steps: index.steps.get(run.id) ?? [],
    tasks: stepTasks(index.tasks.get(run.id) ?? []),
    objectives: index.objectives.get(run.id) ?? [],
    hasObjective: playbook.hasObjective,
    asOf: rows.asOf,
  });
}

function verdictCounts(
  runs: readonly ReportRun[],
  verdicts: ReadonlyMap<string, RunVerdict>,
): Partial<Record<OutcomeVerdict, number>> {
  return countBy(runs, ({ id }) => verdicts.get(id)?.observed.verdict ?? 'pending');
}

/** One line per person who had a task, by name; tasks of nobody come last. */
function csmReports(rows: ReportRows): CsmReport[] {
  const byPerson = groupBy(rows.tasks, ({ assigneeId }) => assigneeId);
  const reports = [...byPerson].map(([id, all]): CsmReport => {
    const tasks = stepTasks(all);
    const evidence = evidenceOf(tasks, rows.asOf);
    return {
      id,
      name: id === null ? 'nobody' : (rows.members[id] ?? id),
      tasks: countBy(tasks, (task) => taskStatus(task, rows.asOf)),
      onTime: punctuality(tasks.map(owedOf), rows.asOf),
      evidence: rateOf(evidence.given, evidence.asked),
      fallback: all.length - tasks.length,
      simulated: all.filter(({ simulated }) => simulated).length,
    };
  });
  return reports.sort((a, b) => Number(a.id === null) - Number(b.id === null) || (a.name < b.name ? -1 : 1));
}

function stepTasks(tasks: readonly ReportTask[]): ReportTask[] {
  return tasks.filter(({ kind }) => kind === 'step');
}

function owedOf({ dueAt, closedAt, status }: ReportTask): Owed {
  return { dueAt, doneAt: closedAt, status };
}

/** What was closed later than the report's instant was still open then. */
function taskStatus(task: ReportTask, asOf: number): string {
  return task.closedAt !== null && task.closedAt > asOf ? 'open' : task.status;
}

function messageCounts(rows: ReportRows): Record<string, Counts> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { channel, status, count } of rows.messages) {
    const statuses = (counts[channel] ??= {});
    statuses[status] = (statuses[status] ?? 0) + count;
  }
  return counts;
}

function groupBy<T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function countBy<T>(list: readonly T[], wordOf: (item: T) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(list, wordOf)].map(([word, items]) => [word, items.length]));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
