import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { email, plan, task } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { temporalServer } from '../support/temporal-server.js';
import type { TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';
import { workerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

/** More than a worker hands over at a time. */
const MAILS = 200;
const origin = Date.parse('2026-03-02T08:00:00Z');

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let db: Database;
let worker: WorkerProcess | null = null;
const sockets = new Set<Socket>();
let silent: Server;

beforeAll(async () => {
  [scratch, temporal] = await Promise.all([scratchDatabase(), temporalServer()]);
  db = scratch.db;
  // Takes connections and never says a word.
  silent = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
}, 120_000);
afterAll(async () => {
  await worker?.kill();
  for (const socket of sockets) socket.destroy();
  silent.close();
  await Promise.all([scratch.stop(), temporal.stop()]);
});

test('a mail server that does not answer keeps no task waiting', async () => {
  await publishPlan(db, plan([email('hello')], { playbook: 'mails' }), templatesFor('hello'));
  await publishPlan(db, plan([task('call')], { playbook: 'calls' }), {});
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  await writeClock(db, { origin, startedAt: Date.now(), rate: 1 });
  await insertAccount(db);
  const order = (playbook: string, n: number) =>
    insertRun(db, { id: `pb:${playbook}:acme:check#${n}`, playbook, account: 'acme', startedAt: origin, queued: true });
  for (let n = 0; n < MAILS; n += 1) await order('mails', n);
  worker = await workerProcess({
    DATABASE_URL: scratch.url,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    SOPWITH_RELAY_MS: '50',
  });
  await eventually('mails are being handed over', () => sockets.size >= 20);
  await order('calls', 1);
  await eventually('the task is open', async () => (await db.client.task.count()) === 1, 25_000);
  expect(await db.client.message.count({ where: { status: 'sent' } })).toBe(0);
}, 60_000);
