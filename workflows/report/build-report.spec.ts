import { describe, expect, test } from '@jest/globals';
import type { ReportRows, ReportRun, ReportTask } from '../model/report-rows.js';
import { buildReport } from './build-report.js';
import { renderReport } from './render-report.js';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T08:00:00Z');
const AS_OF = START + 60 * DAY;

function run(id: string, fields: Partial<ReportRun> = {}): ReportRun {
  return {
    id,
    playbook: 'rescue',
    version: 2,
    accountId: id,
    csmId: 'kim',
    arm: 'treatment',
    status: 'finished',
    result: 'success',
    exitId: null,
    startedAt: START,
    finishedAt: START + 40 * DAY,
    ...fields,
  };
}

function task(runId: string, fields: Partial<ReportTask> = {}): ReportTask {
  return {
    runId,
    kind: 'step',
    assigneeId: 'kim',
    openedAt: START,
    dueAt: START + 2 * DAY,
    closedAt: START + DAY,
    status: 'done',
    noteAtLeast: null,
    noteLength: 0,
    simulated: false,
    ...fields,
  };
}

const enrolled = (accountId: string, arm: 'treatment' | 'holdout' = 'treatment') =>
  ({ playbook: 'rescue', version: 2, accountId, decision: 'enroll', arm, reason: null, decidedAt: START }) as const;
const skipped = (accountId: string, reason: 'suppressed' | 'cap_reached') =>
  ({ playbook: 'rescue', version: 2, accountId, decision: 'skip', arm: null, reason, decidedAt: START }) as const;

const rows: ReportRows = {
  from: null,
  to: null,
  asOf: AS_OF,
  accounts: 12,
  playbooks: [
    { playbook: 'renewal', version: 1, title: { zh: '续约' }, hasObjective: true },
    { playbook: 'rescue', version: 2, title: { en: 'Rescue', zh: '挽回' }, hasObjective: true },
  ],
  enrollments: [enrolled('a'), enrolled('b'), enrolled('c', 'holdout'), skipped('d', 'suppressed'), skipped('e', 'cap_reached')],
  runs: [
    run('a'),
    run('b', { status: 'verifying', result: null, finishedAt: null }),
    run('c', { arm: 'holdout', result: 'not_met' }),
  ],
  steps: [
    { runId: 'a', step: 'call', verb: 'task', dueAt: START + 2 * DAY, doneAt: START + DAY, status: 'done', outcome: 'reached' },
    { runId: 'a', step: 'settle', verb: 'wait', dueAt: START + 9 * DAY, doneAt: START + 9 * DAY, status: 'done', outcome: null },
    { runId: 'b', step: 'call', verb: 'task', dueAt: START + 2 * DAY, doneAt: null, status: 'active', outcome: null },
    { runId: 'c', step: 'call', verb: 'task', dueAt: START + 2 * DAY, doneAt: START, status: 'skipped', outcome: null },
  ],
  objectives: [
    { runId: 'a', objective: 'logins_up', primary: true, at: START + 40 * DAY, value: true },
    { runId: 'c', objective: 'logins_up', primary: true, at: START + 40 * DAY, value: false },
  ],
  tasks: [
    task('a', { simulated: true }),
    task('b', { status: 'open', closedAt: null }),
    task('b', { kind: 'fallback', status: 'open', closedAt: null }),
    task('b', { assigneeId: null, status: 'expired', closedAt: START + 5 * DAY }),
  ],
  messages: [
    { channel: 'email', status: 'sent', count: 3, simulated: 0 },
    { channel: 'in_app', status: 'seen', count: 2, simulated: 1 },
  ],
  members: { kim: 'Kim Li' },
};

describe('buildReport', () => {
  const report = buildReport(rows);
  const rescue = report.playbooks[1]!;

  test('everyone who was triggered is somewhere: enrolled, holdout or skipped with a reason', () => {
    expect(rescue).toMatchObject({
      id: 'rescue',
      version: 2,
      triggered: 5,
      enrolled: 2,
      holdout: 1,
      skipped: { suppressed: 1, cap_reached: 1 },
      runs: { finished: 2, verifying: 1 },
    });
  });

  test('steps and punctuality are those of the treated accounts only', () => {
    expect(rescue.steps).toEqual({ call: { done: 1, active: 1 }, settle: { done: 1 } });
    expect(rescue.onTime).toMatchObject({ onTime: 1, openOverdue: 1, excluded: 0, rate: { count: 1, of: 2, rate: null } });
  });

  test('verdicts of both arms are kept apart', () => {
    expect([rescue.verdicts, rescue.holdoutVerdicts]).toEqual([{ met: 1, pending: 1 }, { not_met: 1 }]);
    expect(rescue.comparison.difference).toBeNull();
  });

  test('a playbook that nobody triggered has no rates', () => {
    expect(report.playbooks[0]).toMatchObject({ triggered: 0, skipped: {}, runs: {}, steps: {}, verdicts: {} });
    expect(report.playbooks[0]?.onTime.rate.note).toBe('none due');
  });

  test('tasks are counted per person, fallback ones apart, those of nobody last', () => {
    expect(report.csms.map(({ name, tasks, fallback, simulated }) => [name, tasks, fallback, simulated])).toEqual([
      ['Kim Li', { done: 1, open: 1 }, 1, 1],
      ['nobody', { expired: 1 }, 0, 0],
    ]);
    expect(report.csms[0]?.onTime).toMatchObject({ onTime: 1, openOverdue: 1 });
  });

  test('as of an earlier instant what happened later has not happened', () => {
    const early = buildReport({ ...rows, asOf: START + DAY / 2 });
    expect(early.playbooks[1]?.verdicts).toEqual({ pending: 2 });
    expect(early.tasks).toEqual({ open: 4 });
  });

  test('the JSON has the fields that scripts rely on', () => {
    expect(report).toMatchObject({
      from: '2026-03-01T08:00:00.000Z',
      to: new Date(AS_OF).toISOString(),
      accounts: 12,
      messages: { email: { sent: 3 }, in_app: { seen: 2 } },
      tasks: { done: 1, open: 2, expired: 1 },
      simulated: { tasks: 1, messages: 1 },
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('an empty book has a report too', () => {
    const empty = buildReport({
      ...rows,
      playbooks: [],
      enrollments: [],
      runs: [],
      steps: [],
      objectives: [],
      tasks: [],
      messages: [],
    });
    expect(renderReport(empty)).toContain('No playbook is published.');
  });
});

describe('renderReport', () => {
  const text = renderReport(buildReport(rows));

  test('every line with a number carries its claim label', () => {
    const body = text.split('\n').filter((line) => line.startsWith('  '));
    expect(body.length).toBeGreaterThan(8);
    expect(body.filter((line) => !/^ {2}\[[EOP]\] /.test(line))).toEqual([]);
    expect(text).toContain('not proven');
  });

  test('six accounts without a control group get no per cent and no lift', () => {
    expect(text).toContain('too few to compare (n=1 and 1;');
    expect(text).not.toMatch(/\[P\] treatment/);
    expect(text).not.toContain('NaN');
    expect(text).not.toContain('undefined');
  });

  test('simulated people are named as such at the top', () => {
    expect(text.split('\n')[1]).toContain('SIMULATED: 1 task closed');
  });

  test('columns stay aligned with Chinese titles', () => {
    const zh = renderReport(buildReport(rows), 'zh').split('\n');
    expect(zh.find((line) => line.startsWith('rescue v2 '))).toContain('挽回');
  });
});
