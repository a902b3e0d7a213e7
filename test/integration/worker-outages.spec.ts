import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { closeTask } from '../../prisma/stores/task-store.js';
import type { Plan } from '../../workflows/model/plan.js';
import { email, plan, task } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { tcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import { temporalServer } from '../support/temporal-server.js';
import type { TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';
import { workerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

const origin = Date.parse('2026-03-02T08:00:00Z');
const book: Plan = plan([email('hello'), task('call'), email('thanks')], { playbook: 'rescue' });
const OUTAGE_MS = 4_000;

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let sink: SmtpSink;
let db: Database;
let postgresLine: TcpProxy;
let temporalLine: TcpProxy;
let worker: WorkerProcess;

const portOf = (address: string): number => Number(/:(\d+)(?:\/|$)/.exec(address.replace(/^.*@/, ''))?.[1]);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  [scratch, temporal, sink] = await Promise.all([scratchDatabase(), temporalServer(), smtpSink()]);
  db = scratch.db;
  postgresLine = await tcpProxy(portOf(scratch.url));
  temporalLine = await tcpProxy(portOf(temporal.address));
  await publishPlan(db, book, templatesFor('hello', 'thanks'));
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  await insertAccount(db);
}, 120_000);
afterAll(async () => {
  await Promise.all([postgresLine.stop(), temporalLine.stop()]);
  await Promise.all([scratch.stop(), temporal.stop(), sink.stop()]);
});
beforeEach(async () => {
  await db.pool.query('TRUNCATE runs, enrollments, episodes, messages, tasks, outbox, trace_entries, step_records CASCADE');
  await writeClock(db, { origin, startedAt: Date.now(), rate: 3_600 });
  await Promise.all([postgresLine.restore(), temporalLine.restore()]);
  sink.received.length = 0;
});
afterEach(() => worker.kill());

const environment = () => ({
  DATABASE_URL: scratch.url.replace(`:${portOf(scratch.url)}/`, `:${postgresLine.port}/`),
  TEMPORAL_ADDRESS: `127.0.0.1:${temporalLine.port}`,
  SMTP_URL: sink.url,
  SOPWITH_RELAY_MS: '50',
});
const start = (id: string): Promise<void> =>
  insertRun(db, { id, playbook: 'rescue', account: 'acme', startedAt: origin, queued: true });
const taskOf = (runId: string) => db.client.task.findFirst({ where: { runId, status: 'open', kind: 'step' } });
const isRunning = async (): Promise<boolean> =>
  (await Promise.race([worker.exited.then(() => false), pause(50).then(() => true)])) === true;
const isFinished = async (id: string): Promise<boolean> =>
  (await db.client.run.findUniqueOrThrow({ where: { id } })).finishedAt !== null;

async function close(runId: string): Promise<void> {
  await eventually(`the task of ${runId} is open`, async () => (await taskOf(runId)) !== null, 40_000);
  const open = await taskOf(runId);
  const by = { by: 'csm-anna', at: (open?.openedAt.getTime() ?? 0) + 60_000 };
  expect(await closeTask(db, { taskId: open?.id ?? '', outcome: 'reached', ...by })).toMatchObject({ status: 'ok' });
}

describe('what a worker lives through', () => {
  test('PostgreSQL goes away and comes back: the worker stays, and goes on by itself', async () => {
    worker = await workerProcess(environment());
    await start('pb:rescue:acme:before');
    await eventually('the task is open', async () => (await taskOf('pb:rescue:acme:before')) !== null);
    await postgresLine.cut();
    await start('pb:rescue:acme:during');
    await close('pb:rescue:acme:before');
    await pause(OUTAGE_MS);
    expect(await isRunning()).toBe(true);
    expect(worker.log()).toContain('relay waits');
    expect(sink.received).toHaveLength(1);
    await postgresLine.restore();
    await eventually('the first run is finished', () => isFinished('pb:rescue:acme:before'), 40_000);
    await close('pb:rescue:acme:during');
    await eventually('the second run is finished', () => isFinished('pb:rescue:acme:during'), 40_000);
    expect(sink.received).toHaveLength(4);
    expect(await worker.stop()).toBe(0);
  }, 150_000);

  test('Temporal goes away and comes back: orders wait in the outbox, said once, and are carried out after', async () => {
    worker = await workerProcess(environment());
    await start('pb:rescue:acme:early');
    await eventually('the task is open', async () => (await taskOf('pb:rescue:acme:early')) !== null);
    await temporalLine.cut();
    await close('pb:rescue:acme:early');
    await start('pb:rescue:acme:later');
    const waiting = () => db.client.outbox.findMany({ where: { doneAt: null } });
    await eventually('every order says why it waits', async () => (await waiting()).every(({ lastError }) => lastError !== null));
    await pause(OUTAGE_MS);
    expect(await waiting()).toHaveLength(2);
    expect(await isRunning()).toBe(true);
    expect(worker.log().match(/relay waits/g)).toHaveLength(1);
    await temporalLine.restore();
    await eventually('the first run is finished', () => isFinished('pb:rescue:acme:early'), 40_000);
    await close('pb:rescue:acme:later');
    await eventually('the second run is finished', () => isFinished('pb:rescue:acme:later'), 40_000);
    expect(sink.received).toHaveLength(4);
    expect(await worker.stop()).toBe(0);
  }, 150_000);

  test('neither is there when it starts: it waits, and is ready when they come', async () => {
    await Promise.all([postgresLine.cut(), temporalLine.cut()]);
    await start('pb:rescue:acme:patient');
    worker = await workerProcess(environment(), { waitUntilReady: false });
    await eventually('it says what it waits for', () => worker.log().includes('waits for PostgreSQL'));
    await postgresLine.restore();
    await eventually('it says what it waits for', () => worker.log().includes('waits for Temporal'));
    await temporalLine.restore();
    await eventually('the task is open', async () => (await taskOf('pb:rescue:acme:patient')) !== null, 40_000);
    expect(await worker.stop()).toBe(0);
  }, 90_000);

  test('a stop while everything is away ends it all the same', async () => {
    worker = await workerProcess(environment());
    await Promise.all([postgresLine.cut(), temporalLine.cut()]);
    await pause(500);
    expect(await worker.stop()).toBe(0);
  }, 60_000);
});
