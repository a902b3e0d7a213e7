import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { BusinessTime } from '../../apps/api/business-time.js';
import { manualEnroll } from '../../apps/shared/manual-enroll.js';
import type { OrderGateway } from '../../apps/shared/orders/order-gateway.js';
import { temporalGateway } from '../../apps/shared/orders/temporal-gateway.js';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { recordEnrollments } from '../../prisma/stores/enrollment-store.js';
import { retirementInForce } from '../../prisma/stores/retirement-store.js';
import { decideEnrollment } from '../../workflows/enroll/decide-enrollment.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import { accountData } from '../support/account-data-builder.js';
import { publishVersions, queueRun, terminateAll } from '../support/orders-fixture.js';
import { plan, task, wait } from '../support/run-builder.js';
import { runCli, type Ran } from '../support/run-cli.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { temporalServer, type TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually as within, insertAccount } from '../support/worker-fixtures.js';
import { workerProcess, type WorkerProcess } from '../support/worker-process.js';
import { apiHarness, type ApiHarness } from './api-support/api-harness.js';

/** A Monday. A day takes two machine seconds. */
const origin = Date.parse('2026-03-02T08:00:00Z');
const RATE = 43_200;
const DAY = 86_400_000;
const CROWD = 40;

const calls = plan([task('call', { expires: '300d' }), wait('rest', '90d')], {
  playbook: 'calls',
  start: { kind: 'manual' } as never,
});
const waits = plan([wait('settle', '200d'), wait('rest', '300d')], { playbook: 'waits' });
const sooner = plan([wait('settle', '1d'), wait('rest', '300d')], { playbook: 'waits', version: 2, contentHash: 'two' });
const later = plan([wait('settle', '250d'), wait('rest', '300d')], { playbook: 'waits', version: 3, contentHash: 'three' });
const without = plan([wait('rest', '300d')], { playbook: 'waits', version: 4, contentHash: 'four' });

// Upper bounds only: the machine may be busy with other things.
jest.setTimeout(240_000);

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let db: Database;
let api: ApiHarness;
let gateway: OrderGateway;
let worker: WorkerProcess | null = null;

beforeAll(async () => {
  [scratch, temporal] = await Promise.all([scratchDatabase(), temporalServer()]);
  db = scratch.db;
  const clock = { origin, startedAt: Date.now(), rate: RATE };
  await writeClock(db, clock);
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  await insertAccount(db);
  await publishVersions(db, calls);
  await publishVersions(db, waits, sooner, later, without);
  gateway = temporalGateway({ address: temporal.address, namespace: 'default' });
  api = await apiHarness(db, { gateway, time: new BusinessTime(clock) });
  worker = await startWorker();
});
afterAll(async () => {
  await worker?.kill();
  await api.close();
  await gateway.close();
  await Promise.all([scratch.stop(), temporal.stop()]);
});
afterEach(async () => {
  await terminateAll(db, temporal.address);
  await db.pool.query(
    'TRUNCATE runs, enrollments, episodes, messages, tasks, outbox, trace_entries, step_records, run_orders, playbook_retirements CASCADE',
  );
});

const startWorker = (): Promise<WorkerProcess> =>
  workerProcess({
    DATABASE_URL: scratch.url,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: 'smtp://127.0.0.1:1',
    SOPWITH_RELAY_MS: '50',
  });
const sopwith = (...args: string[]): Promise<Ran> =>
  runCli(args, { DATABASE_URL: scratch.url, TEMPORAL_ADDRESS: temporal.address });

const eventually = (what: string, holds: () => Promise<boolean>) => within(what, holds, 120_000);
let counter = 0;
async function runsOf(playbook: string, many: number): Promise<string[]> {
  const { startedAt } = await db.client.clock.findUniqueOrThrow({ where: { id: 1 } });
  const now = Math.round(origin + (Date.now() - startedAt.getTime()) * RATE);
  const ids = Array.from({ length: many }, () => `pb:${playbook}:acme:check#${(counter += 1)}`);
  for (const id of ids) await queueRun(db, { id, playbook, account: 'acme', startedAt: now });
  return ids;
}
const counted = (status: string) => db.client.run.count({ where: { status } });
const openTasks = () => db.client.task.count({ where: { status: 'open' } });
const said = { by: 'csm-anna', reason: 'replaced' };

describe('a retired playbook', () => {
  test('stopped: every run is cancelled and no task stays open, however often the worker dies on the way', async () => {
    const runs = await runsOf('calls', CROWD);
    await eventually('all have their task', async () => (await openTasks()) === CROWD);
    const answer = await api.post('/v1/playbooks/calls/retire', { ...said, mode: 'stop' });
    expect(answer).toMatchObject({ status: 200, body: { repeated: false, retirement: { mode: 'stop', by: 'csm-anna' } } });
    for (const some of [3, 20]) {
      await eventually(`${some} are over`, async () => (await counted('finished')) >= some);
      await worker?.kill();
      // What it had in hand is due again when its lease runs out: a minute that nobody needs to wait for here.
      await db.pool.query('UPDATE outbox SET not_before = now() WHERE done_at IS NULL');
      worker = await startWorker();
    }
    await eventually('all are over', async () => (await counted('finished')) === CROWD);
    expect(await db.client.run.count({ where: { result: 'cancelled' } })).toBe(CROWD);
    expect(await openTasks()).toBe(0);
    await eventually(
      'every order has its answer',
      async () => (await db.client.runOrder.count({ where: { status: 'asked' } })) === 0,
    );
    const orders = await db.client.runOrder.findMany();
    expect(orders).toHaveLength(CROWD);
    // One that was carried out by a worker that died before it could write so is told that the run is over.
    expect(orders.every(({ kind, reason }) => kind === 'cancel' && reason === 'the playbook was retired: replaced')).toBe(true);
    const cancelled = await db.client.traceEntry.groupBy({ by: ['runId'], where: { type: 'run_cancelled' }, _count: true });
    expect(cancelled).toHaveLength(runs.length);
    expect(cancelled.every(({ _count }) => _count === 1)).toBe(true);
    const listed = await api.get(`/v1/orders?batch=${answer.body.batch}&limit=200`);
    expect(listed.body.items).toHaveLength(CROWD);
  });

  test('frozen: live runs are paused until it is reopened, those that people paused stay paused', async () => {
    const [, , third = ''] = await runsOf('waits', 3);
    await eventually('all run', async () => (await counted('running')) === 3);
    expect((await sopwith('run', 'pause', third, '--reason', 'by hand')).code).toBe(0);
    const frozen = await sopwith('playbook', 'retire', 'waits', '--mode', 'freeze', '--reason', 'wrong texts', '--json');
    // The one that was paused already refuses a second pause: found something.
    expect(frozen.code).toBe(1);
    expect(JSON.parse(frozen.stdout)).toMatchObject({
      orders: { asked: 0, taken: 2, refused: 1 },
      refused: [{ run: third, answer: 'the run is paused already, by cli: by hand' }],
    });
    await eventually('all are paused', async () => (await counted('paused')) === 3);
    const list = await api.get('/v1/playbooks/waits');
    expect(list.body).toMatchObject({ liveRuns: 3, retirement: { mode: 'freeze', reason: 'wrong texts' } });

    const reopened = await sopwith('playbook', 'reopen', 'waits', '--reason', 'right now');
    expect(reopened).toMatchObject({ code: 0, stdout: 'waits is in use again\n2 runs followed, 0 refused\n' });
    await eventually('two go on', async () => (await counted('running')) === 2);
    expect((await db.client.run.findUniqueOrThrow({ where: { id: third } })).status).toBe('paused');
    expect(await sopwith('playbook', 'reopen', 'waits', '--reason', 'again')).toMatchObject({ code: 1 });
    expect(await api.post('/v1/playbooks/waits/reopen', said)).toMatchObject({ status: 409, body: { code: 'not-retired' } });
  });

  test('frozen and reopened while no worker was there: the orders of each run are carried out in their order', async () => {
    await runsOf('waits', 5);
    await eventually('all run', async () => (await counted('running')) === 5);
    await worker?.kill();
    expect(await api.post('/v1/playbooks/waits/retire', { ...said, mode: 'freeze' })).toMatchObject({
      body: { orders: { asked: 5 } },
    });
    expect(await api.post('/v1/playbooks/waits/reopen', said)).toMatchObject({ body: { orders: { asked: 5 } } });
    worker = await startWorker();
    await eventually(
      'every order has its answer',
      async () => (await db.client.runOrder.count({ where: { status: 'asked' } })) === 0,
    );
    expect(await db.client.runOrder.groupBy({ by: ['kind', 'status'], orderBy: { kind: 'asc' }, _count: true })).toEqual([
      { kind: 'pause', status: 'taken', _count: 5 },
      { kind: 'resume', status: 'taken', _count: 5 },
    ]);
    await eventually('all go on', async () => (await counted('running')) === 5);
  });

  test('takes nobody in, by hand or by a sweep, says why, and a new version changes nothing about it', async () => {
    expect((await sopwith('playbook', 'retire', 'calls', '--mode', 'drain', '--reason', 'season is over')).code).toBe(0);
    expect(await manualEnroll(db, { playbook: 'calls', accountId: 'acme', at: origin })).toMatchObject({
      status: 'retired',
      retirement: { reason: 'season is over' },
    });
    const byApi = await api.post('/v1/playbooks/calls/enroll', { account: 'acme' });
    expect(byApi).toMatchObject({
      status: 409,
      body: { code: 'playbook-retired', detail: expect.stringContaining('season is over') },
    });
    const context = accountContext(accountData({ id: 'acme' }), { asOf: origin });
    const [decided] = await recordEnrollments(db, {
      ...{ playbook: 'calls', version: 1, at: origin, periodStart: origin },
      candidates: [{ accountId: 'acme', key: null, facts: [] }],
      decide: (account, history, usedInPeriod) =>
        decideEnrollment({ plan: calls, account, context, history, usedInPeriod, at: origin }),
    });
    expect(decided).toMatchObject({
      runId: null,
      decision: { decision: 'skip', reason: 'playbook_retired', detail: 'retired by cli: season is over' },
    });
    await publishVersions(db, { ...calls, version: 2, contentHash: 'calls two' });
    expect(await retirementInForce(db.pool, 'calls')).toMatchObject({ mode: 'drain' });
    expect(await db.client.run.count()).toBe(0);
    await db.client.playbookVersion.deleteMany({ where: { playbook: 'calls', version: 2 } });
    await db.client.playbookVersion.updateMany({ where: { playbook: 'calls' }, data: { current: true } });
  });

  test('in the same way twice is one retirement; in another way it replaces the first', async () => {
    const retire = (mode: string) => api.post('/v1/playbooks/waits/retire', { ...said, mode });
    expect(await retire('drain')).toMatchObject({ status: 200, body: { repeated: false } });
    expect(await retire('drain')).toMatchObject({ status: 200, body: { repeated: true } });
    expect(await retire('stop')).toMatchObject({ status: 200, body: { repeated: false, orders: { asked: 0 } } });
    const rows = await db.client.playbookRetirement.findMany({ orderBy: { id: 'asc' } });
    expect(rows).toMatchObject([
      { mode: 'drain', endReason: 'retired anew: stop', endedBy: 'csm-anna' },
      { mode: 'stop', endedAt: null },
    ]);
    expect(await api.post('/v1/playbooks/none/retire', { ...said, mode: 'stop' })).toMatchObject({ status: 404 });
    expect(await api.post('/v1/playbooks/waits/retire', { ...said, mode: 'away' })).toMatchObject({ status: 400 });
    expect((await sopwith('playbook', 'retire', 'wait', '--mode', 'stop', '--reason', 'x')).stderr).toContain(
      'Did you mean waits?',
    );
  });
});

describe('moving live runs to another version', () => {
  test('shows first what each would do, and changes nothing', async () => {
    const [run] = (await runsOf('waits', 1)) as [string];
    await eventually('it runs', async () => (await counted('running')) === 1);
    const dry = await api.post('/v1/playbooks/waits/migrate', { to: 3 });
    expect(dry).toMatchObject({
      status: 200,
      body: {
        applied: false,
        batch: null,
        verdicts: { moves: 1, refused: 0 },
        moves: [{ subject: 'settle', does: 'rescheduled', runs: 1 }],
      },
    });
    const { startedAt } = await db.client.stepRecord.findFirstOrThrow({ where: { runId: run } });
    expect(dry.body.runs[0]).toMatchObject({
      ...{ run, version: 1, at: ['settle'], verdict: 'moves' },
      moves: [{ subject: 'settle', does: 'rescheduled', due: new Date(startedAt.getTime() + 250 * DAY).toISOString() }],
    });
    const text = await sopwith('playbook', 'migrate', 'waits', '--to', '4');
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('settle is gone: goes on at rest');
    expect(text.stderr).toContain('Nothing was changed.');
    expect(await db.client.runOrder.count()).toBe(0);
    expect((await db.client.run.findUniqueOrThrow({ where: { id: run } })).version).toBe(1);
    expect(await api.post('/v1/playbooks/waits/migrate', { to: 9 })).toMatchObject({
      status: 422,
      body: { code: 'no-such-version' },
    });
    expect(await api.post('/v1/playbooks/waits/migrate', { to: 2, apply: true })).toMatchObject({ status: 400 });
    expect((await sopwith('playbook', 'migrate', 'waits', '--to', '2', '--apply')).code).toBe(2);
  });

  test('carries it out run by run: a wait whose new end is past is over at once; everything is on record', async () => {
    const runs = await runsOf('waits', 6);
    await eventually('all run', async () => (await counted('running')) === 6);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const done = await sopwith(
      'playbook',
      'migrate',
      'waits',
      '--to',
      '2',
      '--apply',
      '--reason',
      'the wait is shorter',
      '--json',
    );
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      ...{ applied: true, ordered: 6, orders: { asked: 0, taken: 6, refused: 0 } },
      moves: [{ subject: 'settle', does: 'advances', runs: 6 }],
    });
    await eventually('all follow it', async () => (await db.client.run.count({ where: { version: 2 } })) === runs.length);
    await eventually('all went on', async () => (await db.client.stepRecord.count({ where: { step: 'rest' } })) === 6);
    expect(await db.client.runOrder.findFirstOrThrow()).toMatchObject({
      ...{ kind: 'migrate', by: 'cli', reason: 'the wait is shorter', status: 'taken' },
      payload: { from: 1, to: 2, moves: [{ subject: 'settle', does: 'advances' }] },
    });
    expect((await sopwith('run', runs[0] ?? '')).stdout).toContain(
      'run moved from version 1 to 2 by cli: the wait is shorter; settle is over at once',
    );
    const again = await sopwith('playbook', 'migrate', 'waits', '--to', '2');
    expect(again).toMatchObject({ code: 0, stdout: 'No live run of waits is on another version than 2.\n' });
  });
});
