import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluateBook } from '../../apps/shared/evaluate-book.js';
import { loadReport } from '../../apps/shared/load-report.js';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { closeTask, openTask } from '../../prisma/stores/task-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import { renderReport } from '../../workflows/report/render-report.js';
import type { PlanVerification } from '../../workflows/model/plan.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { instant } from '../support/account-data-builder.js';
import { OPEN_TO_ALL, comparing, holding, planOf } from '../support/plan-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { addAccounts, loginsOn, publish, sweeperOf } from '../support/sweep-fixture.js';

const START = instant('2026-03-10T08:00:00Z');
const DAY = 86_400_000;
const verify: PlanVerification = {
  after: { amount: 20, unit: 'd' },
  objective: [{ id: 'back', expect: comparing('logins', '>=', 10), primary: true }],
};

/** The flight record of a run with one task that was closed in time, measured at its date. */
function record(met: boolean): TraceEntry[] {
  const done = START + DAY;
  return [
    { seq: 0, at: START, type: 'run_started', arm: 'treatment' },
    { seq: 1, at: START, type: 'step_started', step: 'call', key: 'call#1', verb: 'task', due: START },
    { seq: 2, at: START, type: 'task_opened', step: 'call', key: 'call#1', due: START + 2 * DAY, expires: START + 9 * DAY },
    { seq: 3, at: done, type: 'step_settled', step: 'call', key: 'call#1', status: 'done', outcome: 'reached', by: 'kim' },
    {
      seq: 4,
      at: done + 20 * DAY,
      type: 'verified',
      objective: 'back',
      primary: true,
      condition: 'logins >= 10',
      value: met,
      facts: [],
    },
    { seq: 5, at: done + 20 * DAY, type: 'run_finished', result: met ? 'success' : 'not_met' },
  ];
}

describe('the report of a real book', () => {
  let scratch: ScratchDatabase;

  beforeAll(async () => {
    scratch = await scratchDatabase();
    const { db } = scratch;
    await db.pool.query(`INSERT INTO members (id, name) VALUES ('kim', 'Kim Li')`);
    await publish(db, [
      planOf({ verify, enroll: { ...OPEN_TO_ALL, never: [holding('account.muted')] } }),
      planOf({ playbook: 'visit', start: { kind: 'manual' } }),
    ]);
    await addAccounts(db, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'fine' }]);
    await db.pool.query(`UPDATE accounts SET csm_id = 'kim', muted = (id = 'c')`);
    await loginsOn(db, '2026-03-09', { a: 1, b: 2, c: 3, fine: 30 });
    await sweep(sweeperOf(db, '2026-03-10'), instant('2026-03-10T12:00:00Z'));
    const runId = 'pb:rescue:a:check#1';
    const opened = await openTask(db, {
      runId,
      stepKey: 'call#1',
      step: 'call',
      kind: 'step',
      accountId: 'a',
      assigneeId: 'kim',
      title: 'Call A',
      checklist: [],
      outcomes: ['reached'],
      noteAtLeast: 10,
      openedAt: START,
      dueAt: START + 2 * DAY,
      expiresAt: START + 9 * DAY,
    });
    const taskId = opened.status === 'open' ? opened.taskId : '';
    await closeTask(db, {
      taskId,
      outcome: 'reached',
      note: 'They were on holiday',
      by: 'kim',
      at: START + DAY,
      simulated: true,
    });
    await appendTrace(db, runId, record(true));
  }, 120_000);
  afterAll(() => scratch.stop());

  test('counts everyone who was triggered, what was done, and what was observed', async () => {
    const report = await loadReport(scratch.db, { asOf: START + 40 * DAY });
    expect(report).toMatchObject({ accounts: 4, tasks: { done: 1 }, simulated: { tasks: 1 } });
    expect(report.playbooks.map(({ id }) => id)).toEqual(['rescue', 'visit']);
    expect(report.playbooks[0]).toMatchObject({
      triggered: 3,
      enrolled: 2,
      holdout: 0,
      skipped: { suppressed: 1 },
      runs: { finished: 1, starting: 1 },
      steps: { call: { done: 1 } },
      verdicts: { met: 1, pending: 1 },
      evidence: { count: 1, of: 1 },
      onTime: { onTime: 1, rate: { count: 1, of: 1 } },
    });
    expect(report.csms).toMatchObject([{ id: 'kim', name: 'Kim Li', tasks: { done: 1 }, simulated: 1 }]);
    expect(renderReport(report)).toContain('3 triggered = 2 enrolled + 0 holdout + 1 skipped');
  });

  test('a playbook without an objective has no verdict', async () => {
    const report = await loadReport(scratch.db, { asOf: START + 40 * DAY });
    expect(report.playbooks[1]).toMatchObject({ id: 'visit', triggered: 0, verdicts: {} });
  });

  test('a period holds its own decisions and nothing else', async () => {
    const later = await loadReport(scratch.db, { from: START + 1, asOf: START + 40 * DAY });
    expect(later.playbooks[0]).toMatchObject({ triggered: 0, runs: {}, steps: {} });
    expect(later.tasks).toEqual({});
    const before = await loadReport(scratch.db, { to: START, asOf: START + 40 * DAY });
    expect(before.playbooks[0]?.triggered).toBe(0);
    const exactly = await loadReport(scratch.db, { from: START, to: START + 1, asOf: START + 40 * DAY });
    expect(exactly.playbooks[0]?.triggered).toBe(3);
  });

  test('as of the day before the verdict it is pending', async () => {
    const report = await loadReport(scratch.db, { asOf: START + 20 * DAY });
    expect(report.playbooks[0]?.verdicts).toEqual({ pending: 2 });
  });

  test('an evaluation answers for every account and playbook and starts nothing', async () => {
    const { pool } = scratch.db;
    const count = async () => (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM episodes')).rows[0]?.n;
    const before = await count();
    const evaluation = await evaluateBook(scratch.db, { asOf: START });
    expect(evaluation?.accounts.map(({ account, health, playbooks }) => [account, health?.score, playbooks[0]?.value])).toEqual([
      ['a', 5, true],
      ['b', 10, true],
      ['c', 15, true],
      ['fine', 100, false],
    ]);
    expect(evaluation?.accounts[0]?.playbooks[0]?.sentence).toBe('logins was 1 (9 March); needed less than 10: true');
    const one = await evaluateBook(scratch.db, { asOf: START, accountId: 'b' });
    expect(one?.accounts.map(({ account }) => account)).toEqual(['b']);
    expect(await count()).toBe(before);
  });
});
