import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { watchRuns } from '../../apps/worker/sweeps/watch-runs.js';
import { PlanNotPublished } from '../../apps/worker/book/playbook-reader.js';
import type { Database } from '../../prisma/database.js';
import { underSweepLock } from '../../prisma/stores/sweep-window-store.js';
import type { Plan } from '../../workflows/model/plan.js';
import { instant } from '../support/account-data-builder.js';
import { being, planOf } from '../support/plan-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { addAccounts, decisions, loginsOn, outbox, publish, sweeperOf } from '../support/sweep-fixture.js';

const noon = (date: string) => instant(`${date}T12:00:00Z`);
const renewal: Plan = planOf({
  playbook: 'renewal',
  start: {
    kind: 'at_date',
    offset: { amount: 90, unit: 'd' },
    direction: 'before',
    anchor: 'contract.end',
    at: { hour: 8, minute: 0 },
    when: null,
  },
});

let keeper: ScratchDatabase;

// Keeps the server of this file alive between the databases of its tests.
beforeAll(async () => {
  keeper = await scratchDatabase();
}, 120_000);
afterAll(() => keeper.stop());

async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const scratch = await scratchDatabase();
  try {
    await work(scratch.db);
  } finally {
    await scratch.stop();
  }
}

/** Makes writes to a table fail, as the database itself would. */
async function failOn(db: Database, table: string, when: string, code: string): Promise<void> {
  await db.pool.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF ${when} THEN RAISE EXCEPTION 'out of order' USING ERRCODE = '${code}'; END IF; RETURN new; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fail();`);
}

describe('a contract date is not lost', () => {
  test('when a sweep dies after it has dropped old windows: the date belongs to the first window that is carried out', () =>
    withDatabase(async (db) => {
      await publish(db, [renewal]);
      await addAccounts(db, [{ id: 'acme', contracts: [['2025-06-09', '2026-06-09', 10]] }]);
      const deps = sweeperOf(db, '2026-03-05', { catchUpWindows: 2 });
      await sweep(deps, noon('2026-03-05'));
      // Due on 2026-03-11, in a window that is too old by the 20th.
      await failOn(db, 'health_snapshots', 'true', 'P0001');
      await expect(sweep(deps, noon('2026-03-20'))).rejects.toThrow('out of order');
      await db.pool.query('DROP TRIGGER fail ON health_snapshots');
      await sweep(deps, noon('2026-03-20'));
      expect(await decisions(db, 'renewal')).toMatchObject([{ account: 'acme', decision: 'enroll' }]);
      const { rows } = await db.pool.query<{ job: string; dropped: number }>(
        `SELECT job, (detail->>'dropped')::int AS dropped FROM sweep_windows WHERE detail ? 'dropped' ORDER BY job`,
      );
      expect(rows).toEqual([
        { job: 'daily:UTC', dropped: 13 },
        { job: 'evaluate:UTC', dropped: 13 },
      ]);
    }));

  test('when the database goes away between two accounts: the window is taken up again', () =>
    withDatabase(async (db) => {
      await publish(db, [renewal]);
      const ids = ['a', 'b', 'c'];
      await addAccounts(
        db,
        ids.map((id) => ({ id, contracts: [['2025-06-09', '2026-06-09', 10]] })),
      );
      await failOn(db, 'runs', `new.account_id = 'b'`, '57P01');
      const deps = sweeperOf(db, '2026-03-10');
      await expect(sweep(deps, noon('2026-03-11'))).rejects.toThrow('out of order');
      await db.pool.query('DROP TRIGGER fail ON runs');
      await sweep(deps, noon('2026-03-11'));
      expect((await decisions(db, 'renewal')).map(({ account }) => account).sort()).toEqual(ids);
    }));
});

describe('one playbook stops no other', () => {
  test('a plan that cannot be asked is named in the window; the others are asked', () =>
    withDatabase(async (db) => {
      const cadence = { every: 'day', weekday: null, at: { hour: 8, minute: 0 } } as const;
      const broken = planOf({ playbook: 'broken', start: { kind: 'becomes_true', cadence, when: null as never } });
      await publish(db, [broken, planOf()]);
      await addAccounts(db, [{ id: 'acme' }]);
      await loginsOn(db, '2026-03-09', { acme: 3 });
      const deps = sweeperOf(db, '2026-03-10');
      await sweep(deps, noon('2026-03-10'));
      expect(await decisions(db, 'rescue')).toMatchObject([{ account: 'acme', decision: 'enroll' }]);
      const { rows } = await db.pool.query<{ detail: { errors: string[] } }>(
        `SELECT detail FROM sweep_windows WHERE job = 'evaluate:UTC'`,
      );
      expect(rows[0]?.detail.errors).toEqual([expect.stringMatching(/^broken: /)]);
      expect(deps.lines.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { playbook: 'broken' } }]);
    }));

  test('an account whose values the database refuses does not hold its zone up for ever, even when it is the only one', () =>
    withDatabase(async (db) => {
      await publish(db, [planOf()]);
      await addAccounts(db, [{ id: 'acme' }]);
      await loginsOn(db, '2026-03-09', { acme: 3 });
      await failOn(db, 'runs', 'true', '23514');
      const deps = sweeperOf(db, '2026-03-10');
      expect(await sweep(deps, noon('2026-03-10'))).toMatchObject({ status: 'swept', windows: 2 });
      expect(await decisions(db, 'rescue')).toEqual([]);
      expect((await db.pool.query('SELECT 1 FROM sweep_windows WHERE finished_at IS NULL')).rows).toEqual([]);
    }));

  test('a run whose version is not here keeps no other run of the account from leaving', () =>
    withDatabase(async (db) => {
      const exits = [{ id: 'churned', as: 'lost' as const, when: being('account.status', 'churned'), after: null }];
      await publish(db, [planOf({ exits }), planOf({ exits, playbook: 'advice' })]);
      await addAccounts(db, [{ id: 'acme' }]);
      await loginsOn(db, '2026-03-09', { acme: 3 });
      const reader = sweeperOf(db, '2026-03-10');
      const readPlaybook: typeof reader.readPlaybook = (playbook, version) =>
        playbook === 'advice' ? Promise.reject(new PlanNotPublished(playbook, version)) : reader.readPlaybook(playbook, version);
      const deps = { ...reader, readPlaybook };
      await sweep(deps, noon('2026-03-10'));
      await db.pool.query(`UPDATE accounts SET status = 'churned'`);
      expect(await watchRuns(deps, 'acme', noon('2026-03-10'))).toEqual(['pb:rescue:acme:check#1']);
      await sweep(deps, noon('2026-03-11'));
      expect((await outbox(db)).filter(({ kind }) => kind === 'push_event')).toHaveLength(1);
    }));
});

describe('a connection that goes away while it is held', () => {
  test('fails what it was held for, and nothing else: the process lives on', () =>
    withDatabase(async (db) => {
      const uncaught: unknown[] = [];
      const note = (error: unknown): void => void uncaught.push(error);
      process.on('uncaughtException', note);
      try {
        // As PostgreSQL does when it restarts in the middle of a sweep.
        const cut = underSweepLock(db, 'sweep', async () => {
          await db.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
          await new Promise((resolve) => setTimeout(resolve, 300));
        });
        await expect(cut).rejects.toThrow();
        expect(uncaught).toEqual([]);
        expect(await underSweepLock(db, 'sweep', () => Promise.resolve(1))).toEqual({ lock: 'held', result: 1 });
      } finally {
        process.off('uncaughtException', note);
      }
    }));
});
