import { describe, expect, test } from '@jest/globals';
import type { ReportObjective, ReportRun, ReportStep, ReportTask } from '../model/report-rows.js';
import { evidenceOf, runVerdict } from './run-verdict.js';

const NOW = 100;
const run: ReportRun = {
  id: 'r',
  playbook: 'rescue',
  version: 1,
  accountId: 'acme',
  csmId: 'kim',
  arm: 'treatment',
  status: 'verifying',
  result: null,
  exitId: null,
  startedAt: 0,
  finishedAt: null,
};
const step = (fields: Partial<ReportStep>): ReportStep => ({
  runId: 'r',
  step: 's',
  verb: 'email',
  dueAt: 10,
  doneAt: 10,
  status: 'done',
  outcome: 'sent',
  ...fields,
});
const objective = (value: boolean | null, fields: Partial<ReportObjective> = {}): ReportObjective => ({
  runId: 'r',
  objective: 'o',
  primary: true,
  at: 90,
  value,
  ...fields,
});
const task = (fields: Partial<ReportTask>): ReportTask => ({
  runId: 'r',
  kind: 'step',
  assigneeId: 'kim',
  openedAt: 0,
  dueAt: 50,
  closedAt: 40,
  status: 'done',
  noteAtLeast: 40,
  noteLength: 50,
  simulated: false,
  ...fields,
});
const judge = (fields: Partial<Parameters<typeof runVerdict>[0]> = {}) =>
  runVerdict({ run, steps: [], tasks: [], objectives: [], hasObjective: true, asOf: NOW, ...fields });

describe('runVerdict', () => {
  test('waits, checks and branches are nobody’s work and in no execution count', () => {
    const steps = [step({}), step({ verb: 'wait' }), step({ verb: 'check', status: 'done' }), step({ verb: 'branch' })];
    expect(judge({ steps }).executed).toMatchObject({ reached: 1, done: 1 });
  });

  test('the primary objective decides, whatever the others say', () => {
    const objectives = [objective(true, { objective: 'health', primary: false }), objective(false, { objective: 'logins' })];
    expect(judge({ objectives }).observed.verdict).toBe('not_met');
  });

  test('an answer that could not be given is unknown, not failed', () => {
    expect(judge({ objectives: [objective(null)] }).observed.verdict).toBe('unknown');
  });

  test('before its date the verdict is pending; a run that ended without being measured is unknown', () => {
    expect(judge().observed.verdict).toBe('pending');
    expect(judge({ objectives: [objective(true, { at: 101 })] }).observed.verdict).toBe('pending');
    expect(judge({ run: { ...run, status: 'failed', result: 'failed', finishedAt: 80 } }).observed.verdict).toBe('unknown');
  });

  test('without a declared objective there is no verdict', () => {
    expect(judge({ hasObjective: false }).observed.verdict).toBe('none');
  });

  test('a completed run is not a successful one: execution and outcome are separate', () => {
    const verdict = judge({ steps: [step({})], objectives: [objective(false)] });
    expect([verdict.executed.done, verdict.observed.verdict]).toEqual([1, 'not_met']);
  });
});

describe('evidenceOf', () => {
  test('a note that is too short, an expired task and an overdue one have no evidence', () => {
    const tasks = [
      task({}),
      task({ noteLength: 39 }),
      task({ status: 'expired', noteLength: 0, closedAt: 60 }),
      task({ status: 'open', closedAt: null }),
    ];
    expect(evidenceOf(tasks, NOW)).toEqual({ given: 1, asked: 4 });
  });

  test('tasks that need none, were taken back or are not due yet are not asked', () => {
    const tasks = [
      task({ noteAtLeast: null }),
      task({ status: 'cancelled' }),
      task({ status: 'open', closedAt: null, dueAt: 101 }),
    ];
    expect(evidenceOf(tasks, NOW)).toEqual({ given: 0, asked: 0 });
  });
});
