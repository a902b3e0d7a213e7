import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActivityDependencies, Attempt } from '../../apps/worker/activities/activity-dependencies.js';
import { performEmail } from '../../apps/worker/activities/perform-email.js';
import { performInApp } from '../../apps/worker/activities/perform-in-app.js';
import { performSet } from '../../apps/worker/activities/perform-set.js';
import { performTask } from '../../apps/worker/activities/perform-task.js';
import { withoutChannel } from '../../apps/worker/activities/without-channel.js';
import { accountReader } from '../../apps/worker/book/account-reader.js';
import { playbookReader } from '../../apps/worker/book/playbook-reader.js';
import { smtpSettings } from '../../apps/worker/channels/smtp-settings.js';
import type { Database } from '../../prisma/database.js';
import type { PerformInput } from '../../workflows/durable/activities.js';
import type { AttributeDefinition, Catalogue } from '../../workflows/model/catalogue.js';
import type { Plan } from '../../workflows/model/plan.js';
import { DAY, email, inApp, plan, setAttribute, task } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { EMPTY_CATALOGUE, REAL_CLOCK, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';

/** A Monday. */
const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
const alive: Attempt = { heartbeat: () => undefined, signal: new AbortController().signal, firstScheduledAt: at };

const attribute = (id: string, type: AttributeDefinition['type'], values: AttributeDefinition['values'] = null) => ({
  [id]: { id, title: { en: id }, type, values },
});
const catalogue: Catalogue = {
  ...EMPTY_CATALOGUE,
  attributes: {
    ...attribute('tier', 'text', ['gold', 'silver']),
    ...attribute('seats_wanted', 'number'),
    ...attribute('asked', 'yes_no'),
    ...attribute('called_on', 'date'),
  },
  calendars: {
    default: 'own',
    calendars: [
      {
        ...{ id: 'own', title: { en: 'Own' }, timezone: null, weekend: [0, 6] },
        ...{ holidays: ['2026-03-03', '2026-03-04'], workingDays: ['2026-03-07'] },
      },
    ],
  },
};

const book: Plan = plan(
  [
    setAttribute('mark'),
    setAttribute('more', 'seats_wanted', 12),
    setAttribute('asks', 'asked', true),
    setAttribute('day', 'called_on', '2026-03-02'),
    setAttribute('odd', 'seats_wanted', 'many'),
    setAttribute('iron', 'tier', 'iron'),
    setAttribute('unknown', 'no_such', 1),
    { ...email('hello'), to: 'account.csm' } as never,
    { ...email('boss'), to: 'account.decision_maker' } as never,
    email('missing'),
    { ...inApp('tip'), to: 'account.decision_maker' } as never,
    task('call', { due: '2bd' }),
    { ...task('report'), assign: 'account.manager' } as never,
  ],
  { playbook: 'rescue' },
);

let scratch: ScratchDatabase;
let db: Database;
let sink: SmtpSink;

beforeAll(async () => {
  [scratch, sink] = await Promise.all([scratchDatabase(), smtpSink()]);
  db = scratch.db;
  await publishPlan(db, book, templatesFor('hello', 'boss', 'tip'));
  await db.client.catalogueVersion.create({
    data: { contentHash: 'book', catalogue: catalogue as never, publishedAt: new Date(0) },
  });
}, 60_000);
afterAll(() => Promise.all([scratch.stop(), sink.stop()]));
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE accounts, contacts, members, runs, enrollments, episodes, messages, tasks, outbox, step_records, attribute_changes CASCADE`,
  );
  await insertAccount(db);
  await db.client.member.create({ data: { id: 'mgr-oskar', name: 'Oskar', email: 'oskar@vendor.example' } });
  await db.client.member.create({
    data: { id: 'csm-boris', name: 'Boris', email: 'boris@vendor.example', managerId: 'mgr-oskar' },
  });
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
  sink.received.length = 0;
});

function deps(): ActivityDependencies {
  return {
    ...{ db, clock: REAL_CLOCK, machineNow: () => at, smtp: smtpSettings(sink.url) },
    from: { name: 'Customer Success', address: 'success@vendor.example' },
    readAccount: accountReader(db, () => Date.now()),
    readPlaybook: playbookReader(db),
  };
}

const input = (step: string, change: Partial<PerformInput> = {}): PerformInput => ({
  ...{ runId, playbook: 'rescue', version: 1, account: 'acme', step, key: `${step}#1`, at, arm: 'treatment', engineVersion: 2 },
  ...change,
});
const attributes = async () => (await db.client.account.findUniqueOrThrow({ where: { id: 'acme' } })).attributes;
const tasks = () => db.client.task.findMany({ orderBy: { dedupeKey: 'asc' } });

describe('a set step', () => {
  test('writes the attribute and says what was there before; it is a change that conditions are asked about', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'silver', other: 1 } } });
    await db.client.run.updateMany({ data: { status: 'running' } });
    expect(await performSet(deps(), input('mark'))).toEqual({
      settlement: { status: 'done', outcome: 'set', detail: { attribute: 'tier', before: 'silver', after: 'gold' } },
      settledAt: at,
    });
    expect(await attributes()).toEqual({ tier: 'gold', other: 1 });
    expect(await db.client.outbox.findMany()).toMatchObject([{ kind: 'watch_exits', payload: { accountId: 'acme', at } }]);
    expect(await db.client.attributeChange.findMany()).toMatchObject([
      { runId, stepKey: 'mark#1', accountId: 'acme', attribute: 'tier', before: 'silver', after: 'gold', at: new Date(at) },
    ]);
  });

  test('writes once: a repeat answers the same and leaves alone what somebody wrote since', async () => {
    const answers = await Promise.all([performSet(deps(), input('mark')), performSet(deps(), input('mark'))]);
    await db.client.account.updateMany({ data: { attributes: { tier: 'bronze' } } });
    answers.push(await performSet(deps(), input('mark')));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.settlement.detail).toEqual({ attribute: 'tier', before: null, after: 'gold' });
    expect(await attributes()).toEqual({ tier: 'bronze' });
  });

  test.each([
    ['more', { seats_wanted: 12 }],
    ['asks', { asked: true }],
    ['day', { called_on: '2026-03-02' }],
  ])('%s keeps the type that the catalogue declares', async (step, written) => {
    expect((await performSet(deps(), input(step))).settlement.status).toBe('done');
    expect(await attributes()).toEqual(written);
  });

  test.each([
    ['odd', 'wrong_type'],
    ['iron', 'wrong_type'],
    ['unknown', 'unknown_attribute'],
  ])('%s does not fit the catalogue in force: it fails by name and writes nothing', async (step, reason) => {
    const { settlement } = await performSet(deps(), input(step));
    expect(settlement).toMatchObject({ status: 'failed', outcome: reason, reason });
    expect(settlement.detail).toMatchObject({ because: expect.stringContaining('catalogue in force') });
    expect(await attributes()).toEqual({});
  });

  test('of an account that is gone fails with that reason', async () => {
    expect((await performSet(deps(), input('mark', { account: 'nobody' }))).settlement).toMatchObject({
      status: 'failed',
      reason: 'no_account',
    });
  });

  test('of a run that is being left writes nothing', async () => {
    await db.client.run.updateMany({ data: { exitingAt: new Date(at) } });
    expect((await performSet(deps(), input('mark'))).settlement.status).toBe('leaving');
    expect((await performSet(deps(), input('mark', { leavesAt: at - DAY, at: at - 2 * DAY }))).settlement.status).toBe('leaving');
    expect(await attributes()).toEqual({});
  });
});

describe('a verb without a channel', () => {
  test.each(['ask', 'webhook', 'chat'])('%s settles as failed by name instead of waiting for ever', async (verb) => {
    expect((await withoutChannel(deps(), input('x'), verb)).settlement).toMatchObject({
      status: 'failed',
      outcome: 'no_channel',
      reason: 'no_channel',
      detail: { because: expect.stringContaining(verb) },
    });
    expect(await tasks()).toEqual([]);
  });
});

describe('a step that fails as a whole', () => {
  const failing = [
    ['boss', (one: PerformInput) => performEmail(deps(), one, alive), 'no_recipient'],
    ['missing', (one: PerformInput) => performEmail(deps(), one, alive), 'no_template'],
    ['tip', (one: PerformInput) => performInApp(deps(), one, alive), 'no_recipient'],
  ] as const;

  test.each(failing)(
    '%s: from version 2 on its run orders the task, the channel only says why',
    async (step, perform, reason) => {
      const { settlement } = await perform(input(step));
      expect(settlement).toMatchObject({ status: 'failed', outcome: reason, reason });
      expect(settlement.detail).toEqual({ because: expect.any(String), because_zh: expect.any(String) });
      expect(await tasks()).toEqual([]);
    },
  );

  test.each(failing)('%s: a run of version 1 gets its task from the channel, as ever', async (step, perform, reason) => {
    const { engineVersion: _two, ...first } = input(step);
    const { settlement } = await perform(first);
    expect(settlement.detail).toEqual({ because: expect.any(String), fallback_task: true, assigned: true });
    expect(settlement.reason).toBe(reason);
    expect(await tasks()).toMatchObject([{ kind: 'fallback', step, assigneeId: 'csm-anna', status: 'open' }]);
  });
});

describe('a run that was handed over', () => {
  const handed = (step: string) => input(step, { csm: 'csm-boris' });

  test('writes to its new CSM, gives tasks to him and reports to his manager', async () => {
    await performEmail(deps(), handed('hello'), alive);
    expect(sink.received).toMatchObject([{ to: ['boris@vendor.example'], text: 'Hello Boris' }]);
    await performTask(deps(), handed('call'));
    await performTask(deps(), handed('report'));
    expect(await tasks()).toMatchObject([
      { step: 'call', assigneeId: 'csm-boris' },
      { step: 'report', assigneeId: 'mgr-oskar' },
    ]);
  });
});

describe('days off of the book', () => {
  test('do not count towards the due date of a task, and a make-up day does', async () => {
    await performTask(deps(), input('call'));
    // Monday; Tuesday and Wednesday are off.
    expect((await tasks())[0]?.dueAt).toEqual(new Date('2026-03-06T08:00:00Z'));
    await performTask(deps(), input('call', { key: 'call#2', at: Date.parse('2026-03-05T08:00:00Z') }));
    expect((await tasks())[1]?.dueAt).toEqual(new Date('2026-03-07T08:00:00Z'));
  });
});

test('the channel of a later try has a record of its own', async () => {
  await performTask(deps(), input('call'));
  await performTask(deps(), input('call', { key: 'call#1.2' }));
  expect(await tasks()).toMatchObject([{ stepKey: 'call#1' }, { stepKey: 'call#1.2' }]);
});
