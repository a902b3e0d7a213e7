import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../prisma/database.js';
import { importFolder } from '../../prisma/import/import-folder.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { trackEvent } from '../../prisma/stores/ingest-store.js';
import { claimOutbox } from '../../prisma/stores/outbox-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { DAY, email, exitOn, plan, wait, waitForEvent } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { insertAccount, insertRun, publishPlan, templatesFor } from '../support/worker-fixtures.js';

const at = Date.parse('2026-03-02T08:00:00Z');
const runId = 'pb:rescue:acme:check#1';
const book = plan([email('hello'), waitForEvent('booked', 'training_booked', '14d'), wait('rest', '3d')], {
  playbook: 'rescue',
  exits: [exitOn('gone', 'champion_left', 'lost')],
});

let scratch: ScratchDatabase;
let db: Database;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
  await publishPlan(db, book, templatesFor('hello'));
  await publishPlan(db, plan([wait('rest', '3d')], { playbook: 'deaf' }), {});
  await insertAccount(db);
  await insertAccount(db, 'other');
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE runs, enrollments, episodes, trace_entries, step_records, events, messages, tasks, outbox, clock CASCADE',
  );
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: at });
});

let sent = 0;
const happens = (event: string, when = at + DAY, change: { readonly account?: string; readonly id?: string } = {}) =>
  trackEvent(db, {
    eventId: change.id ?? `e${(sent += 1)}`,
    source: 'api',
    name: event,
    contactId: null,
    accountId: change.account ?? 'acme',
    occurredAt: when,
    receivedAt: when,
    properties: {},
  });

const started: TraceEntry = { seq: 1, at, type: 'run_started', arm: 'treatment' };
const waits = (seq: number, when = at): TraceEntry => ({
  ...{ seq, at: when, type: 'step_started', step: 'booked', key: 'booked#1', verb: 'wait_for', due: when + 14 * DAY },
});

/** Events on their way to runs. */
async function pushed() {
  const { rows } = await db.pool.query<{ payload: { runId: string; event: Record<string, unknown> } }>(
    `SELECT payload FROM outbox WHERE kind = 'push_event' ORDER BY id`,
  );
  return rows.map(({ payload }) => payload);
}
const exiting = async () => (await db.client.run.findUniqueOrThrow({ where: { id: runId } })).exitingAt;

describe('an event of an account', () => {
  test('reaches a step that waits for it, with its own time and an id of its own, and no other run', async () => {
    await insertRun(db, { id: 'pb:deaf:acme:1', playbook: 'deaf', account: 'acme', startedAt: at });
    await insertRun(db, { id: 'pb:rescue:other:1', playbook: 'rescue', account: 'other', startedAt: at });
    await appendTrace(db, runId, [started, waits(2)]);
    await happens('training_booked', at + DAY, { id: 'e-1' });
    expect(await pushed()).toEqual([
      { runId, event: { type: 'account_event', at: at + DAY, id: 'event:api:e-1', event: 'training_booked' } },
    ]);
    expect(await exiting()).toBeNull();
  });

  test('is told once: not when it is sent again, and not the next one of the same name', async () => {
    await appendTrace(db, runId, [started, waits(2)]);
    await Promise.all([
      happens('training_booked', at + DAY, { id: 'same' }),
      happens('training_booked', at + DAY, { id: 'same' }),
    ]);
    await happens('training_booked', at + 2 * DAY);
    expect(await pushed()).toHaveLength(1);
  });

  test('a hundred at the same moment are told once', async () => {
    await appendTrace(db, runId, [started, waits(2)]);
    await Promise.all(Array.from({ length: 100 }, (_, n) => happens('training_booked', at + DAY + n)));
    expect(await pushed()).toHaveLength(1);
  }, 30_000);

  test('before a step waits for it, or from before it waited, is not what it waits for', async () => {
    await appendTrace(db, runId, [started]);
    await happens('training_booked', at + DAY);
    await appendTrace(db, runId, [waits(2, at + 2 * DAY)]);
    await happens('training_booked', at + DAY);
    expect(await pushed()).toEqual([]);
  });

  test('that came before the record of the step that waits for it is told when the record comes', async () => {
    await appendTrace(db, runId, [started]);
    await happens('training_booked', at + 3 * DAY, { id: 'late' });
    await happens('training_booked', at + 2 * DAY, { id: 'first' });
    await appendTrace(db, runId, [waits(2, at + DAY)]);
    await appendTrace(db, runId, [waits(2, at + DAY)]);
    expect(await pushed()).toMatchObject([{ event: { id: 'event:api:first', at: at + 2 * DAY } }]);
  });

  test('stored while the step is recorded is never lost and never told twice', async () => {
    for (let round = 0; round < 25; round += 1) {
      const id = `pb:rescue:acme:round${round}`;
      await insertRun(db, { id, playbook: 'rescue', account: 'acme', startedAt: at });
      const when = at + round * DAY;
      await Promise.all([
        appendTrace(db, id, [started, { ...waits(2, when), key: 'booked#1' } as TraceEntry]),
        happens('training_booked', when + 1),
      ]);
      const mine = (await pushed()).filter((one) => one.runId === id);
      expect(mine).toMatchObject([{ event: { at: when + 1 } }]);
      await db.pool.query(`UPDATE runs SET status = 'finished' WHERE id = $1`, [id]);
    }
  }, 60_000);

  test('that is an exit decides it at once: nothing more is sent, and no condition is asked for it', async () => {
    await appendTrace(db, runId, [started]);
    await happens('champion_left', at + DAY);
    await happens('champion_left', at + 2 * DAY);
    expect(await exiting()).toEqual(new Date(at + DAY));
    expect(await pushed()).toMatchObject([{ event: { event: 'champion_left', at: at + DAY } }]);
  });

  test('between the decision to start a run and its start is told when it starts', async () => {
    await happens('champion_left', at - DAY);
    await db.client.run.updateMany({ data: { status: 'finished' } });
    await happens('champion_left', at + 60_000);
    await db.client.run.updateMany({ data: { status: 'starting' } });
    await appendTrace(db, runId, [started]);
    expect(await pushed()).toMatchObject([{ event: { at: at + 60_000 } }]);
    expect(await exiting()).toEqual(new Date(at + 60_000));
  });

  test.each([
    ['paused', 1],
    ['verifying', 0],
    ['finished', 0],
  ])('a run that is %s hears of it: %i', async (status, times) => {
    await appendTrace(db, runId, [started, waits(2)]);
    await db.client.run.updateMany({ data: { status } });
    await happens('training_booked');
    expect(await pushed()).toHaveLength(times);
  });
});

describe('history that is imported', () => {
  function folder(rows: readonly string[]): string {
    const dir = mkdtempSync(join(tmpdir(), 'sopwith-events-'));
    writeFileSync(join(dir, 'events.csv'), `event_id,occurred_at,account_id,contact_id,event\n${rows.join('\n')}\n`);
    return dir;
  }
  const iso = (time: number): string => new Date(time).toISOString();

  test('is told to runs under way, once, also when the same folder is imported again', async () => {
    await appendTrace(db, runId, [started, waits(2)]);
    const dir = folder([`a,${iso(at + DAY)},acme,,training_booked`, `b,${iso(at - DAY)},acme,,champion_left`]);
    await importFolder(db, dir, { only: 'events.csv', now: at + 2 * DAY });
    await importFolder(db, dir, { only: 'events.csv', now: at + 3 * DAY });
    expect(await pushed()).toMatchObject([{ event: { event: 'training_booked', at: at + DAY } }]);
    expect(await exiting()).toBeNull();
  });

  test('of a replay lies there before it happens: it is told when the clock comes to it', async () => {
    // A day takes a machine hour: what happens in two days is known in two hours.
    const startedAt = Date.now();
    await writeClock(db, { origin: at, startedAt, rate: 24 });
    await importFolder(db, folder([`a,${iso(at + 2 * DAY)},acme,,training_booked`]), { only: 'events.csv', now: at });
    await appendTrace(db, runId, [started, waits(2)]);
    expect(await claimOutbox(db, { limit: 10, leaseMs: 1_000 })).toEqual([]);
    const [row] = await db.client.outbox.findMany();
    expect(row?.notBefore).toEqual(new Date(startedAt + 2 * 3_600_000));
    expect(await exiting()).toBeNull();
  });
});
