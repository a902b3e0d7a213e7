import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import type { Plan } from '../../workflows/model/plan.js';
import { comparing } from '../support/plan-builder.js';
import { check, email, plan, task, verifyAfter, wait } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { seededRandom } from '../support/seeded-random.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { temporalServer } from '../support/temporal-server.js';
import type { TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';
import { workerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

const RUNS = 20;
const KILLS = Number(process.env['KILLS'] ?? 8);
const SEED = Number(process.env['SEED'] ?? 20260302);
/** One business day takes two machine seconds. */
const RATE = 43_200;
const origin = Date.parse('2026-03-02T08:00:00Z');

const seats = comparing('account.seats', '>=', 10);
const book: Plan = plan(
  [
    email('first'),
    wait('pause', '2d'),
    email('second'),
    task('call'),
    wait('settle', '2d'),
    check('enough', seats),
    email('third'),
  ],
  { playbook: 'rescue', verify: verifyAfter('1d', seats) },
);
const STEPS = 7;

const AUTOPILOT = `kind: Autopilot
seed: 1
csms:
  csm-anna: { closes: 100%, after: [2h, 8h], note: Done. }
`;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let sink: SmtpSink;
let db: Database;
let worker: WorkerProcess | null = null;
const folder = mkdtempSync(path.join(tmpdir(), 'sopwith-kill-'));

beforeAll(async () => {
  [scratch, temporal, sink] = await Promise.all([scratchDatabase(), temporalServer(), smtpSink()]);
  db = scratch.db;
}, 120_000);
afterAll(async () => {
  await worker?.kill();
  await Promise.all([scratch.stop(), temporal.stop(), sink.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test(`kill -9 the worker ${KILLS} times while ${RUNS} runs are mid-step and mid-wait (seed ${SEED}): every run finishes, no mail twice`, async () => {
  const autopilot = path.join(folder, 'autopilot.yaml');
  writeFileSync(autopilot, AUTOPILOT);
  await publishPlan(db, book, templatesFor('first', 'second', 'third'));
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  for (let n = 0; n < RUNS; n += 1) await insertAccount(db, `acme-${n}`);
  await db.client.account.updateMany({ data: { attributes: { seats: 12 } } });
  await writeClock(db, { origin, startedAt: Date.now(), rate: RATE });
  for (let n = 0; n < RUNS; n += 1)
    await insertRun(db, {
      id: `pb:rescue:acme-${n}:check#1`,
      playbook: 'rescue',
      account: `acme-${n}`,
      startedAt: origin,
      queued: true,
    });
  // Slow enough that kills fall between the last byte and the answer as well.
  sink.behave({ answerAfterMs: 200 });

  const env = {
    DATABASE_URL: scratch.url,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: sink.url,
    SOPWITH_RELAY_MS: '50',
    SOPWITH_AUTOPILOT: autopilot,
  };
  const next = seededRandom(SEED);
  for (let kill = 0; kill < KILLS; kill += 1) {
    worker = await workerProcess(env);
    // Every other kill falls while the server has a mail that it has not answered yet, the others anywhere.
    const before = sink.received.length;
    const until = Date.now() + 100 + next() * 2_400;
    const aimed = kill % 2 === 0;
    while (Date.now() < until + (aimed ? 20_000 : 0) && !(aimed && sink.received.length > before)) await pause(10);
    await worker.kill();
  }
  worker = await workerProcess(env);
  const finished = async (): Promise<boolean> => (await db.client.run.count({ where: { finishedAt: null } })) === 0;
  await eventually('all runs are finished', finished, 240_000);

  const messages = await db.client.message.findMany();
  const times = new Map<string, number>();
  for (const { messageId } of sink.received) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  const unknown = messages.filter(({ status }) => status === 'unknown');
  process.stderr.write(
    `kills ${KILLS}, mails at the server ${sink.received.length}, sent ${messages.length - unknown.length}, unknown ${unknown.length} ` +
      `(${unknown.filter(({ messageId }) => times.has(messageId ?? '')).length} of them had arrived)\n`,
  );

  expect([...times.values()].filter((count) => count > 1)).toEqual([]);
  expect(messages).toHaveLength(RUNS * 3);
  for (const message of messages) {
    expect(['sent', 'unknown']).toContain(message.status);
    if (message.status === 'sent') expect(times.get(message.messageId ?? '')).toBe(1);
  }
  // Otherwise the kills missed what this test is about.
  expect(unknown.length).toBeGreaterThan(0);
  // Whatever is unknown has somebody who looks after it.
  expect(await db.client.task.count({ where: { kind: 'fallback' } })).toBe(unknown.length);

  const steps = await db.client.stepRecord.findMany();
  expect(steps).toHaveLength(RUNS * STEPS);
  expect(steps.filter(({ doneAt }) => doneAt === null)).toEqual([]);
  const settled = await db.client.traceEntry.groupBy({ by: ['runId', 'step'], where: { type: 'step_settled' }, _count: true });
  expect(settled).toHaveLength(RUNS * STEPS);
  expect(settled.filter(({ _count }) => _count !== 1)).toEqual([]);
  expect(await db.client.run.count({ where: { status: 'finished', result: 'success' } })).toBe(RUNS);
  expect(await db.client.outbox.count({ where: { doneAt: null } })).toBe(0);
}, 600_000);
