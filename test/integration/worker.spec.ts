import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { closeTask } from '../../prisma/stores/task-store.js';
import type { Plan } from '../../workflows/model/plan.js';
import { terminateAll } from '../support/orders-fixture.js';
import { comparing } from '../support/plan-builder.js';
import { check, email, plan, task, verifyAfter, wait } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { smtpSink } from '../support/smtp-sink.js';
import type { SmtpSink } from '../support/smtp-sink.js';
import { temporalServer } from '../support/temporal-server.js';
import type { TemporalServer } from '../support/temporal-server.js';
import { EMPTY_CATALOGUE, eventually, insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';
import { workerProcess } from '../support/worker-process.js';
import type { WorkerProcess } from '../support/worker-process.js';

/** A Monday. One business day takes two machine seconds. */
const origin = Date.parse('2026-03-02T08:00:00Z');
const RATE = 43_200;

const seats = comparing('account.seats', '>=', 10);
const book: Plan = plan([email('hello'), task('call'), wait('settle', '3d'), check('enough', seats), email('thanks')], {
  playbook: 'rescue',
  verify: verifyAfter('2d', seats),
});

let scratch: ScratchDatabase;
let temporal: TemporalServer;
let sink: SmtpSink;
let db: Database;
let worker: WorkerProcess | null = null;

beforeAll(async () => {
  [scratch, temporal, sink] = await Promise.all([scratchDatabase(), temporalServer(), smtpSink()]);
  db = scratch.db;
}, 120_000);
afterAll(async () => {
  await Promise.all([scratch.stop(), temporal.stop(), sink.stop()]);
});
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE accounts, contacts, members, runs, enrollments, episodes, playbook_versions, catalogue_versions, messages, tasks,
              outbox, trace_entries, step_records, check_records CASCADE`,
  );
  await writeClock(db, { origin, startedAt: Date.now(), rate: RATE });
  await publishPlan(db, book, templatesFor('hello', 'thanks'));
  await db.client.catalogueVersion.create({
    data: { contentHash: 'empty', catalogue: EMPTY_CATALOGUE as never, publishedAt: new Date(0) },
  });
  await insertAccount(db);
  await db.client.account.updateMany({ data: { attributes: { seats: 12 } } });
  sink.received.length = 0;
  sink.behave({});
});
afterEach(async () => {
  await worker?.kill();
  worker = null;
  // The server is shared: a run of this test must not go on in the next one.
  await terminateAll(db, temporal.address);
});

function environment(change: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    DATABASE_URL: scratch.url,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: sink.url,
    SOPWITH_RELAY_MS: '50',
    ...change,
  };
}

const start = (id: string): Promise<void> =>
  insertRun(db, { id, playbook: 'rescue', account: 'acme', startedAt: origin, queued: true });
const runOf = (id: string) => db.client.run.findUniqueOrThrow({ where: { id } });
const finished = async (id: string): Promise<boolean> => (await runOf(id)).finishedAt !== null;
/** In the order they were started: keys are numbered. */
async function stepsOf(runId: string) {
  const steps = await db.client.stepRecord.findMany({ where: { runId } });
  return steps.sort((a, b) => Number(a.key.split('#')[1]) - Number(b.key.split('#')[1]));
}

const openTaskOf = (runId: string) => db.client.task.findFirst({ where: { runId, status: 'open', kind: 'step' } });

async function closeFirstTask(runId: string): Promise<void> {
  await eventually('a task is open', async () => (await openTaskOf(runId)) !== null);
  const open = await openTaskOf(runId);
  const by = { by: 'csm-anna', at: (open?.openedAt.getTime() ?? 0) + 3_600_000 };
  expect(await closeTask(db, { taskId: open?.id ?? '', outcome: 'reached', ...by })).toMatchObject({ status: 'ok' });
}

describe('a run, end to end', () => {
  test('mail, task, its close, wait, check, mail and verdict happen in business time, each on the record', async () => {
    const runId = 'pb:rescue:acme:end-to-end';
    worker = await workerProcess(environment());
    await start(runId);
    await closeFirstTask(runId);
    await eventually('the run is finished', () => finished(runId), 40_000);

    expect(await runOf(runId)).toMatchObject({ status: 'finished', result: 'success' });
    const steps = await stepsOf(runId);
    expect(steps.map(({ step, status, outcome }) => [step, status, outcome])).toEqual([
      ['hello', 'done', 'sent'],
      ['call', 'done', 'reached'],
      ['settle', 'done', null],
      ['enough', 'done', 'met'],
      ['thanks', 'done', 'sent'],
    ]);
    const days = (at: Date | null | undefined): number => ((at?.getTime() ?? 0) - origin) / 86_400_000;
    expect(days(steps[0]?.doneAt)).toBe(0);
    expect(days(steps[1]?.doneAt)).toBeCloseTo(1 / 24);
    expect(days(steps[2]?.doneAt)).toBeCloseTo(1 / 24 + 3);
    expect(days((await runOf(runId)).finishedAt)).toBeCloseTo(1 / 24 + 5);
    expect(sink.received.map(({ subject }) => subject)).toEqual(['hello for The acme', 'thanks for The acme']);
    expect(await db.client.checkRecord.findMany({ where: { runId } })).toMatchObject([
      { kind: 'step', value: true, facts: [{ name: 'account.seats', value: 12 }] },
      { kind: 'objective', value: true, primary: true },
    ]);
    const trace = await db.client.traceEntry.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
    expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, index) => index + 1));
    expect(trace.at(-1)?.type).toBe('run_finished');
    expect(await db.client.outbox.findMany({ where: { doneAt: null } })).toEqual([]);
  }, 90_000);

  test('a hundred orders to start the same run make one run', async () => {
    const runId = 'pb:rescue:acme:hundred';
    await start(runId);
    await db.pool.query(`INSERT INTO outbox (kind, payload) SELECT 'start_run', jsonb_build_object('runId', $1::text) FROM generate_series(1, 99)`, [runId]); // prettier-ignore
    worker = await workerProcess(environment());
    await eventually('every order is done', async () => (await db.client.outbox.count({ where: { doneAt: null } })) === 0);
    await eventually('the task is open', async () => (await openTaskOf(runId)) !== null);
    expect(sink.received).toHaveLength(1);
    expect(await db.client.traceEntry.count({ where: { runId, type: 'run_started' } })).toBe(1);
  }, 60_000);

  test('an event for a run that is over is settled, with a note', async () => {
    worker = await workerProcess(environment());
    const event = { type: 'task_closed', at: origin, id: 'task:1', key: 'call#0', outcome: 'reached', by: 'x' };
    await db.client.outbox.create({ data: { kind: 'push_event', payload: { runId: 'pb:rescue:acme:never', event } } });
    await eventually('it is done', async () => (await db.client.outbox.count({ where: { doneAt: null } })) === 0);
    expect(await db.client.outbox.findMany()).toMatchObject([{ lastError: expect.stringContaining('over') }]);
  }, 60_000);

  test('an exit takes effect at once: the open task is closed with it and nothing more is sent', async () => {
    const exits = [{ id: 'churned', as: 'lost', when: comparing('account.seats', '<', 1), after: null } as const];
    await publishPlan(db, { ...book, playbook: 'leaving', exits }, templatesFor('hello', 'thanks'));
    const runId = 'pb:leaving:acme:exit';
    worker = await workerProcess(environment());
    await insertRun(db, { id: runId, playbook: 'leaving', account: 'acme', startedAt: origin, queued: true });
    await eventually('a task is open', async () => (await openTaskOf(runId)) !== null);
    await db.client.account.updateMany({ data: { attributes: { seats: 0 } } });
    const at = origin + Math.round(86_400_000 / 2);
    await db.client.outbox.create({ data: { kind: 'watch_exits', payload: { accountId: 'acme', at } } });
    await eventually('the run is verified and over', () => finished(runId), 30_000);
    expect(await runOf(runId)).toMatchObject({ result: 'lost', exitId: 'churned' });
    expect(await db.client.task.findMany({ where: { runId } })).toMatchObject([
      { status: 'cancelled', closeReason: 'exit:churned' },
    ]);
    expect(sink.received).toHaveLength(1);
  }, 60_000);
});

describe('what may stop', () => {
  test('kill -9 in the middle of a step and of a wait: the run finishes, no mail twice, one outcome per step', async () => {
    const runId = 'pb:rescue:acme:killed';
    sink.behave({ answerAfterMs: 300 });
    worker = await workerProcess(environment());
    await start(runId);
    await eventually('the first mail is on its way', () => sink.received.length === 1);
    await worker.kill();
    worker = await workerProcess(environment());
    await closeFirstTask(runId);
    await eventually('the run waits', async () => (await stepsOf(runId)).some(({ step }) => step === 'settle'));
    await worker.kill();
    worker = await workerProcess(environment());
    await eventually('the run is finished', () => finished(runId), 60_000);
    const ids = sink.received.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    const steps = await stepsOf(runId);
    expect(steps).toHaveLength(5);
    expect(steps.every(({ doneAt }) => doneAt !== null)).toBe(true);
    expect((await runOf(runId)).result).toBe('success');
  }, 150_000);

  test('SIGTERM ends it politely: exit code 0, and the mail under way is not lost', async () => {
    const runId = 'pb:rescue:acme:polite';
    sink.behave({ answerAfterMs: 500 });
    worker = await workerProcess(environment());
    await start(runId);
    await eventually('the first mail is on its way', () => sink.received.length === 1);
    expect(await worker.stop()).toBe(0);
    expect(await db.client.message.findMany({ where: { runId } })).toMatchObject([{ status: 'sent' }]);
  }, 60_000);

  test('a mail server that is down: attempts are visible, and the mail goes out once when it is back', async () => {
    const runId = 'pb:rescue:acme:smtp-down';
    const gone = await smtpSink();
    await gone.stop();
    worker = await workerProcess(environment({ SMTP_URL: gone.url }));
    await start(runId);
    await eventually('two attempts failed', async () => {
      const [row] = await db.client.message.findMany();
      return row?.status === 'queued' && row.attempts >= 2 && row.lastError !== null;
    });
    const back = await smtpSink(gone.port);
    await eventually('the mail is sent', async () => (await db.client.message.count({ where: { status: 'sent' } })) === 1);
    expect(back.received).toHaveLength(1);
    await worker.stop();
    await back.stop();
  }, 60_000);

  test('its parent going away ends it', async () => {
    worker = await workerProcess(environment());
    worker.disconnect();
    expect(await worker.exited).toBe(0);
    expect(worker.log()).toBe('');
  }, 30_000);
});

describe('a worker that cannot start', () => {
  test.each([
    [{ SMTP_URL: '' }, 3, 'SMTP_URL is not set'],
    [{ SMTP_URL: 'http://mail' }, 2, 'SMTP_URL="http://mail" cannot be used'],
    [{ SOPWITH_AUTOPILOT: '/no/such/file.yaml' }, 2, 'SOPWITH_AUTOPILOT=/no/such/file.yaml cannot be read (ENOENT)'],
  ])('%j: exit code %i and what to do', async (wrong, code, message) => {
    const failing = await workerProcess(environment(wrong), { waitUntilReady: false });
    expect(await failing.exited).toBe(code);
    expect(failing.log()).toContain(message);
  });
});
