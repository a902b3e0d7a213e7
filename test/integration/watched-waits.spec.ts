import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { watchRuns } from '../../apps/worker/sweeps/watch-runs.js';
import type { Database } from '../../prisma/database.js';
import { writeAttribute } from '../../prisma/stores/attribute-store.js';
import { appendTrace } from '../../prisma/stores/run-store.js';
import type { NamedCondition } from '../../workflows/model/condition.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { TraceEntry } from '../../workflows/model/run.js';
import { instant } from '../support/account-data-builder.js';
import { being, comparing } from '../support/plan-builder.js';
import { DAY, exitWhen, outcomeIs, parallel, plan, task, waitForCondition } from '../support/run-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { addAccounts, loginsOn, outbox, publish, sweeperOf } from '../support/sweep-fixture.js';
import { insertRun } from '../support/worker-fixtures.js';

const runId = 'pb:rescue:acme:check#1';
const start = instant('2026-03-09T08:00:00Z');
const eight = (date: string) => instant(`${date}T08:00:00Z`);
const noon = (date: string) => instant(`${date}T12:00:00Z`);
const reachedAndGold: NamedCondition = {
  text: 'call.outcome is "reached" and account.tier is "gold"',
  condition: { kind: 'all', of: [outcomeIs('call', 'reached').condition, being('account.tier', 'gold').condition] },
};

const book: Plan = plan(
  [
    task('call'),
    parallel('both', {
      use: [waitForCondition('back', comparing('logins', '>=', 10), '30d')],
      talk: [waitForCondition('agreed', reachedAndGold, '30d')],
    }),
  ],
  { playbook: 'rescue', exits: [exitWhen('churned', being('account.status', 'churned'), 'lost')] },
);

let scratch: ScratchDatabase;
let db: Database;

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
}, 60_000);
afterAll(() => scratch.stop());
beforeEach(async () => {
  await db.pool.query(
    `TRUNCATE accounts, subscriptions, runs, enrollments, episodes, trace_entries, step_records, outbox, metric_points, metric_watermarks,
              health_snapshots, sweep_windows, playbook_versions, catalogue_versions, attribute_changes CASCADE`,
  );
  await publish(db, [book]);
  await addAccounts(db, [{ id: 'acme' }]);
  await insertRun(db, { id: runId, playbook: 'rescue', account: 'acme', startedAt: start });
  await appendTrace(db, runId, [
    { seq: 1, at: start, type: 'run_started', arm: 'treatment' },
    { seq: 2, at: start, type: 'step_started', step: 'call', key: 'call#1', verb: 'task', due: start },
    settled(3, 'call', 'call#1', 'reached'),
    waiting(4, 'back', 'back#3'),
    waiting(5, 'agreed', 'agreed#4'),
  ]);
});

function settled(seq: number, step: string, key: string, outcome: string): TraceEntry {
  return { seq, at: start, type: 'step_settled', step, key, status: 'done', outcome };
}
function waiting(seq: number, step: string, key: string, at = start): TraceEntry {
  return { seq, at, type: 'step_started', step, key, verb: 'wait_for', due: at + 30 * DAY };
}

const told = async () => (await outbox(db)).filter(({ kind }) => kind === 'push_event').map(({ payload }) => payload.event);
const sweeper = () => sweeperOf(db, '2026-03-10');

describe('what a step waits for', () => {
  test('is looked at by the sweep at 08:00, and the step is told once, with the facts', async () => {
    await loginsOn(db, '2026-03-09', { acme: 3 });
    await sweep(sweeper(), noon('2026-03-10'));
    expect(await told()).toEqual([]);
    await loginsOn(db, '2026-03-10', { acme: 12 });
    for (const day of ['2026-03-11', '2026-03-12', '2026-03-13']) await sweep(sweeper(), noon(day));
    expect(await told()).toMatchObject([
      { type: 'condition_met', id: `met:${runId}:back#3`, key: 'back#3', facts: [{ name: 'logins', value: 12 }] },
    ]);
    const [event] = (await told()) as { at: number }[];
    // The day before is over at midnight: the daily window sees it first.
    expect(event?.at).toBe(instant('2026-03-11'));
    expect(eight('2026-03-11')).toBeGreaterThan(event?.at ?? 0);
  });

  test('is looked at whenever the account changes, also by a step of ours, and may read what became of other steps', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'silver' } } });
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([]);
    await writeAttribute(db, {
      ...{ runId, stepKey: 'mark#9', accountId: 'acme', attribute: 'tier', value: 'gold', at: noon('2026-03-10') },
    });
    expect(await outbox(db)).toEqual([{ kind: 'watch_exits', payload: { accountId: 'acme', at: noon('2026-03-10') } }]);
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([runId]);
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([]);
    expect(await told()).toMatchObject([{ type: 'condition_met', key: 'agreed#4', at: noon('2026-03-10') }]);
  });

  test('also when two look at the same moment it is told once', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'gold' } } });
    await Promise.all(Array.from({ length: 8 }, () => watchRuns(sweeper(), 'acme', noon('2026-03-10'))));
    expect(await told()).toHaveLength(1);
  });

  test('is not looked at as of an instant before the step waited, nor when the step is over', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'gold' } } });
    await db.pool.query(`UPDATE step_records SET started_at = $1 WHERE key = 'agreed#4'`, [new Date(noon('2026-03-11'))]);
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([]);
    await appendTrace(db, runId, [settled(6, 'agreed', 'agreed#4', 'ran_out')]);
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-12'))).toEqual([]);
  });

  test('counts while the run is paused', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'gold' } } });
    await db.client.run.updateMany({ data: { status: 'paused' } });
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([runId]);
  });

  test('means nothing to a run that leaves at the same look', async () => {
    await db.client.account.updateMany({ data: { attributes: { tier: 'gold' }, status: 'churned' } });
    expect(await watchRuns(sweeper(), 'acme', noon('2026-03-10'))).toEqual([runId]);
    expect(await told()).toMatchObject([{ type: 'exit_met', exit: 'churned' }]);
  });
});
