import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { record } from '../../apps/worker/activities/record.js';
import type { Database } from '../../prisma/database.js';
import { beginSending, claimEmail, findEmails, queueEmails } from '../../prisma/stores/message-store.js';
import { closeTask, openTask } from '../../prisma/stores/task-store.js';
import type { RecordInput, TaskCommand } from '../../workflows/durable/activities.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { DAY } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount, insertRun } from '../support/worker-fixtures.js';

const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';

let scratch: ScratchDatabase;
let db: Database;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
  await insertAccount(db);
  await db.client.member.create({ data: { id: 'csm-boris', name: 'Boris', managerId: 'mgr-maria' } });
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE runs, enrollments, episodes, trace_entries, step_records, check_records, messages, tasks, outbox,
              catalogue_versions CASCADE`,
  );
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
  await db.client.run.updateMany({ data: { csmId: 'csm-anna' } });
});

type Line = TraceEntry extends infer E ? (E extends TraceEntry ? Omit<E, 'seq' | 'at'> : never) : never;

/** One call of a run's host: lines numbered from `from`. */
function call(from: number, lines: readonly Line[], tasks: readonly TaskCommand[] = [], when = at): RecordInput {
  const entries = lines.map((line, index) => ({ seq: from + index, at: when, ...line }) as TraceEntry);
  return { runId, entries, tasks, status: 'running', exit: null, result: null };
}
const write = (...args: Parameters<typeof call>) => record({ db }, call(...args));

const begin: Line = { type: 'run_started', arm: 'treatment' };
const mailStarts: Line = { type: 'step_started', step: 'mail', key: 'mail#1', verb: 'email', due: at };
const mailFails: Line = {
  ...{
    type: 'step_settled',
    step: 'mail',
    key: 'mail#1',
    status: 'failed',
    outcome: 'rejected',
    reason: 'rejected',
    by: 'sopwith',
  },
  detail: { because: 'the mail server refused it', because_zh: '邮件服务器拒收' },
};
const run = () => db.client.run.findUniqueOrThrow({ where: { id: runId } });
const steps = () => db.client.stepRecord.findMany({ orderBy: { key: 'asc' } });
const tasks = () => db.client.task.findMany({ orderBy: { dedupeKey: 'asc' } });

function open(key: string, kind: 'step' | 'fallback' = 'step') {
  return openTask(db, {
    ...{ runId, stepKey: key, step: 'call', kind, accountId: 'acme', assigneeId: 'csm-anna', title: 'Call' },
    ...{ checklist: [], outcomes: ['reached'], noteAtLeast: null, openedAt: at, dueAt: at + DAY, expiresAt: at + 2 * DAY },
  });
}

async function queue(): Promise<string> {
  await queueEmails(db, [
    {
      ...{ dedupeKey: `${runId}:mail#1:acme-champion`, runId, stepKey: 'mail#1', step: 'mail', accountId: 'acme' },
      ...{ contactId: 'acme-champion', memberId: null, address: 'champion@acme.example', cc: null, template: 'mail' },
      ...{ locale: 'en', subject: 'Hi', body: 'Hello', html: null, messageId: 'm1@sopwith', createdAt: at },
    },
  ]);
  const [row] = await findEmails(db, runId, 'mail#1');
  return row?.id ?? '';
}

describe('a step that is tried again', () => {
  const again: Line = {
    ...{ type: 'step_retried', step: 'mail', key: 'mail#1', attempt: 2, by: 'sopwith', reason: 'rejected', due: at + DAY },
  };
  const sent: Line = { type: 'step_settled', step: 'mail', key: 'mail#1', status: 'done', outcome: 'sent', by: 'sopwith' };

  test('has one row: under way again, then what became of it in the end', async () => {
    await write(1, [begin, mailStarts, mailFails]);
    expect(await steps()).toMatchObject([{ key: 'mail#1', status: 'failed', outcome: 'rejected' }]);
    await write(4, [again]);
    expect(await steps()).toMatchObject([{ key: 'mail#1', status: 'active', outcome: null, doneAt: null, reason: null }]);
    await write(5, [sent], [], at + DAY);
    expect(await steps()).toMatchObject([{ key: 'mail#1', status: 'done', outcome: 'sent', doneAt: new Date(at + DAY) }]);
  });

  test('a repeat of an earlier call, at any time, changes nothing of what came after it', async () => {
    const calls = [call(1, [begin, mailStarts, mailFails]), call(4, [again]), call(5, [sent], [], at + DAY)];
    for (const one of calls) await record({ db }, one);
    for (const one of [...calls, ...calls].reverse()) await record({ db }, one);
    await Promise.all(calls.map((one) => record({ db }, one)));
    expect(await steps()).toMatchObject([{ key: 'mail#1', status: 'done', outcome: 'sent' }]);
    expect(await db.client.traceEntry.count()).toBe(5);
  });

  test('the task of a later try gets the times that the run counts with', async () => {
    await write(1, [begin, { type: 'step_started', step: 'call', key: 'call#1', verb: 'task', due: at }]);
    await open('call#1.2');
    await write(3, [{ type: 'task_opened', step: 'call', key: 'call#1', due: at + 3 * DAY, expires: at + 9 * DAY }]);
    expect(await tasks()).toMatchObject([
      { stepKey: 'call#1.2', dueAt: new Date(at + 3 * DAY), expiresAt: new Date(at + 9 * DAY) },
    ]);
    await write(4, [], [{ type: 'close_task', key: 'call#1.2', step: 'call', reason: 'expired', at: at + 9 * DAY }]);
    expect(await tasks()).toMatchObject([{ status: 'expired', outcome: 'expired' }]);
  });
});

describe('a step that failed for good', () => {
  const fallback: TaskCommand = { type: 'open_fallback', key: 'mail#1', step: 'mail', reason: 'rejected', at };
  const told: Line = { type: 'fallback_opened', step: 'mail', key: 'mail#1', reason: 'rejected' };

  test('opens one task for the CSM that says why, in the language of the account, however often it is recorded', async () => {
    const input = call(1, [begin, mailStarts, mailFails, told], [fallback]);
    await Promise.all([record({ db }, input), record({ db }, input), record({ db }, input)]);
    expect(await tasks()).toMatchObject([
      {
        ...{
          kind: 'fallback',
          assigneeId: 'csm-anna',
          status: 'open',
          title: '"mail" did not reach The acme: the mail server refused it',
        },
        ...{ dueAt: new Date(at + 2 * DAY), outcomes: ['handled', 'not_needed'] },
      },
    ]);
  });

  test('its due date leaves out the days off of the book', async () => {
    const calendars = {
      default: 'own',
      calendars: [
        {
          id: 'own',
          title: { en: 'Own' },
          timezone: null,
          weekend: [0, 6],
          holidays: ['2026-03-03', '2026-03-04'],
          workingDays: [],
        },
      ],
    };
    const catalogue = { contentHash: 'days-off', metrics: {}, healths: [], segments: [], calendars };
    await db.client.catalogueVersion.create({
      data: { contentHash: 'days-off', catalogue: catalogue as never, publishedAt: new Date(at) },
    });
    await write(1, [begin, mailStarts, mailFails, told], [fallback]);
    expect((await tasks())[0]?.dueAt).toEqual(new Date(at + 4 * DAY));
  });

  test('goes to the member whom the run was handed to, also in the same call', async () => {
    const handed: Line = { type: 'run_handed_over', to: 'csm-boris', by: 'maria', reason: 'Anna is on leave' };
    await write(1, [begin, handed, mailStarts, mailFails, told], [fallback]);
    expect(await tasks()).toMatchObject([{ assigneeId: 'csm-boris' }]);
    expect(await run()).toMatchObject({ csmId: 'csm-boris' });
    await write(6, [told], [{ ...fallback, key: 'mail#1.2' }]);
    expect(await tasks()).toMatchObject([{ assigneeId: 'csm-boris' }, { assigneeId: 'csm-boris' }]);
  });

  test('an account with an impossible time zone gets its task all the same', async () => {
    await db.client.account.updateMany({ data: { timezone: 'Mars/Olympus' } });
    await write(1, [begin, mailStarts, mailFails, told], [fallback]);
    expect(await tasks()).toHaveLength(1);
    await db.client.account.updateMany({ data: { timezone: 'UTC' } });
  });
});

describe('orders about a run', () => {
  test('a pause shows until the run goes on', async () => {
    const paused: Line = { type: 'run_paused', by: 'maria', reason: 'strike', resumeAt: null, bound: at + 180 * DAY };
    const resumed: Line = { type: 'run_resumed', by: 'maria', reason: 'over' };
    await write(1, [begin, paused]);
    expect((await run()).status).toBe('paused');
    await write(3, [resumed]);
    expect((await run()).status).toBe('running');
    await write(4, [{ type: 'timer_set', timer: 'verify', due: at + DAY }]);
    expect((await run()).status).toBe('verifying');
  });

  test('an open task may be closed while its run is paused, also when its time is over: nothing expires before it goes on', async () => {
    const opened = await open('call#1');
    const taskId = opened.status === 'open' ? opened.taskId : '';
    const closing = { taskId, outcome: 'reached', by: 'csm-anna', at: at + 5 * DAY };
    expect(await closeTask(db, closing)).toMatchObject({ status: 'already_closed' });
    await db.client.run.updateMany({ data: { status: 'paused' } });
    expect(await closeTask(db, closing)).toMatchObject({ status: 'ok' });
  });

  test('a task under way is moved with its run', async () => {
    await open('call#1');
    await write(1, [begin], [{ type: 'move_task', key: 'call#1', step: 'call', expires: at + 20 * DAY, at }]);
    expect(await tasks()).toMatchObject([{ expiresAt: new Date(at + 20 * DAY), status: 'open' }]);
  });

  test('a hand-over gives every open task to the new member, and a late repeat takes nothing back', async () => {
    await open('call#1');
    await open('mail#2', 'fallback');
    const first = call(
      1,
      [begin, { type: 'run_handed_over', to: 'csm-boris', by: 'maria', reason: 'leave' }],
      [{ type: 'assign_tasks', to: 'csm-boris', at }],
    );
    await record({ db }, first);
    expect(await tasks()).toMatchObject([{ assigneeId: 'csm-boris' }, { assigneeId: 'csm-boris' }]);
    await write(
      3,
      [{ type: 'run_handed_over', to: 'csm-anna', by: 'maria', reason: 'back' }],
      [{ type: 'assign_tasks', to: 'csm-anna', at }],
    );
    await record({ db }, first);
    expect(await tasks()).toMatchObject([{ assigneeId: 'csm-anna' }, { assigneeId: 'csm-anna' }]);
    expect((await run()).csmId).toBe('csm-anna');
  });

  test('a cancelled run has nothing open, and nothing of it is sent any more', async () => {
    const waiting = await queue();
    await open('call#1');
    await open('mail#2', 'fallback');
    await write(
      1,
      [
        begin,
        { type: 'step_started', step: 'call', key: 'call#1', verb: 'task', due: at },
        { type: 'run_cancelled', by: 'maria', reason: 'a mistake' },
        { type: 'step_settled', step: 'call', key: 'call#1', status: 'cancelled', outcome: null, reason: 'cancelled' },
        { type: 'run_finished', result: 'cancelled' },
      ],
      [
        { type: 'close_task', key: 'call#1', step: 'call', reason: 'cancelled', at },
        { type: 'recall_messages', reason: 'cancelled', at },
      ],
    );
    expect(await run()).toMatchObject({ status: 'finished', result: 'cancelled', exitingAt: new Date(at) });
    expect(await tasks()).toMatchObject([
      { status: 'cancelled', closeReason: 'cancelled' },
      { status: 'cancelled', closeReason: 'cancelled' },
    ]);
    expect(await findEmails(db, runId, 'mail#1')).toMatchObject([{ status: 'cancelled' }]);
    expect(await claimEmail(db, waiting, 10_000)).toEqual({ status: 'settled', as: 'cancelled' });
    expect(await steps()).toMatchObject([{ status: 'cancelled', reason: 'cancelled' }]);
  });

  test('messages that are taken back pass no gate any more, also one that was claimed already', async () => {
    const waiting = await queue();
    expect(await claimEmail(db, waiting, 10_000)).toMatchObject({ status: 'claimed', attempt: 1 });
    await write(1, [begin], [{ type: 'recall_messages', reason: 'failed:mail', at }]);
    expect(await beginSending(db, { id: waiting, runId, attempt: 1 }, 10_000)).toBe(false);
    const [row] = await findEmails(db, runId, 'mail#1');
    expect(row).toMatchObject({ status: 'cancelled', lastError: 'taken back before it was sent: failed:mail' });
    expect(await open('call#9')).toEqual({ status: 'run_exiting' });
  });

  test.each(['skipped', 'cancelled'] as const)(
    'of a step that is %s nothing starts any more, whatever an attempt still does',
    async (status) => {
      const waiting = await queue();
      const callStarts: Line = { type: 'step_started', step: 'call', key: 'call#2', verb: 'task', due: at };
      const left = (step: string, key: string): Line => ({
        type: 'step_settled',
        step,
        key,
        status,
        outcome: null,
        reason: 'not now',
        by: 'maria',
      });
      await write(1, [begin, mailStarts, callStarts, left('mail', 'mail#1'), left('call', 'call#2')]);
      expect(await claimEmail(db, waiting, 10_000)).toEqual({ status: 'settled', as: 'cancelled' });
      expect(await open('call#2')).toEqual({ status: 'run_exiting' });
      expect(await open('call#2.2')).toEqual({ status: 'run_exiting' });
      expect(await open('other#3')).toMatchObject({ status: 'open' });
      await db.pool.query(`UPDATE messages SET status = 'queued'`);
      expect(await claimEmail(db, waiting, 10_000)).toEqual({ status: 'run_exiting' });
    },
  );

  test('a step that failed may be tried again by a person, also before the record says so', async () => {
    await write(1, [begin, mailStarts, mailFails]);
    expect(await open('mail#1.2')).toMatchObject({ status: 'open' });
  });

  test('a run that a failed step stopped sends nothing more of its other lanes', async () => {
    const waiting = await queue();
    await open('call#2');
    await write(1, [begin, { type: 'run_finished', result: 'failed' }]);
    expect(await run()).toMatchObject({ status: 'failed', result: 'failed' });
    expect(await claimEmail(db, waiting, 10_000)).toEqual({ status: 'settled', as: 'cancelled' });
    expect(await tasks()).toMatchObject([{ status: 'cancelled', closeReason: 'failed' }]);
  });

  test('a migrated run stands under its new version, and an exit of the old one has to be decided anew', async () => {
    await db.client.run.updateMany({ data: { exitingAt: new Date(at) } });
    await write(1, [begin, { type: 'run_migrated', from: 1, to: 3, by: 'maria', reason: 'shorter', moves: [] }]);
    expect(await run()).toMatchObject({ version: 3, exitingAt: null });
  });
});
