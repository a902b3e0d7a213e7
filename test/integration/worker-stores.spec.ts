import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.js';
import { markInApp, postInApp } from '../../prisma/stores/in-app-store.js';
import type { InAppDraft } from '../../prisma/stores/in-app-store.js';
import {
  beginSending,
  claimEmail,
  findEmails,
  queueEmails,
  renewLease,
  requeueEmail,
  settleEmail,
} from '../../prisma/stores/message-store.js';
import type { EmailDraft, EmailRow } from '../../prisma/stores/message-store.js';
import {
  claimOutbox,
  enqueue,
  finishOutbox,
  isStartPending,
  outboxBacklog,
  retryOutbox,
} from '../../prisma/stores/outbox-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import type { TraceEntry } from '../../workflows/model/run.js';
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
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE runs, enrollments, episodes, trace_entries, step_records, check_records, messages, tasks, outbox CASCADE',
  );
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
});

describe('the flight record', () => {
  const entries: TraceEntry[] = [
    { seq: 0, at, type: 'run_started', arm: 'treatment' },
    { seq: 1, at, type: 'step_started', step: 'call', key: 'call#0', verb: 'task', due: at },
    { seq: 2, at, type: 'task_opened', step: 'call', key: 'call#0', due: at + 1_000, expires: at + 2_000 },
    {
      seq: 3,
      at: at + 500,
      type: 'step_settled',
      step: 'call',
      key: 'call#0',
      status: 'done',
      outcome: 'reached',
      by: 'csm-anna',
    },
    {
      seq: 4,
      at: at + 600,
      type: 'asked',
      step: 'better',
      condition: 'logins > 5',
      value: null,
      facts: [{ name: 'logins', type: 'number', value: null, asOf: at }],
    },
    { seq: 5, at: at + 600, type: 'timer_set', timer: 'verify', due: at + 900 },
  ];

  test('lines are carried over into the tables that lists read', async () => {
    expect(await appendTrace(db, runId, entries)).toBe(6);
    expect(await db.client.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ status: 'verifying', result: null });
    expect(await db.client.stepRecord.findMany()).toMatchObject([
      { key: 'call#0', verb: 'task', status: 'done', outcome: 'reached', by: 'csm-anna', dueAt: new Date(at + 1_000) },
    ]);
    expect(await db.client.checkRecord.findMany()).toMatchObject([{ seq: 4, kind: 'step', subject: 'better', value: null }]);
    await appendTrace(db, runId, [
      {
        seq: 6,
        at: at + 900,
        type: 'verified',
        objective: 'more',
        primary: true,
        condition: 'logins > 5',
        value: true,
        facts: [],
      },
      { seq: 7, at: at + 900, type: 'run_finished', result: 'success' },
    ]);
    expect(await db.client.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      status: 'finished',
      result: 'success',
      finishedAt: new Date(at + 900),
    });
    expect(await db.client.checkRecord.findMany({ where: { kind: 'objective' } })).toMatchObject([
      { primary: true, value: true },
    ]);
  });

  test('the same lines any number of times, also at the same moment, have one effect', async () => {
    const added = await Promise.all(Array.from({ length: 5 }, () => appendTrace(db, runId, entries)));
    expect(added.reduce((sum, n) => sum + n, 0)).toBe(6);
    // A later settlement under an old number is not a new line, so it changes nothing.
    await appendTrace(db, runId, [{ ...entries[3], status: 'failed' } as TraceEntry]);
    expect(await db.client.stepRecord.findMany()).toMatchObject([{ status: 'done' }]);
    expect(await db.client.traceEntry.count()).toBe(6);
  });

  describe('a worker that wrote lines and was cut off before Temporal heard of it', () => {
    const line = (seq: number, rest: object): TraceEntry => ({ seq, at: at + seq, ...rest }) as TraceEntry;
    const begins = (seq: number, step: string) =>
      line(seq, { type: 'step_started', step, key: `${step}#${seq}`, verb: 'wait', due: at });
    const ends = (seq: number, step: string, begun: number) =>
      line(seq, { type: 'step_settled', step, key: `${step}#${begun}`, status: 'done', outcome: null });
    const leaves = (seq: number) => line(seq, { type: 'exit_taken', exit: 'renewed', as: 'success', facts: [] });
    const finishes = (seq: number, result: string) => line(seq, { type: 'run_finished', result });
    const begun = [line(1, { type: 'run_started', arm: 'treatment' }), begins(2, 'rest')];
    const wentOn = [ends(3, 'rest', 2), begins(4, 'late'), ends(5, 'late', 4), finishes(6, 'completed')];
    const left = [leaves(3), finishes(4, 'success')];
    const types = async () =>
      (await db.client.traceEntry.findMany({ orderBy: { seq: 'asc' } })).map(({ seq, type }) => [seq, type]);

    test('what the run did instead takes the place of what never happened, in the lists as well', async () => {
      await appendTrace(db, runId, begun, [], 1_000);
      await appendTrace(db, runId, wentOn, [], 2_000);
      await appendTrace(db, runId, left, [], 12_000);
      expect(await types()).toEqual([[1, 'run_started'], [2, 'step_started'], [3, 'exit_taken'], [4, 'run_finished']]); // prettier-ignore
      expect(await db.client.stepRecord.findMany()).toMatchObject([{ key: 'rest#2', status: 'active', doneAt: null }]);
      expect(await db.client.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
        ...{ status: 'finished', result: 'success', exitId: 'renewed', finishedAt: new Date(at + 4) },
      });
    });

    test('an exit that never happened keeps no message back', async () => {
      await appendTrace(db, runId, begun, [], 1_000);
      await appendTrace(db, runId, left, [], 2_000);
      await appendTrace(db, runId, wentOn.slice(0, 2), [], 12_000);
      expect(await db.client.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
        ...{ status: 'running', result: null, exitId: null, exitingAt: null, finishedAt: null },
      });
    });

    test('the same lines written again by the next worker stand, and it goes on behind them', async () => {
      await appendTrace(db, runId, begun, [], 1_000);
      await appendTrace(db, runId, wentOn.slice(0, 2), [], 2_000);
      expect(await appendTrace(db, runId, wentOn, [], 12_000)).toBe(2);
      expect((await types()).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    });

    test('what it still wants to write later, when the run has long gone on without it, is refused', async () => {
      await appendTrace(db, runId, begun, [], 1_000);
      await appendTrace(db, runId, left, [], 12_000);
      expect(await appendTrace(db, runId, wentOn, [], 2_000)).toBe(0);
      expect((await types()).map(([, type]) => type).slice(2)).toEqual(['exit_taken', 'run_finished']);
      expect(await db.client.stepRecord.count()).toBe(1);
    });

    test('the next worker may have a clock that is behind: nothing is lost for that', async () => {
      await appendTrace(db, runId, begun, [], 12_000);
      expect(await appendTrace(db, runId, [...begun, ...wentOn.slice(0, 2)], [], 1_000)).toBe(2);
      expect(await appendTrace(db, runId, wentOn.slice(2), [], 2_000)).toBe(2);
      expect((await types()).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    });
  });

  test('an exit cancels what was not sent and closes what is open, with the exit as the reason', async () => {
    await queueEmails(db, [email()]);
    await db.client.task.create({ data: { ...openTaskRow, dedupeKey: `${runId}:call#0`, stepKey: 'call#0' } });
    await db.client.task.create({
      data: { ...openTaskRow, dedupeKey: `${runId}:mail#1:fallback`, stepKey: 'mail#1', kind: 'fallback' },
    });
    await appendTrace(db, runId, [{ seq: 0, at, type: 'exit_taken', exit: 'churned', as: 'lost', facts: [] }]);
    expect(await db.client.run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({
      exitId: 'churned',
      exitingAt: new Date(at),
    });
    expect((await firstEmail()).status).toBe('cancelled');
    const tasks = await db.client.task.findMany({ orderBy: { dedupeKey: 'asc' } });
    expect(tasks).toMatchObject([
      { status: 'cancelled', closeReason: 'exit:churned' },
      { status: 'open', kind: 'fallback' },
    ]);
  });
});

const openTaskRow = {
  runId,
  step: 'call',
  accountId: 'acme',
  title: 'Call',
  openedAt: new Date(at),
  dueAt: new Date(at),
  expiresAt: new Date(at),
};

function email(reader = 'acme-champion'): EmailDraft {
  return {
    dedupeKey: `${runId}:mail#0:${reader}`,
    runId,
    stepKey: 'mail#0',
    step: 'mail',
    accountId: 'acme',
    contactId: reader,
    memberId: null,
    address: 'champion@acme.example',
    cc: null,
    template: 'mail',
    locale: 'en',
    subject: 'Hi',
    body: 'Hello',
    html: null,
    messageId: 'm1@sopwith',
    createdAt: at,
  };
}

async function firstEmail(): Promise<EmailRow> {
  const [row] = await findEmails(db, runId, 'mail#0');
  if (!row) throw new Error('no e-mail');
  return row;
}

async function expireLease(): Promise<void> {
  await db.pool.query(`UPDATE messages SET lease_until = now() - interval '1 second'`);
}

describe('the e-mail ledger', () => {
  test('an e-mail is there once, whoever queues it again', async () => {
    await Promise.all([
      queueEmails(db, [email()]),
      queueEmails(db, [email()]),
      queueEmails(db, [{ ...email(), subject: 'Other' }]),
    ]);
    expect(await findEmails(db, runId, 'mail#0')).toMatchObject([{ status: 'queued', recipientName: 'Chris', attempts: 0 }]);
  });

  test('of many claims at the same moment one wins', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimEmail(db, id, 10_000)));
    expect(claims.filter(({ status }) => status === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ status }) => status === 'busy')).toHaveLength(5);
  });

  test('a claim that died before the gate is free again after its lease', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    expect(await claimEmail(db, id, 10_000)).toEqual({ status: 'claimed', attempt: 1 });
    await expireLease();
    expect(await claimEmail(db, id, 10_000)).toEqual({ status: 'claimed', attempt: 2 });
    // The first holder comes back to life: its token is worth nothing.
    expect(await beginSending(db, { id, runId, attempt: 1 }, 10_000)).toBe(false);
    expect(await beginSending(db, { id, runId, attempt: 2 }, 10_000)).toBe(true);
  });

  test('a claim that died after the gate is unknown for ever', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    await claimEmail(db, id, 10_000);
    await beginSending(db, { id, runId, attempt: 1 }, 10_000);
    expect((await claimEmail(db, id, 10_000)).status).toBe('busy');
    await expireLease();
    expect(await claimEmail(db, id, 10_000)).toEqual({ status: 'settled', as: 'unknown' });
    expect(await claimEmail(db, id, 10_000)).toEqual({ status: 'settled', as: 'unknown' });
    expect((await firstEmail()).lastError).toContain('may have arrived');
  });

  test('a sign of life keeps the lease', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    await claimEmail(db, id, 100);
    await renewLease(db, { id, runId, attempt: 1 }, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await claimEmail(db, id, 10_000)).status).toBe('busy');
  });

  test('an attempt that delivered nothing leaves its reason and gives the e-mail back', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    await claimEmail(db, id, 10_000);
    await requeueEmail(db, { id, runId, attempt: 1 }, 'connect ECONNREFUSED');
    expect(await firstEmail()).toMatchObject({ status: 'queued', attempts: 1, lastError: 'connect ECONNREFUSED' });
    expect(await claimEmail(db, id, 10_000)).toEqual({ status: 'claimed', attempt: 2 });
  });

  test('what the server said counts even when the row was given up meanwhile', async () => {
    await queueEmails(db, [email()]);
    const { id } = await firstEmail();
    await claimEmail(db, id, 10_000);
    await beginSending(db, { id, runId, attempt: 1 }, 10_000);
    await expireLease();
    await claimEmail(db, id, 10_000);
    await settleEmail(db, { id, runId, attempt: 1 }, { status: 'sent', at, error: null });
    expect(await firstEmail()).toMatchObject({ status: 'sent', sentAt: at });
  });

  test('nothing is claimed and no gate opens for a run that is being left', async () => {
    await queueEmails(db, [email(), email('acme-user-1')]);
    const [first, second] = await findEmails(db, runId, 'mail#0');
    if (!first || !second) throw new Error('two e-mails expected');
    await claimEmail(db, second.id, 10_000);
    await db.pool.query('UPDATE runs SET exiting_at = now()');
    expect(await claimEmail(db, first.id, 10_000)).toEqual({ status: 'run_exiting' });
    expect(await beginSending(db, { id: second.id, runId, attempt: 1 }, 10_000)).toBe(false);
    expect(await firstEmail()).toMatchObject({ status: 'cancelled', lastError: expect.stringContaining('being left') });
  });
});

describe('in-app messages', () => {
  const { address: _address, cc: _cc, messageId: _messageId, ...common } = email();
  const draft = (reader: string): InAppDraft => ({
    ...common,
    dedupeKey: `${runId}:tip#0:${reader}`,
    stepKey: 'tip#0',
    contactId: reader,
    expiresAt: at + 1_000,
  });

  test('each reader gets one, however often it is posted', async () => {
    await postInApp(db, runId, [draft('acme-user-1'), draft('acme-user-2')]);
    await postInApp(db, runId, [draft('acme-user-1'), draft('acme-user-2')]);
    const rows = await db.client.message.findMany({ orderBy: { contactId: 'asc' } });
    expect(rows).toMatchObject([
      { contactId: 'acme-user-1', channel: 'in_app', status: 'posted', createdAt: new Date(at), expiresAt: new Date(at + 1_000) },
      { contactId: 'acme-user-2', status: 'posted' },
    ]);
  });

  test('nothing is posted for a run that is being left', async () => {
    await db.pool.query('UPDATE runs SET exiting_at = now()');
    expect(await postInApp(db, runId, [draft('acme-user-1')])).toEqual({ status: 'run_exiting' });
    expect(await db.client.message.count()).toBe(0);
  });

  test('seen, then dismissed, each once and by its own reader only', async () => {
    await postInApp(db, runId, [draft('acme-user-1')]);
    const { id } = await db.client.message.findFirstOrThrow();
    expect(await markInApp(db, { id, contactId: 'acme-user-2', as: 'seen', at })).toEqual({ status: 'not_found' });
    expect(await markInApp(db, { id: 'not-a-uuid', as: 'seen', at })).toEqual({ status: 'not_found' });
    expect(await markInApp(db, { id, contactId: 'acme-user-1', as: 'seen', at: at + 1 })).toEqual({
      status: 'ok',
      changed: true,
    });
    expect(await markInApp(db, { id, as: 'seen', at: at + 9 })).toEqual({ status: 'ok', changed: false });
    expect(await markInApp(db, { id, as: 'dismissed', at: at + 2 })).toEqual({ status: 'ok', changed: true });
    expect(await db.client.message.findFirstOrThrow()).toMatchObject({
      status: 'dismissed',
      seenAt: new Date(at + 1),
      dismissedAt: new Date(at + 2),
    });
  });
});

describe('the outbox', () => {
  test('what a transaction wrote is there when the transaction is', async () => {
    const work = { kind: 'start_run', payload: { runId } } as const;
    await expect(
      db.transaction(async (tx) => {
        await enqueue(tx, work);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await outboxBacklog(db)).toMatchObject({ open: 0 });
    await db.transaction((tx) => enqueue(tx, work, { kind: 'watch_exits', payload: { accountId: 'acme', at } }));
    expect(await outboxBacklog(db)).toMatchObject({ open: 2 });
    expect(await isStartPending(db, runId)).toBe(true);
  });

  test('a row is claimed by one relay at a time, and again after its lease', async () => {
    for (let n = 0; n < 10; n += 1) await enqueue(db.client, { kind: 'start_run', payload: { runId: `r${n}` } });
    const claims = await Promise.all(Array.from({ length: 4 }, () => claimOutbox(db, { limit: 4, leaseMs: 10_000 })));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(10);
    expect(await claimOutbox(db, { limit: 10, leaseMs: 10_000 })).toEqual([]);
    await db.pool.query(`UPDATE outbox SET not_before = now() - interval '1 second'`);
    const again = await claimOutbox(db, { limit: 10, leaseMs: 10_000 });
    expect(again.map(({ attempts }) => attempts)).toEqual(Array.from({ length: 10 }, () => 2));
  });

  test('a failed row comes back later with its reason, a done one never', async () => {
    await enqueue(db.client, { kind: 'start_run', payload: { runId } }, { kind: 'start_run', payload: { runId: 'other' } });
    const [first, second] = await claimOutbox(db, { limit: 10, leaseMs: 10_000 });
    if (!first || !second) throw new Error('two rows expected');
    await retryOutbox(db, [first.id], 'no server', 0);
    await finishOutbox(db, [second.id], 'the run was over');
    expect(await claimOutbox(db, { limit: 10, leaseMs: 10_000 })).toMatchObject([{ id: first.id, attempts: 2 }]);
    const rows = await db.client.outbox.findMany({ orderBy: { id: 'asc' } });
    expect(rows).toMatchObject([{ lastError: 'no server', doneAt: null }, { lastError: 'the run was over' }]);
  });
});
