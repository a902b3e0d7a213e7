import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { AutopilotPilot } from '../../apps/worker/autopilot/autopilot-pilot.js';
import { parseAutopilot } from '../../apps/shared/autopilot/parse-autopilot.js';
import { LineLogger } from '../../apps/worker/logging/line-logger.js';
import type { Database } from '../../prisma/database.js';
import { postInApp } from '../../prisma/stores/in-app-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import { openTask } from '../../prisma/stores/task-store.js';
import type { TaskDraft } from '../../prisma/stores/task-store.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount, insertRun } from '../support/worker-fixtures.js';

const DAY = 86_400_000;
/** A Monday. */
const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
const people = parseAutopilot(
  'people.yaml',
  `kind: Autopilot
seed: 7
csms:
  csm-anna: { closes: 100%, after: [2h, 8h], note: Talked to them at length., outcomes: { reached: 100% } }
  csm-boris: { never: true }
  mgr-maria: { closes: 100%, after: [1d, 2d], note: Settled with their boss. }
in_app: { seen: 100%, within: 1d, dismissed: 100% }
`,
);

let scratch: ScratchDatabase;
let db: Database;
let said: string[];

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
  await insertAccount(db);
  await db.client.member.create({ data: { id: 'csm-boris', name: 'Boris', managerId: 'mgr-maria' } });
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  said = [];
  await db.pool.query('TRUNCATE runs, enrollments, episodes, tasks, outbox, messages, trace_entries CASCADE');
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
});

const pilot = (): AutopilotPilot => new AutopilotPilot(db, people, new LineLogger('log', (line) => said.push(line)));

async function open(change: Partial<TaskDraft> = {}): Promise<void> {
  await openTask(db, {
    runId,
    stepKey: 'call#0',
    step: 'call',
    kind: 'step',
    accountId: 'acme',
    assigneeId: 'csm-anna',
    title: 'Call',
    checklist: [],
    outcomes: ['reached', 'no_answer'],
    noteAtLeast: 10,
    openedAt: at,
    dueAt: at + 2 * DAY,
    expiresAt: at + 14 * DAY,
    ...change,
  });
}

test('a task is closed at the instant planned for it, however late the look is, and labelled simulated', async () => {
  await open();
  const sitting = pilot();
  expect(await sitting.tick(at + 3_600_000)).toBe(0);
  expect(await sitting.tick(at + DAY)).toBe(1);
  const first = await db.client.task.findFirstOrThrow();
  expect(first).toMatchObject({ status: 'done', outcome: 'reached', closedBy: 'autopilot:csm-anna', simulated: true });
  expect((first.closedAt?.getTime() ?? 0) - at).toBeGreaterThanOrEqual(2 * 3_600_000);
  expect((first.closedAt?.getTime() ?? 0) - at).toBeLessThanOrEqual(8 * 3_600_000);
  // Another process, another look: the same history.
  await db.pool.query('TRUNCATE tasks, outbox');
  await open();
  await pilot().tick(at + 5 * DAY);
  expect((await db.client.task.findFirstOrThrow()).closedAt).toEqual(first.closedAt);
});

test('who never closes anything leaves it to the person it is escalated to, from that moment on', async () => {
  await open({ assigneeId: 'csm-boris' });
  const sitting = pilot();
  expect(await sitting.tick(at + 3 * DAY)).toBe(0);
  const escalated = {
    seq: 1,
    at: at + 3 * DAY,
    type: 'task_escalated',
    step: 'call',
    key: 'call#0',
    to: 'account.manager',
  } as const;
  await appendTrace(db, runId, [escalated], [{ type: 'escalate', key: 'call#0', memberId: 'mgr-maria' }]);
  expect(await sitting.tick(at + 6 * DAY)).toBe(1);
  const task = await db.client.task.findFirstOrThrow();
  expect(task).toMatchObject({ closedBy: 'autopilot:mgr-maria', simulated: true });
  expect((task.closedAt?.getTime() ?? 0) - at).toBeGreaterThanOrEqual(4 * DAY);
});

test('a note that is too short does not close a task; it is said once', async () => {
  await open({ noteAtLeast: 400 });
  const sitting = pilot();
  await sitting.tick(at + DAY);
  await sitting.tick(at + 2 * DAY);
  expect(await db.client.task.findFirstOrThrow()).toMatchObject({ status: 'open' });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('the task needs 400');
});

test('in-app messages are seen and dismissed by their readers, labelled simulated', async () => {
  await postInApp(db, runId, [
    {
      dedupeKey: `${runId}:tip#0:acme-user-1`,
      runId,
      stepKey: 'tip#0',
      step: 'tip',
      accountId: 'acme',
      contactId: 'acme-user-1',
      memberId: null,
      template: 'tip',
      locale: 'en',
      subject: 'Tip',
      body: 'Try this',
      html: null,
      createdAt: at,
      expiresAt: at + 7 * DAY,
    },
  ]);
  const sitting = pilot();
  await sitting.tick(at + 2 * DAY);
  const message = await db.client.message.findFirstOrThrow();
  expect(message).toMatchObject({ status: 'dismissed', simulated: true });
  expect(message.seenAt?.getTime()).toBeLessThan(at + DAY);
  expect(await sitting.tick(at + 3 * DAY)).toBe(0);
});
