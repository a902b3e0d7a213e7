import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BusinessTime } from '../../apps/api/business-time.js';
import { temporalGateway } from '../../apps/shared/orders/temporal-gateway.js';
import type { OrderGateway } from '../../apps/shared/orders/order-gateway.js';
import type { Database } from '../../prisma/database.js';
import { recordExit } from '../../prisma/stores/exit-store.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { holding } from '../support/plan-builder.js';
import { email, exitWhen, plan, task, wait } from '../support/run-builder.js';
import { publishVersions, queueRun, terminateAll, withTemporal } from '../support/orders-fixture.js';
import { runCli, type Ran } from '../support/run-cli.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { temporalServer, type TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually as within, insertAccount } from '../support/worker-fixtures.js';
import { workerProcess, type WorkerProcess } from '../support/worker-process.js';
import { apiHarness, type ApiHarness } from './api-support/api-harness.js';

/** A Monday. A day takes two machine seconds. */
const origin = Date.parse('2026-03-02T08:00:00Z');
const DAY = 86_400_000;
const RATE = 43_200;

const exits = [exitWhen('muted', holding('account.muted'), 'lost')];
const rescue = plan([email('hello'), wait('settle', '30d'), task('call', { expires: '200d' }), wait('rest', '90d')], {
  playbook: 'rescue',
  exits,
});
const shorter = plan([email('hello'), wait('settle', '1d'), task('call', { expires: '200d' }), wait('rest', '90d')], {
  ...{ playbook: 'rescue', exits, version: 2, contentHash: 'two' },
});
const calls = plan([task('call', { expires: '200d' }), wait('rest', '90d')], { playbook: 'calls' });

// Upper bounds only: the machine may be busy with other things.
jest.setTimeout(240_000);

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let sink: SmtpSink;
let db: Database;
let api: ApiHarness;
let gateway: OrderGateway;
let worker: WorkerProcess | null = null;

beforeAll(async () => {
  [scratch, temporal, sink] = await Promise.all([scratchDatabase(), temporalServer(), smtpSink()]);
  db = scratch.db;
  const clock = { origin, startedAt: Date.now(), rate: RATE };
  await writeClock(db, clock);
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  await insertAccount(db);
  await db.client.member.create({ data: { id: 'csm-boris', name: 'Boris' } });
  await publishVersions(db, rescue, shorter);
  await publishVersions(db, calls);
  gateway = temporalGateway({ address: temporal.address, namespace: 'default' });
  api = await apiHarness(db, { gateway, time: new BusinessTime(clock) });
  worker = await startWorker();
});
afterAll(async () => {
  await worker?.kill();
  await api.close();
  await gateway.close();
  await Promise.all([scratch.stop(), temporal.stop(), sink.stop()]);
});
afterEach(async () => {
  await terminateAll(db, temporal.address);
  await db.pool.query(
    'TRUNCATE runs, enrollments, episodes, messages, tasks, outbox, trace_entries, step_records, run_orders, playbook_retirements CASCADE',
  );
});

const startWorker = (): Promise<WorkerProcess> =>
  workerProcess({ DATABASE_URL: scratch.url, TEMPORAL_ADDRESS: temporal.address, SMTP_URL: sink.url, SOPWITH_RELAY_MS: '50' });
const sopwith = (...args: string[]): Promise<Ran> =>
  runCli(args, { DATABASE_URL: scratch.url, TEMPORAL_ADDRESS: temporal.address });

const eventually = (what: string, holds: () => Promise<boolean>) => within(what, holds, 120_000);
let counter = 0;
/** Starts a run and waits until it stands at a step. */
async function runAt(step: string, playbook = 'rescue'): Promise<string> {
  const id = `pb:${playbook}:acme:check#${(counter += 1)}`;
  await queueRun(db, { id, playbook, account: 'acme', startedAt: await now() });
  await eventually(`${id} stands at ${step}`, async () => (await activeOf(id)).includes(step));
  return id;
}

async function now(): Promise<number> {
  const { startedAt } = await db.client.clock.findUniqueOrThrow({ where: { id: 1 } });
  return Math.round(origin + (Date.now() - startedAt.getTime()) * RATE);
}
const runOf = (id: string) => db.client.run.findUniqueOrThrow({ where: { id } });
const activeOf = async (runId: string): Promise<string[]> =>
  (await db.client.stepRecord.findMany({ where: { runId, doneAt: null } })).map(({ step }) => step);
const ordersOf = (runId: string) => db.client.runOrder.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
const typesOf = async (runId: string): Promise<string[]> =>
  (await db.client.traceEntry.findMany({ where: { runId }, orderBy: { seq: 'asc' } })).map(({ type }) => type);
const hasStatus = (id: string, status: string) => async () => (await runOf(id)).status === status;
const order = (run: string, what: string, body: object) =>
  api.post(`/v1/runs/${encodeURIComponent(run)}/${what}`, { by: 'csm-anna', reason: 'they asked for it', ...body });

describe('an order about a run', () => {
  test('pauses it: an exit that is met meanwhile is held, shows everywhere, and is honoured when it goes on', async () => {
    const run = await runAt('settle');
    expect(await order(run, 'pause', {})).toMatchObject({ status: 200, body: { run, repeated: false } });
    await eventually('it is paused', hasStatus(run, 'paused'));
    expect((await sopwith('runs', '--status', 'live')).stdout).toMatch(new RegExp(`${run} +paused`));
    await recordExit(db, run, { type: 'exit_met', at: await now(), id: `exit:${run}:muted`, exit: 'muted', facts: [] });
    await eventually('the exit is held', async () => (await typesOf(run)).includes('event_held'));
    expect((await runOf(run)).status).toBe('paused');

    const resumed = await sopwith('run', 'resume', run, '--reason', 'they are back', '--by', 'csm-anna');
    expect(resumed).toMatchObject({ code: 0, stdout: `Resumed: ${run}\n` });
    await eventually('it has left', hasStatus(run, 'finished'));
    expect(await runOf(run)).toMatchObject({ result: 'lost', exitId: 'muted' });
    expect(await ordersOf(run)).toMatchObject([
      { kind: 'pause', by: 'csm-anna', origin: 'api', status: 'taken', reason: 'they asked for it', payload: { resumeAt: null } },
      { kind: 'resume', by: 'csm-anna', origin: 'cli', status: 'taken', reason: 'they are back' },
    ]);
    const { stdout } = await sopwith('run', run);
    expect(stdout).toContain(
      'run paused until somebody resumes it by csm-anna: they asked for it (cancelled when it still is at ',
    );
    expect(stdout).toContain('run resumed by csm-anna: they are back');
    expect(stdout).toMatch(/Orders\n +ordered +what +by +status +reason\n/);
  });

  test('a pause with an end ends by itself', async () => {
    const run = await runAt('settle');
    const until = new Date((await now()) + 2 * DAY).toISOString();
    const paused = await sopwith('run', 'pause', run, '--reason', 'holidays', '--until', until, '--json');
    expect(JSON.parse(paused.stdout)).toMatchObject({ run, kind: 'pause', taken: true, repeated: false });
    await eventually('it is paused', hasStatus(run, 'paused'));
    await eventually('it goes on', hasStatus(run, 'running'));
    expect((await typesOf(run)).filter((type) => /paused|resumed/.test(type))).toEqual(['run_paused', 'run_resumed']);
  });

  test('a refused one gives the reason, leaves nothing in the run, and is on record', async () => {
    const run = await runAt('settle');
    const before = await typesOf(run);
    const refused = await order(run, 'resume', {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'order-refused', detail: 'The run is not paused.' } });
    const inTerminal = await sopwith('run', 'skip', run, '--step', 'nowhere', '--reason', 'x', '--json');
    expect(inTerminal.code).toBe(1);
    expect(JSON.parse(inTerminal.stdout)).toMatchObject({ taken: false, reason: 'the playbook has no step nowhere' });
    expect(await typesOf(run)).toEqual(before);
    expect(await ordersOf(run)).toMatchObject([
      { kind: 'resume', status: 'refused', answer: 'the run is not paused' },
      { kind: 'skip_step', status: 'refused', payload: { step: 'nowhere' } },
    ]);
    const history = await withTemporal(temporal.address, ({ workflow }) => workflow.getHandle(run).fetchHistory());
    expect(history.events?.some(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted)).toBe(false);
  });

  test('the same id any number of times, also at once, is one order; for something else it is refused', async () => {
    const run = await runAt('settle');
    const orderId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => order(run, 'pause', { orderId })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await order(run, 'pause', { orderId })).toMatchObject({ status: 200, body: { order: orderId, repeated: true } });
    expect(await order(run, 'resume', { orderId })).toMatchObject({ status: 409, body: { code: 'order-id-used' } });
    await eventually('it is paused', hasStatus(run, 'paused'));
    expect((await typesOf(run)).filter((type) => type === 'run_paused')).toHaveLength(1);
    expect(await ordersOf(run)).toHaveLength(1);
  });

  test('cancels it: its task is closed with the reason, and nothing of it goes on', async () => {
    const run = await runAt('call', 'calls');
    expect((await sopwith('run', 'cancel', run, '--reason', 'started by mistake')).code).toBe(0);
    await eventually('it is over', hasStatus(run, 'finished'));
    expect(await runOf(run)).toMatchObject({ result: 'cancelled', exitId: null });
    expect(await db.client.task.findMany({ where: { runId: run } })).toMatchObject([
      { status: 'cancelled', closeReason: 'cancelled' },
    ]);
    expect(await activeOf(run)).toEqual([]);
    expect(await order(run, 'pause', {})).toMatchObject({ status: 409, body: { detail: 'The run is over (finished).' } });
    expect((await sopwith('run', run)).stdout).toContain('run cancelled by cli: started by mistake');
  });

  test('hands it over with its open tasks, and whom it began with stays on record', async () => {
    const run = await runAt('call', 'calls');
    expect(await order(run, 'hand-over', { to: 'csm-nobody' })).toMatchObject({ status: 422, body: { place: 'body.to' } });
    expect(await order(run, 'hand-over', { to: 'csm-boris' })).toMatchObject({ status: 200 });
    await eventually('it is with Boris', async () => (await runOf(run)).csmId === 'csm-boris');
    expect(await db.client.task.findFirstOrThrow({ where: { runId: run } })).toMatchObject({
      assigneeId: 'csm-boris',
      status: 'open',
    });
    const { body } = await api.get(`/v1/runs/${encodeURIComponent(run)}`);
    expect(body).toMatchObject({ csm: { id: 'csm-boris' }, handedOver: true, firstCsm: { id: 'csm-anna', name: 'Anna' } });
    expect((await sopwith('run', run)).stdout).toContain('Boris (csm-boris), handed over from Anna (csm-anna)');
  });

  test('leaves a step out, now and to come', async () => {
    const run = await runAt('settle');
    expect((await sopwith('run', 'skip', run, '--step', 'call', '--reason', 'spoke yesterday')).code).toBe(0);
    expect((await sopwith('run', 'skip', run, '--step', 'settle', '--reason', 'no need to wait')).code).toBe(0);
    await eventually('it stands at its last step', async () => (await activeOf(run)).includes('rest'));
    expect(await db.client.stepRecord.findMany({ where: { runId: run, status: 'skipped' } })).toHaveLength(2);
    expect(await db.client.task.count({ where: { runId: run } })).toBe(0);
  });

  test('tries a step that failed once more: one row, the last outcome, and the run went on meanwhile', async () => {
    sink.behave({ refuseReader: () => 550 });
    const run = await runAt('settle');
    const hello = () => db.client.stepRecord.findMany({ where: { runId: run, step: 'hello' } });
    expect(await hello()).toMatchObject([{ status: 'failed', outcome: 'rejected' }]);
    sink.behave({});
    expect(await order(run, 'retry', { step: 'settle' })).toMatchObject({ status: 409 });
    expect(await order(run, 'retry', { step: 'hello' })).toMatchObject({ status: 200 });
    await eventually('it was sent', async () => (await hello())[0]?.status === 'done');
    expect(await hello()).toMatchObject([{ status: 'done', outcome: 'sent' }]);
    expect(await activeOf(run)).toEqual(['settle']);
    expect((await sopwith('run', run)).stdout).toContain('hello: tried again (attempt 2)');
  });

  test('for a run or a person that nobody knows, or with a value that means nothing, is refused before it is noted', async () => {
    expect(await order('pb:none', 'cancel', {})).toMatchObject({ status: 404, body: { code: 'no-such-run' } });
    const run = await runAt('settle');
    expect(await order(run, 'cancel', { by: 'nobody' })).toMatchObject({ status: 422, body: { place: 'body.by' } });
    expect(await order(run, 'cancel', { reason: '  ' })).toMatchObject({ status: 400, body: { place: 'body.reason' } });
    expect(await order(run, 'pause', { until: 'tomorrow' })).toMatchObject({ status: 422, body: { place: 'body.until' } });
    expect(await order(run, 'pause', { until: '2020-01-01' })).toMatchObject({ status: 422, body: { place: 'body.until' } });
    expect((await sopwith('run', 'cancel', 'pb:none', '--reason', 'x')).code).toBe(2);
    expect((await sopwith('run', 'cancel', run)).code).toBe(2);
    expect(await db.client.runOrder.count()).toBe(0);
  });
});

describe('when somebody is away', () => {
  test('without a worker the caller hears so in time, the order is on record, and the same order asks again', async () => {
    const run = await runAt('settle');
    await worker?.kill();
    const orderId = randomUUID();
    const silent = await order(run, 'pause', { orderId });
    expect(silent).toMatchObject({ status: 503, body: { code: 'run-silent', fix: expect.stringContaining(orderId) } });
    expect(await ordersOf(run)).toMatchObject([
      { id: orderId, status: 'asked', answer: expect.stringContaining('did not answer') },
    ]);
    worker = await startWorker();
    expect(await order(run, 'pause', { orderId })).toMatchObject({ status: 200 });
    await eventually('it is paused', hasStatus(run, 'paused'));
    expect((await typesOf(run)).filter((type) => type === 'run_paused')).toHaveLength(1);
    expect(await ordersOf(run)).toMatchObject([{ status: 'taken', answer: null }]);
  });

  test('an order whose caller did not hear the answer gets it all the same, and the audit says what the run did', async () => {
    const run = await runAt('settle');
    const lost = await runAt('settle');
    await worker?.kill();
    expect(await order(run, 'pause', {})).toMatchObject({ status: 503 });
    // This one's caller died before it sent anything.
    await db.client.runOrder.create({
      data: {
        ...{ runId: lost, id: 'never-sent', kind: 'pause', playbook: 'rescue', by: 'csm-anna', origin: 'api', reason: 'x' },
        at: new Date(await now()),
      },
    });
    await db.pool.query(`UPDATE run_orders SET received_at = received_at - interval '1 minute'`);
    worker = await startWorker();
    await eventually('both are settled', async () => (await db.client.runOrder.count({ where: { status: 'asked' } })) === 0);
    expect(await ordersOf(lost)).toMatchObject([{ status: 'refused', answer: 'it never reached the run' }]);
    const [settled] = await ordersOf(run);
    const paused = (await typesOf(run)).includes('run_paused');
    expect(settled?.status).toBe(paused ? 'taken' : 'refused');
  });

  test('without Temporal nothing is ordered, and it says what to do', async () => {
    const run = await runAt('settle');
    const nowhere = temporalGateway({ address: '127.0.0.1:1', namespace: 'default' });
    const alone = await apiHarness(db, { gateway: nowhere });
    try {
      const answer = await alone.post(`/v1/runs/${encodeURIComponent(run)}/cancel`, { by: 'csm-anna', reason: 'x' });
      expect(answer).toMatchObject({
        status: 503,
        body: { code: 'temporal-away', fix: expect.stringContaining('Nothing was ordered') },
      });
      expect(answer.headers.get('retry-after')).not.toBeNull();
    } finally {
      await alone.close();
      await nowhere.close();
    }
    const inTerminal = await runCli(['run', 'cancel', run, '--reason', 'x'], {
      DATABASE_URL: scratch.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    });
    expect(inTerminal.code).toBe(3);
    expect(inTerminal.stderr).toContain('Temporal at 127.0.0.1:1 does not answer; nothing was ordered');
    expect(await ordersOf(run)).toEqual([]);
    expect((await runOf(run)).status).toBe('running');
  });

  test('a run that was terminated in Temporal itself ends here too, with its tasks', async () => {
    const run = await runAt('call', 'calls');
    await withTemporal(temporal.address, ({ workflow }) => workflow.getHandle(run).terminate('wrong customer'));
    expect(await order(run, 'pause', {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('ended in Temporal') },
    });
    await eventually('its row is put right', hasStatus(run, 'finished'));
    expect(await runOf(run)).toMatchObject({ result: 'cancelled', error: expect.stringContaining('wrong customer') });
    expect(await db.client.task.count({ where: { runId: run, status: 'open' } })).toBe(0);
    expect(await activeOf(run)).toEqual([]);
  });
});
