import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { Database } from '../../prisma/database.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { trackEvent } from '../../prisma/stores/ingest-store.js';
import type { Catalogue } from '../../workflows/model/catalogue.js';
import type { Plan } from '../../workflows/model/plan.js';
import { terminateAll } from '../support/orders-fixture.js';
import { being, comparing } from '../support/plan-builder.js';
import {
  email,
  exitOn,
  modified,
  parallel,
  plan,
  setAttribute,
  waitForCondition,
  waitForEvent,
  webhook,
} from '../support/run-builder.js';
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

const catalogue: Catalogue = {
  ...EMPTY_CATALOGUE,
  contentHash: 'engine',
  calendars: {
    default: 'own',
    calendars: [
      { id: 'own', title: { en: 'Own' }, timezone: null, weekend: [0, 6], holidays: ['2026-05-01'], workingDays: ['2026-05-02'] },
    ],
  },
  attributes: { tier: { id: 'tier', title: { en: 'Tier' }, type: 'text', values: ['gold', 'silver'] } },
};
const book: Plan = plan(
  [
    email('hello'),
    parallel('both', {
      people: [waitForEvent('booked', 'training_booked', '60d')],
      numbers: [setAttribute('mark'), waitForCondition('marked', being('account.tier', 'gold'), '60d')],
      outside: [webhook('crm')],
    }),
    modified({ ...email('boss'), to: 'account.decision_maker' } as ReturnType<typeof email>, {
      retry: { times: 1, every: '1d' },
      ifItFails: 'continue',
    }),
    modified(email('never'), { when: comparing('account.seats', '>=', 10) }),
    email('thanks'),
  ],
  { playbook: 'rescue', exits: [exitOn('gone', 'champion_left', 'lost')] },
);

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
    `TRUNCATE accounts, contacts, members, events, runs, enrollments, episodes, playbook_versions, catalogue_versions, messages, tasks,
              outbox, trace_entries, step_records, check_records, attribute_changes CASCADE`,
  );
  await writeClock(db, { origin, startedAt: Date.now(), rate: RATE });
  await publishPlan(db, book, templatesFor('hello', 'boss', 'never', 'thanks'));
  await db.client.catalogueVersion.create({
    data: { contentHash: 'engine', catalogue: catalogue as never, publishedAt: new Date(0) },
  });
  await insertAccount(db);
  sink.received.length = 0;
  worker = await workerProcess({
    DATABASE_URL: scratch.url,
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: sink.url,
    SOPWITH_RELAY_MS: '50',
  });
}, 60_000);
afterEach(async () => {
  await worker?.kill();
  worker = null;
  // The server is shared: a run of this test must not go on in the next one.
  await terminateAll(db, temporal.address);
});

const start = (id: string): Promise<void> =>
  insertRun(db, { id, playbook: 'rescue', account: 'acme', startedAt: origin, queued: true });
const runOf = (id: string) => db.client.run.findUniqueOrThrow({ where: { id } });
const step = (runId: string, id: string) => db.client.stepRecord.findFirst({ where: { runId, step: id } });

async function happens(name: string): Promise<void> {
  const clock = await db.client.clock.findFirstOrThrow();
  const now = origin + Math.round((Date.now() - clock.startedAt.getTime()) * RATE);
  const event = { eventId: `${name}-1`, source: 'api', name, contactId: null, accountId: 'acme', properties: {} };
  await trackEvent(db, { ...event, occurredAt: now, receivedAt: now });
}

describe('a run of the second engine on the real stack', () => {
  test('lanes, an event, an attribute, a missing channel, a retry and a gate end in one outcome row each', async () => {
    const runId = 'pb:rescue:acme:every';
    await start(runId);
    await eventually('it waits for the event', async () => (await step(runId, 'booked'))?.status === 'active');
    await eventually('the attribute is written', async () => (await step(runId, 'marked'))?.status === 'done', 30_000);
    await happens('training_booked');
    await eventually('the run is finished', async () => (await runOf(runId)).finishedAt !== null, 40_000);

    expect(await runOf(runId)).toMatchObject({ status: 'finished', result: 'completed' });
    const rows = await db.client.stepRecord.findMany({ where: { runId } });
    const outcomes = Object.fromEntries(rows.map((row) => [row.step, [row.status, row.outcome, row.reason]]));
    expect(outcomes).toEqual({
      hello: ['done', 'sent', null],
      both: ['done', null, null],
      booked: ['done', 'happened', null],
      mark: ['done', 'set', null],
      marked: ['done', 'happened', null],
      crm: ['failed', 'no_channel', 'no_channel'],
      boss: ['failed', 'no_recipient', 'no_recipient'],
      never: ['skipped', null, 'when_unknown'],
      thanks: ['done', 'sent', null],
    });
    expect(rows).toHaveLength(9);
    expect(await db.client.task.findMany()).toMatchObject([
      { kind: 'fallback', step: 'crm', assigneeId: 'csm-anna', title: expect.stringContaining('no channel for "webhook"') },
    ]);
    const trace = await db.client.traceEntry.findMany({ where: { runId, type: 'step_retried' } });
    expect(trace).toMatchObject([{ entry: { step: 'boss', attempt: 2 } }]);
    expect(sink.received.map(({ subject }) => subject)).toEqual(['hello for The acme', 'thanks for The acme']);
    expect(await db.client.account.findFirstOrThrow({ where: { id: 'acme' } })).toMatchObject({ attributes: { tier: 'gold' } });
    const ignored = await db.client.traceEntry.findMany({ where: { runId, type: 'event_ignored' } });
    expect(ignored).toEqual([]);
    const connection = await Connection.connect({ address: temporal.address });
    const { events = [] } = await new Client({ connection }).workflow.getHandle(runId).fetchHistory();
    const data = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data ?? new Uint8Array();
    expect(JSON.parse(new TextDecoder().decode(data as Uint8Array))).toMatchObject({
      run: { engineVersion: 2, calendar: { holidays: ['2026-05-01'], workingDays: ['2026-05-02'] } },
    });
    await connection.close();
  }, 120_000);

  test('an exit by event ends it at once', async () => {
    const runId = 'pb:rescue:acme:exit';
    await start(runId);
    await eventually('it waits for the event', async () => (await step(runId, 'booked'))?.status === 'active');
    await happens('champion_left');
    await eventually('the run is finished', async () => (await runOf(runId)).finishedAt !== null, 30_000);
    expect(await runOf(runId)).toMatchObject({ result: 'lost', exitId: 'gone' });
    expect(await step(runId, 'booked')).toMatchObject({ status: 'cancelled', reason: 'exit:gone' });
    expect(sink.received.map(({ subject }) => subject)).toEqual(['hello for The acme']);
  }, 90_000);
});
