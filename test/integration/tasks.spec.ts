import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.js';
import { closeTask, openTask } from '../../prisma/stores/task-store.js';
import type { TaskDraft } from '../../prisma/stores/task-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount, insertRun } from '../support/worker-fixtures.js';

const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
const draft: TaskDraft = {
  runId,
  stepKey: 'call#0',
  step: 'call',
  kind: 'step',
  accountId: 'acme',
  assigneeId: 'csm-anna',
  title: 'Call Chris',
  checklist: ['Ask'],
  outcomes: ['reached', 'no_answer'],
  noteAtLeast: 10,
  openedAt: at,
  dueAt: at + 1_000,
  expiresAt: at + 2_000,
};

let scratch: ScratchDatabase;
let db: Database;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
  await insertAccount(db);
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  await db.pool.query('TRUNCATE runs, enrollments, episodes, tasks, outbox, trace_entries CASCADE');
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
});

async function open(change: Partial<TaskDraft> = {}): Promise<string> {
  const result = await openTask(db, { ...draft, ...change });
  if (result.status !== 'open') throw new Error(result.status);
  return result.taskId;
}

const closing = { outcome: 'reached', note: 'Talked for ten minutes.', by: 'csm-anna', at: at + 500 };

describe('opening a task', () => {
  test('a step opens one task, however often it is carried out', async () => {
    const first = await openTask(db, draft);
    expect(first).toMatchObject({ status: 'open', created: true });
    expect(await openTask(db, draft)).toEqual({ ...first, created: false });
    expect(await db.client.task.count()).toBe(1);
  });

  test('none is opened for a run that is being left, except for a person to look at', async () => {
    await db.pool.query('UPDATE runs SET exiting_at = now()');
    expect(await openTask(db, draft)).toEqual({ status: 'run_exiting' });
    expect(await openTask(db, { ...draft, kind: 'fallback' })).toMatchObject({ status: 'open' });
  });
});

describe('closing a task', () => {
  test('the answer and the event for the run are written together', async () => {
    const taskId = await open();
    expect(await closeTask(db, { ...closing, taskId, evidence: { url: 'https://crm.example/1' } })).toEqual({
      status: 'ok',
      runId,
      repeated: false,
    });
    expect(await db.client.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
      status: 'done',
      outcome: 'reached',
      note: 'Talked for ten minutes.',
      evidence: { url: 'https://crm.example/1' },
      closedBy: 'csm-anna',
      simulated: false,
    });
    expect(await db.client.outbox.findMany()).toMatchObject([
      {
        kind: 'push_event',
        payload: {
          runId,
          event: { type: 'task_closed', id: `task:${taskId}`, key: 'call#0', outcome: 'reached', by: 'csm-anna', at: at + 500 },
        },
      },
    ]);
  });

  test('the same answer twice, also at the same moment, has one effect', async () => {
    const taskId = await open();
    const results = await Promise.all(Array.from({ length: 5 }, () => closeTask(db, { ...closing, taskId })));
    expect(results.filter((result) => result.status === 'ok' && !result.repeated)).toHaveLength(1);
    expect(results.filter((result) => result.status === 'ok' && result.repeated)).toHaveLength(4);
    expect(await db.client.outbox.count()).toBe(1);
  });

  test('another answer than the first one is refused and says what stands', async () => {
    const taskId = await open();
    await closeTask(db, { ...closing, taskId });
    expect(await closeTask(db, { ...closing, taskId, outcome: 'no_answer' })).toEqual({
      status: 'already_closed',
      outcome: 'reached',
      by: 'csm-anna',
      reason: null,
    });
  });

  test('a task that ran out cannot be closed any more, and says why', async () => {
    const taskId = await open();
    await appendTrace(db, runId, [], [{ type: 'close', key: 'call#0', reason: 'expired', at: at + 2_000 }]);
    expect(await closeTask(db, { ...closing, taskId })).toMatchObject({ status: 'already_closed', reason: 'expired' });
    expect(await db.client.task.findFirstOrThrow()).toMatchObject({
      status: 'expired',
      outcome: 'expired',
      closeReason: 'expired',
    });
  });

  test('a task whose time is over cannot be closed, also while the worker that would say so is away', async () => {
    const taskId = await open();
    const late = { ...closing, taskId, at: draft.expiresAt };
    expect(await closeTask(db, late)).toEqual({ status: 'already_closed', outcome: 'expired', by: 'sopwith', reason: 'expired' });
    expect(await db.client.task.findFirstOrThrow()).toMatchObject({ status: 'open' });
    expect(await db.client.outbox.count()).toBe(0);
    expect(await closeTask(db, { ...late, at: draft.expiresAt - 1 })).toMatchObject({ status: 'ok' });
  });

  test('a word the task does not declare is refused with those it does', async () => {
    const taskId = await open();
    expect(await closeTask(db, { ...closing, taskId, outcome: 'whatever' })).toEqual({
      status: 'undeclared_outcome',
      declared: ['reached', 'no_answer'],
    });
    expect(await db.client.outbox.count()).toBe(0);
  });

  test('a note that is too short is refused with what is needed; letters count, blanks around do not', async () => {
    const taskId = await open();
    expect(await closeTask(db, { ...closing, taskId, note: '  too short  ' })).toEqual({
      status: 'note_too_short',
      needs: 10,
      has: 9,
    });
    expect(await closeTask(db, { ...closing, taskId, note: null })).toEqual({ status: 'note_too_short', needs: 10, has: 0 });
    expect(await closeTask(db, { ...closing, taskId, note: '已与客户沟通并记录原因' })).toMatchObject({ status: 'ok' });
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'not-a-task'])('%s names no task', async (taskId) => {
    expect(await closeTask(db, { ...closing, taskId })).toEqual({ status: 'not_found' });
  });

  test('nobody closes a task before it was opened', async () => {
    const taskId = await open();
    await closeTask(db, { ...closing, taskId, at: at - 5_000 });
    expect(await db.client.task.findFirstOrThrow()).toMatchObject({ closedAt: new Date(at) });
  });

  test('a fallback task is between people: its run is not told', async () => {
    const taskId = await open({ kind: 'fallback', outcomes: ['handled'], noteAtLeast: null });
    expect(await closeTask(db, { ...closing, taskId, outcome: 'handled' })).toMatchObject({ status: 'ok' });
    expect(await db.client.outbox.count()).toBe(0);
  });

  test('an escalation names a second owner and keeps the first', async () => {
    await open();
    await appendTrace(db, runId, [], [{ type: 'escalate', key: 'call#0', memberId: 'mgr-maria' }]);
    expect(await db.client.task.findFirstOrThrow()).toMatchObject({
      assigneeId: 'csm-anna',
      escalatedTo: 'mgr-maria',
      status: 'open',
    });
    await appendTrace(db, runId, [], [{ type: 'escalate', key: 'call#0', memberId: null }]);
    expect(await db.client.task.findFirstOrThrow()).toMatchObject({ escalatedTo: 'mgr-maria' });
  });
});
