import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeClock } from '../../prisma/stores/clock-store.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { toBusinessTime, toMachineTime } from '../../workflows/model/time.js';
import { live } from '../acceptance/world.js';
import { DAY, email, exitOn, plan, wait } from '../support/run-builder.js';
import { scratchDatabase, type ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { temporalServer, type TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';
import { workerProcess, type WorkerProcess } from '../support/worker-process.js';

const origin = Date.parse('2026-03-02T08:00:00Z');
/** Machine milliseconds of a business day. */
const DAY_MS = 12_000;
const runId = 'pb:cut_off:acme:check#1';
const book = plan([wait('rest', '1d'), email('late')], {
  playbook: 'cut_off',
  exits: [exitOn('renewed', 'contract_renewed')],
});

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let proxy: TcpProxy;
let sink: SmtpSink;
let worker: WorkerProcess | null = null;
beforeAll(async () => {
  [scratch, temporal, sink] = await Promise.all([scratchDatabase(), temporalServer(), smtpSink()]);
  proxy = await tcpProxy(temporal.port);
}, 120_000);
afterAll(async () => {
  await worker?.kill();
  await proxy.stop();
  await Promise.all([scratch.stop(), temporal.stop(), sink.stop()]);
}, 60_000);

const environment = (port: number): Record<string, string> => ({
  DATABASE_URL: scratch.url,
  TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
  SMTP_URL: sink.url,
  SOPWITH_RELAY_MS: '50',
});

async function recorded(): Promise<TraceEntry[]> {
  const rows = await scratch.db.client.traceEntry.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
  return rows.map(({ entry }) => entry as unknown as TraceEntry);
}

const says = (type: TraceEntry['type']) => async (): Promise<boolean> => (await recorded()).some((entry) => entry.type === type);

test('a worker that wrote lines and was cut off before Temporal heard of it leaves none that never happened', async () => {
  const { db } = scratch;
  const catalogue = { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) };
  await db.client.catalogueVersion.create({ data: catalogue });
  await publishPlan(db, book, templatesFor('late'));
  await insertAccount(db);
  const clock = { origin, startedAt: Date.now(), rate: DAY / DAY_MS };
  await writeClock(db, clock);
  worker = await workerProcess(environment(proxy.port));
  const startedAt = Math.floor(toBusinessTime(clock, Date.now()));
  await insertRun(db, { id: runId, playbook: 'cut_off', account: 'acme', startedAt, queued: true });
  await eventually('the run waits', says('timer_set'));

  // The worker still hears of the timer, writes what follows, and cannot say so.
  await sleep(Math.max(0, toMachineTime(clock, startedAt + DAY) - Date.now() - 3_000));
  proxy.deafen();
  await eventually('the timer rang, and what follows is written', says('timer_fired'));
  expect((await recorded()).map(({ type }) => type).slice(3)).toEqual(['timer_fired', 'step_settled', 'step_started']);

  // News of half a day before: for the server nothing has happened since.
  const connection = await Connection.connect({ address: temporal.address });
  const run = new Client({ connection }).workflow.getHandle(runId);
  const renewed = { type: 'account_event', at: startedAt + DAY / 2, id: 'renewed-1', event: 'contract_renewed' };
  await run.signal('runEvent', renewed);
  await worker.kill();
  worker = await workerProcess(environment(temporal.port));
  expect(await run.result()).toBe('success');
  await connection.close();

  const simulated = live(book, [{ at: renewed.at, type: 'event', event: renewed.event }], { run: { startedAt } });
  expect(await recorded()).toEqual(simulated.trace);
  expect(await db.client.stepRecord.findMany()).toMatchObject([{ step: 'rest', status: 'cancelled' }]);
  expect(await db.client.run.findMany()).toMatchObject([{ status: 'finished', result: 'success', exitId: 'renewed' }]);
  expect(sink.received).toEqual([]);
}, 180_000);
