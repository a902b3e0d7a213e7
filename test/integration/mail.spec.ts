import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { performEmail } from '../../apps/worker/activities/perform-email.js';
import { performInApp } from '../../apps/worker/activities/perform-in-app.js';
import { performTask } from '../../apps/worker/activities/perform-task.js';
import type { ActivityDependencies, Attempt } from '../../apps/worker/activities/activity-dependencies.js';
import { playbookReader } from '../../apps/worker/book/playbook-reader.js';
import { smtpSettings } from '../../apps/worker/channels/smtp-settings.js';
import type { Database } from '../../prisma/database.js';
import type { PerformInput } from '../../workflows/durable/activities.js';
import type { Plan } from '../../workflows/model/plan.js';
import { accountData } from '../support/account-data-builder.js';
import { plan, span, task } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { EMPTY_CATALOGUE, REAL_CLOCK, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';

const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
const alive: Attempt = { heartbeat: () => undefined, signal: new AbortController().signal, firstScheduledAt: at };

const book: Plan = plan(
  [
    { id: 'hello', verb: 'email', template: 'hello', to: 'account.champion', cc: 'account.csm' },
    { id: 'needs_end', verb: 'email', template: 'needs_end', to: 'account.champion', cc: null },
    { id: 'everybody', verb: 'email', template: 'hello', to: 'all_users', cc: null },
    { id: 'boss', verb: 'email', template: 'hello', to: 'account.decision_maker', cc: null },
    { id: 'tip', verb: 'in_app', template: 'hello', to: 'inactive_users', expires: span('7d') },
    { id: 'tip_active', verb: 'in_app', template: 'hello', to: 'active_users', expires: span('7d') },
    { id: 'tip_boss', verb: 'in_app', template: 'hello', to: 'account.decision_maker', expires: span('7d') },
    {
      ...task('call'),
      verb: 'task',
      title: { en: 'Call {{ account.champion.name }}', zh: '致电 {{ account.champion.name }}' },
    } as never,
    { ...task('renew'), verb: 'task', title: { en: 'Before {{ contract.end }}' } } as never,
  ],
  { playbook: 'rescue' },
);

let scratch: ScratchDatabase;
let db: Database;
let sink: SmtpSink;

beforeAll(async () => {
  [scratch, sink] = await Promise.all([scratchDatabase(), smtpSink()]);
  db = scratch.db;
}, 60_000);
afterAll(() => Promise.all([scratch.stop(), sink.stop()]));
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE accounts, contacts, members, events, runs, enrollments, episodes, playbook_versions, messages, tasks CASCADE',
  );
  await publishPlan(db, book, {
    ...templatesFor('hello'),
    needs_end: { en: { subject: 'End', text: 'Ends {{ contract.end }}', html: null } },
  });
  await insertAccount(db);
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
  sink.received.length = 0;
  sink.behave({});
});

function dependencies(change: Partial<ActivityDependencies> = {}): ActivityDependencies {
  return {
    db,
    clock: REAL_CLOCK,
    machineNow: () => at,
    smtp: smtpSettings(sink.url),
    from: { name: 'Customer Success', address: 'success@vendor.example' },
    readAccount: async (id) => ({ data: accountData({ id, name: `The ${id}` }), catalogue: EMPTY_CATALOGUE }),
    readPlaybook: playbookReader(db),
    ...change,
  };
}

const input = (step: string): PerformInput => ({
  runId,
  playbook: 'rescue',
  version: 1,
  account: 'acme',
  step,
  key: `${step}#0`,
  at,
  arm: 'treatment',
});

const ledger = () => db.client.message.findMany({ orderBy: { dedupeKey: 'asc' } });
const fallbacks = () => db.client.task.findMany({ where: { kind: 'fallback' } });

describe('an e-mail step', () => {
  test('one mail goes out, with its second reader, and the ledger says so', async () => {
    const result = await performEmail(dependencies(), input('hello'), alive);
    expect(result).toEqual({
      settlement: { status: 'done', outcome: 'sent', detail: { recipients: 1, cc: 'sent' } },
      settledAt: at,
    });
    const [row] = await ledger();
    expect(row).toMatchObject({
      status: 'sent',
      attempts: 1,
      address: 'champion@acme.example',
      cc: 'anna@vendor.example',
      sentAt: new Date(at),
    });
    expect(sink.received).toMatchObject([
      {
        messageId: row?.messageId,
        to: ['champion@acme.example', 'anna@vendor.example'],
        subject: 'hello for The acme',
        text: 'Hello Chris',
      },
    ]);
    expect(sink.received[0]?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(sink.received[0]?.headers.get('x-sopwith-run')).toBe(runId);
  });

  test('carried out again, also at the same moment, it sends nothing more and answers the same', async () => {
    const first = await performEmail(dependencies(), input('hello'), alive);
    expect(await performEmail(dependencies({ machineNow: () => at + 3_600_000 }), input('hello'), alive)).toEqual(first);
    expect(sink.received).toHaveLength(1);
  });

  test('of five attempts at the same moment one sends', async () => {
    const attempts = Array.from({ length: 5 }, () => performEmail(dependencies(), input('hello'), alive));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sink.received).toHaveLength(1);
  });

  test('a retry sends what was written first, even when the account has changed meanwhile', async () => {
    sink.behave({ refuseReader: () => 450 });
    await expect(performEmail(dependencies(), input('hello'), alive)).rejects.toThrow(/not handed over/);
    await db.client.contact.updateMany({ where: { role: 'champion' }, data: { email: 'other@acme.example' } });
    sink.behave({});
    await performEmail(dependencies(), input('hello'), alive);
    expect(sink.received).toMatchObject([{ to: ['champion@acme.example', 'anna@vendor.example'] }]);
    expect(await ledger()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('a mail server that is down: the attempts and the reason are visible, and no address leaves the ledger', async () => {
    const gone = await smtpSink();
    await gone.stop();
    const down = dependencies({ smtp: smtpSettings(gone.url) });
    for (const attempt of [1, 2]) {
      await expect(performEmail(down, input('hello'), alive)).rejects.toThrow(`attempt ${attempt}`);
      expect(await ledger()).toMatchObject([
        { status: 'queued', attempts: attempt, lastError: expect.stringContaining('ECONNREFUSED') },
      ]);
    }
    expect(await performEmail(dependencies(), input('hello'), alive)).toMatchObject({ settlement: { outcome: 'sent' } });
    expect(sink.received).toHaveLength(1);
  });

  test('a mail that went out late settles when it really did', async () => {
    const late = at + 3_600_000;
    const { settledAt } = await performEmail(dependencies({ machineNow: () => late }), input('hello'), alive);
    expect(settledAt).toBe(late);
  });

  test('after three days it is given up, and a person is told', async () => {
    sink.behave({ refuseReader: () => 450 });
    const late = { ...alive, firstScheduledAt: at - 72 * 3_600_000 };
    expect(await performEmail(dependencies(), input('hello'), late)).toMatchObject({
      settlement: { status: 'failed', outcome: 'undeliverable' },
    });
    expect(await ledger()).toMatchObject([{ status: 'rejected', lastError: expect.stringContaining('given up') }]);
    expect(await fallbacks()).toHaveLength(1);
  });

  test('a refusal for good settles as rejected, and a person is told', async () => {
    sink.behave({ refuseReader: () => 550 });
    const result = await performEmail(dependencies(), input('hello'), alive);
    expect(result.settlement).toMatchObject({ status: 'failed', outcome: 'rejected' });
    expect(await ledger()).toMatchObject([{ status: 'rejected', lastError: expect.stringContaining('refused by the test') }]);
    expect(await fallbacks()).toMatchObject([{ assigneeId: 'csm-anna', accountId: 'acme', status: 'open' }]);
    // Told once, however often the step is answered.
    expect(await performEmail(dependencies(), input('hello'), alive)).toEqual(result);
    expect(await fallbacks()).toHaveLength(1);
  });

  test('no answer after the bytes: unknown, never sent again, and a person is told', async () => {
    sink.behave({ afterData: () => 'drop' });
    const result = await performEmail(dependencies(), input('hello'), alive);
    expect(result.settlement).toMatchObject({ status: 'failed', outcome: 'unknown' });
    sink.behave({});
    await performEmail(dependencies(), input('hello'), alive);
    expect(sink.received).toHaveLength(1);
    expect(await ledger()).toMatchObject([{ status: 'unknown' }]);
    expect(await fallbacks()).toHaveLength(1);
  });

  test('nothing is sent for a run that is being left', async () => {
    await db.pool.query('UPDATE runs SET exiting_at = now()');
    const { settlement } = await performEmail(dependencies(), input('hello'), alive);
    expect(settlement).toMatchObject({ status: 'leaving' });
    expect(sink.received).toEqual([]);
    expect(await ledger()).toMatchObject([{ status: 'cancelled' }]);
  });

  test('an exit decided while the mail server is being talked to still stops the mail', async () => {
    sink.behave({
      refuseReader: async () => {
        await db.pool.query('UPDATE runs SET exiting_at = now()');
        return null;
      },
    });
    const { settlement } = await performEmail(dependencies(), input('hello'), alive);
    expect(settlement).toMatchObject({ status: 'leaving' });
    expect(sink.received).toEqual([]);
    expect(await ledger()).toMatchObject([{ status: 'cancelled', attempts: 1 }]);
  });

  test('an exit decided while the server refuses the bytes for now: the e-mail is cancelled, not queued for ever', async () => {
    // The exit falls between the gate and the answer of the mail server.
    sink.behave({
      answerAfterMs: 200,
      afterData: () => 451,
    });
    const leave = setInterval(() => {
      void db.pool.query(`UPDATE runs SET exiting_at = now() WHERE EXISTS (SELECT 1 FROM messages WHERE status = 'sending')`);
    }, 20);
    try {
      await expect(performEmail(dependencies(), input('hello'), alive)).rejects.toThrow('not handed over');
    } finally {
      clearInterval(leave);
    }
    expect(await ledger()).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('a run that leaves by its own timer', () => {
  const leavesAt = at + 3_600_000;
  const late = { machineNow: () => leavesAt + 60_000 };

  test.each(['hello', 'tip', 'call'])('%s is not carried out by a worker that was away until after it', async (step) => {
    const work = { ...input(step), leavesAt };
    const deps = dependencies(late);
    const answer =
      step === 'call'
        ? await performTask(deps, work)
        : step === 'tip'
          ? await performInApp(deps, work, alive)
          : await performEmail(deps, work, alive);
    expect(answer).toEqual({ settlement: { status: 'leaving', outcome: null }, settledAt: at });
    expect(sink.received).toEqual([]);
    expect(await ledger()).toEqual([]);
    expect(await db.client.task.count()).toBe(0);
  });

  test('the mail that is being handed over when its instant comes is not released', async () => {
    let now = at + 1_000;
    sink.behave({
      refuseReader: () => {
        now = leavesAt;
        return null;
      },
    });
    const { settlement } = await performEmail(dependencies({ machineNow: () => now }), { ...input('hello'), leavesAt }, alive);
    expect(settlement).toMatchObject({ status: 'leaving' });
    expect(sink.received).toEqual([]);
    expect(await ledger()).toMatchObject([{ status: 'cancelled' }]);
  });

  test('in time it is carried out, also a moment before the exit on a fast clock', async () => {
    const fast = { origin: at, startedAt: 0, rate: 86_400 };
    // Two seconds of a machine are two days: the step is late by the clock, not by the machine.
    const deps = dependencies({ clock: fast, machineNow: () => 2_000 });
    const { settlement } = await performEmail(deps, { ...input('hello'), leavesAt }, alive);
    expect(settlement).toMatchObject({ status: 'done', outcome: 'sent' });
  });
});

describe('who cannot be reached', () => {
  test.each([
    ['without an address', null],
    ['with a broken address', 'chris@acme.example\r\nBcc: evil@z.test'],
  ])('a champion %s: nothing is sent, the CSM gets a task', async (_, address) => {
    await db.client.contact.updateMany({ where: { role: 'champion' }, data: { email: address } });
    const { settlement } = await performEmail(dependencies(), input('hello'), alive);
    expect(settlement).toMatchObject({
      status: 'failed',
      outcome: 'no_recipient',
      detail: { fallback_task: true, assigned: true },
    });
    expect(sink.received).toEqual([]);
    expect(await fallbacks()).toMatchObject([{ assigneeId: 'csm-anna', title: expect.stringContaining('account.champion') }]);
  });

  test('nobody has the role, and the account has no CSM: the task is nobody’s and still there', async () => {
    await db.client.account.updateMany({ data: { csmId: null } });
    const { settlement } = await performEmail(dependencies(), input('boss'), alive);
    expect(settlement).toMatchObject({ outcome: 'no_recipient', detail: { assigned: false } });
    expect(await fallbacks()).toMatchObject([{ assigneeId: null, status: 'open' }]);
  });

  test('a second reader who cannot be reached does not keep the mail from the first one', async () => {
    await db.client.member.updateMany({ data: { email: null } });
    const { settlement } = await performEmail(dependencies(), input('hello'), alive);
    expect(settlement).toMatchObject({ outcome: 'sent', detail: { recipients: 1 } });
    expect(sink.received).toMatchObject([{ to: ['champion@acme.example'] }]);
  });

  test('a value the template needs is unknown: nothing is sent, and the task names it', async () => {
    const { settlement } = await performEmail(dependencies(), input('needs_end'), alive);
    expect(settlement).toMatchObject({ status: 'failed', outcome: 'missing_value' });
    expect(await fallbacks()).toMatchObject([{ title: expect.stringContaining('contract.end') }]);
    expect(await ledger()).toEqual([]);
  });

  test('a group: everybody who has an address gets their own mail in their own language', async () => {
    await db.client.contact.update({ where: { id: 'acme-user-2' }, data: { email: 'udo@acme.example' } });
    const { settlement } = await performEmail(dependencies(), input('everybody'), alive);
    expect(settlement).toMatchObject({ outcome: 'sent', detail: { recipients: 3 } });
    expect(sink.received.map(({ to, text }) => [to[0], text]).sort()).toEqual([
      ['champion@acme.example', 'Hello Chris'],
      ['udo@acme.example', 'Udo，您好'],
      ['uma@acme.example', 'Hello Uma'],
    ]);
  });

  test('a group of which one cannot be reached for now: the next attempt begins with the others', async () => {
    sink.behave({ refuseReader: (address) => (address === 'champion@acme.example' ? 451 : null) });
    await expect(performEmail(dependencies(), input('everybody'), alive)).rejects.toThrow('not handed over');
    await expect(performEmail(dependencies(), input('everybody'), alive)).rejects.toThrow('not handed over');
    expect(sink.received.map(({ to }) => to)).toEqual([['uma@acme.example']]);
    sink.behave({});
    const { settlement } = await performEmail(dependencies(), input('everybody'), alive);
    expect(settlement).toMatchObject({ status: 'done', detail: { recipients: 2 } });
    expect(sink.received).toHaveLength(2);
  });

  test('a group of which one is refused: the others are reached, and a person is told about the one', async () => {
    sink.behave({ refuseReader: (address) => (address.startsWith('uma') ? 550 : null) });
    const { settlement } = await performEmail(dependencies(), input('everybody'), alive);
    expect(settlement).toMatchObject({ status: 'done', outcome: 'sent', detail: { recipients: 1, failed: 1 } });
    expect(await fallbacks()).toHaveLength(1);
  });
});

describe('an in-app step', () => {
  beforeEach(async () => {
    await db.client.event.create({
      data: {
        source: 'test',
        eventId: 'e1',
        accountId: 'acme',
        contactId: 'acme-user-1',
        name: 'login',
        occurredAt: new Date(at - 86_400_000),
        receivedAt: new Date(at),
      },
    });
  });

  test('inactive users are those without an event in fourteen days; each gets one message in their language', async () => {
    const result = await performInApp(dependencies(), input('tip'), alive);
    expect(result.settlement).toEqual({ status: 'done', outcome: 'posted', detail: { recipients: 2 } });
    expect(await performInApp(dependencies(), input('tip'), alive)).toEqual(result);
    expect(await ledger()).toMatchObject([
      {
        contactId: 'acme-champion',
        locale: 'en',
        body: 'Hello Chris',
        status: 'posted',
        expiresAt: new Date(at + 7 * 86_400_000),
      },
      { contactId: 'acme-user-2', locale: 'zh', body: 'Udo，您好', status: 'posted' },
    ]);
  });

  test('an empty group is an answer, a missing person is not', async () => {
    await db.client.event.deleteMany();
    expect((await performInApp(dependencies(), input('tip_active'), alive)).settlement).toMatchObject({
      status: 'skipped',
      outcome: 'nobody',
    });
    expect(await fallbacks()).toEqual([]);
    expect((await performInApp(dependencies(), input('tip_boss'), alive)).settlement).toMatchObject({
      status: 'failed',
      outcome: 'no_recipient',
    });
    expect(await fallbacks()).toHaveLength(1);
  });
});

describe('a task step', () => {
  test('opens one task for its person, in the language of the account', async () => {
    await db.client.account.updateMany({ data: { locale: 'zh' } });
    const result = await performTask(dependencies(), input('call'));
    expect(result.settlement).toMatchObject({ status: 'opened', detail: { assigned: true } });
    expect(await performTask(dependencies(), input('call'))).toEqual(result);
    expect(await db.client.task.findMany()).toMatchObject([
      { title: '致电 Chris', assigneeId: 'csm-anna', outcomes: ['reached', 'no_answer'], dueAt: new Date(at + 2 * 86_400_000) },
    ]);
  });

  test('without anybody to assign it to it is nobody’s, and open all the same', async () => {
    await db.client.account.updateMany({ data: { csmId: null } });
    expect((await performTask(dependencies(), input('call'))).settlement).toMatchObject({
      status: 'opened',
      detail: { assigned: false },
    });
    expect(await db.client.task.findMany()).toMatchObject([{ assigneeId: null, kind: 'step', status: 'open' }]);
  });

  test('a title that needs an unknown value: the step fails and the CSM gets a task that says so', async () => {
    expect((await performTask(dependencies(), input('renew'))).settlement).toMatchObject({
      status: 'failed',
      outcome: 'missing_value',
    });
    expect(await db.client.task.findMany()).toMatchObject([{ kind: 'fallback', title: expect.stringContaining('contract.end') }]);
  });
});
