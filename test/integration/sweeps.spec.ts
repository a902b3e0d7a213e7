import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../apps/worker/sweeps/sweep.js';
import { watchRuns } from '../../apps/worker/sweeps/watch-runs.js';
import { manualEnroll } from '../../apps/shared/manual-enroll.js';
import { Database } from '../../prisma/database.js';
import { recordEnrollments } from '../../prisma/stores/enrollment-store.js';
import { closeEpisodes } from '../../prisma/stores/episode-store.js';
import type { MetricDefinition } from '../../workflows/model/catalogue.js';
import type { Condition, NamedCondition } from '../../workflows/model/condition.js';
import type { EnrollmentDecision } from '../../workflows/model/decision.js';
import type { StartDoor } from '../../workflows/model/plan.js';
import type { PeriodUnit } from '../../workflows/model/time.js';
import { instant } from '../support/account-data-builder.js';
import { OPEN_TO_ALL, being, comparing, planOf } from '../support/plan-builder.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';
import { CATALOGUE, addAccounts, decisions, finishRun, loginsOn, outbox, publish, sweeperOf } from '../support/sweep-fixture.js';

const ENROLL: EnrollmentDecision = { decision: 'enroll', arm: 'treatment', evaluations: [] };
const noon = (date: string) => instant(`${date}T12:00:00Z`);

let keeper: ScratchDatabase;
let scratch: ScratchDatabase;
let db: Database;

// Keeps the server of this file alive between the databases of its tests.
beforeAll(async () => {
  keeper = await scratchDatabase();
}, 120_000);
beforeEach(async () => {
  scratch = await scratchDatabase();
  db = scratch.db;
});
afterEach(() => scratch.stop());
afterAll(() => keeper.stop());

describe('a sweep', () => {
  beforeEach(async () => {
    await publish(db, [planOf()]);
    await addAccounts(
      db,
      ['low', 'fine', 'silent'].map((id) => ({ id })),
    );
    await loginsOn(db, '2026-03-09', { low: 3, fine: 30 });
  });

  test('writes episode, decision, run and the order to start it, as of its scheduled time', async () => {
    const deps = sweeperOf(db, '2026-03-10');
    expect(await sweep(deps, noon('2026-03-10'))).toEqual({ status: 'swept', windows: 2, dropped: 0 });
    expect(await decisions(db, 'rescue')).toEqual([
      {
        account: 'low',
        key: 'check#1',
        decision: 'enroll',
        arm: 'treatment',
        reason: null,
        run: 'pb:rescue:low:check#1',
        open: true,
      },
    ]);
    expect(await outbox(db)).toEqual([{ kind: 'start_run', payload: { runId: 'pb:rescue:low:check#1' } }]);
    const { rows } = await db.pool.query('SELECT status, arm, started_at FROM runs');
    expect(rows).toEqual([{ status: 'starting', arm: 'treatment', started_at: new Date('2026-03-10T08:00:00Z') }]);
    const facts = await db.pool.query<{ facts: unknown }>('SELECT facts FROM episodes');
    expect(facts.rows[0]?.facts).toEqual([
      { name: 'logins', type: 'number', value: 3, asOf: instant('2026-03-10'), since: instant('2026-03-09') },
    ]);
  });

  test('a condition about the last 90 days and 20 weeks reads all of them', async () => {
    const quiet = (text: string, of: Condition, count: number, unit: PeriodUnit): NamedCondition => ({
      text,
      condition: { kind: 'for', of, count, unit },
    });
    const start = planOf().start as Extract<StartDoor, { kind: 'becomes_true' }>;
    const weak = comparing('health.score', '<', 60).condition;
    await publish(db, [
      planOf({ playbook: 'days', start: { ...start, when: quiet('d', comparing('logins', '<', 10).condition, 90, 'day') } }),
      planOf({ playbook: 'weeks', start: { ...start, when: quiet('w', weak, 20, 'week') } }),
    ]);
    await db.pool.query(
      `INSERT INTO metric_points (account_id, metric, period_start, period_end, value)
       SELECT 'low', 'logins', d, d + interval '1 day', 3 FROM generate_series('2025-11-01'::timestamptz, '2026-03-08', '1 day') d`,
    );
    await db.pool.query(
      `INSERT INTO health_snapshots (account_id, at, definition, score, band, dimensions)
       SELECT 'low', d, 'default', 15, 'red', '[]' FROM generate_series('2025-10-01'::timestamptz, '2026-03-09', '1 day') d`,
    );
    await sweep(sweeperOf(db, '2026-03-10'), noon('2026-03-10'));
    expect((await decisions(db, 'days')).map(({ account }) => account)).toEqual(['low']);
    expect((await decisions(db, 'weeks')).map(({ account }) => account)).toEqual(['low']);
  });

  test('stores the health of each local day with the facts behind it', async () => {
    await sweep(sweeperOf(db, '2026-03-10'), noon('2026-03-10'));
    const { rows } = await db.pool.query<{
      account_id: string;
      score: number | null;
      band: string | null;
      dimensions: unknown[];
    }>(`SELECT account_id, score, band, dimensions FROM health_snapshots WHERE at = '2026-03-10' ORDER BY account_id`);
    expect(rows.map(({ account_id, score, band }) => [account_id, score, band])).toEqual([
      ['fine', 100, 'green'],
      ['low', 15, 'red'],
      ['silent', null, null],
    ]);
    expect(rows[1]?.dimensions).toEqual([
      expect.objectContaining({ id: 'use', points: 15, fact: expect.objectContaining({ name: 'logins', value: 3 }) }),
    ]);
  });

  test('a second look at the same time finds nothing to do', async () => {
    const deps = sweeperOf(db, '2026-03-10');
    await sweep(deps, noon('2026-03-10'));
    expect(await sweep(deps, noon('2026-03-10'))).toEqual({ status: 'swept', windows: 0, dropped: 0 });
    expect(await outbox(db)).toHaveLength(1);
  });

  test('a sweep that runs late decides as of its scheduled time, not as of now', async () => {
    await loginsOn(db, '2026-03-10', { low: 30, fine: 2 });
    await sweep(sweeperOf(db, '2026-03-10', { until: instant('2026-03-10T23:00:00Z') }), noon('2026-03-12'));
    expect((await decisions(db, 'rescue')).map(({ account }) => account)).toEqual(['low']);
  });

  test('nothing published is no error and leaves no trace', async () => {
    await db.pool.query('DELETE FROM catalogue_versions');
    expect(await sweep(sweeperOf(db, '2026-03-10'), noon('2026-03-10'))).toEqual({ status: 'no_book' });
    expect((await db.pool.query('SELECT 1 FROM sweep_windows')).rows).toEqual([]);
  });

  test('accounts of an unknown zone are named and left out; the others are swept', async () => {
    await addAccounts(db, [{ id: 'lost', timezone: 'Mars/Olympus' }]);
    const visits: MetricDefinition = {
      ...CATALOGUE.metrics['logins']!,
      id: 'visits',
      source: { kind: 'count_events', event: 'visit' },
    };
    const catalogue = { ...CATALOGUE, contentHash: 'counted', metrics: { ...CATALOGUE.metrics, visits } };
    await publish(db, [planOf({ playbook: 'central', timezone: 'Europe/Berlin' })], catalogue);
    const deps = sweeperOf(db, '2026-03-10');
    await sweep(deps, noon('2026-03-10'));
    expect((await outbox(db)).map(({ payload }) => payload['runId'])).toEqual([
      'pb:central:low:check#1',
      'pb:rescue:low:check#1',
    ]);
    expect(deps.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      expect.stringContaining('"Mars/Olympus"'),
    ]);
  });
});

describe('episodes', () => {
  const low = (date: string, value: number | null) => loginsOn(db, date, { acme: value });

  beforeEach(async () => {
    await publish(db, [planOf({ enroll: { ...OPEN_TO_ALL, againAfter: { amount: 2, unit: 'd' } } })]);
    await addAccounts(db, [{ id: 'acme' }]);
  });

  test('a flapping condition opens an episode per edge, each with one decision, and never two runs at once', async () => {
    // As seen at 08:00 on the days 2 to 8: low, low, high, low, unknown, high, low.
    const values = [3, 3, 30, 3, null, 30, 3];
    for (const [index, value] of values.entries()) await low(`2026-03-0${index + 1}`, value);
    const deps = sweeperOf(db, '2026-03-02');
    for (let day = 2; day <= 8; day += 1) {
      await sweep(deps, noon(`2026-03-0${day}`));
      if (day === 6) await finishRun(db, 'pb:rescue:acme:check#1', noon('2026-03-06'));
    }
    expect((await decisions(db, 'rescue')).map(({ key, decision, reason, open }) => [key, decision, reason, open])).toEqual([
      ['check#1', 'enroll', null, false],
      ['check#2', 'skip', 'already_running', false],
      ['check#3', 'skip', 'cool_down', true],
    ]);
    expect(await outbox(db)).toHaveLength(1);
  });

  test('a new version of a playbook does not fire again for an account that is in trouble already', async () => {
    await low('2026-03-01', 3);
    await low('2026-03-02', 3);
    const deps = sweeperOf(db, '2026-03-02');
    await sweep(deps, noon('2026-03-02'));
    await publish(db, [planOf({ version: 2 })]);
    await sweep(deps, noon('2026-03-03'));
    expect(await decisions(db, 'rescue')).toHaveLength(1);
  });

  test('a holdout account is a run too, in its own arm', async () => {
    await publish(db, [planOf({ playbook: 'held', enroll: { ...OPEN_TO_ALL, holdout: 1 } })]);
    await low('2026-03-01', 3);
    await sweep(sweeperOf(db, '2026-03-02'), noon('2026-03-02'));
    expect(await decisions(db, 'held')).toMatchObject([{ decision: 'enroll', arm: 'holdout', run: 'pb:held:acme:check#1' }]);
    const { rows } = await db.pool.query(`SELECT arm FROM runs WHERE playbook = 'held'`);
    expect(rows).toEqual([{ arm: 'holdout' }]);
  });
});

describe('duplicates and crashes', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `a${String(index).padStart(2, '0')}`);

  beforeEach(async () => {
    await publish(db, [planOf()]);
    await addAccounts(
      db,
      ids.map((id) => ({ id })),
    );
    await loginsOn(db, '2026-03-09', Object.fromEntries(ids.map((id) => [id, 1])));
  });

  test('two replicas that sweep at the same moment start one run each', async () => {
    const other = new Database(scratch.url);
    try {
      const first = sweeperOf(db, '2026-03-10');
      const second = sweeperOf(other, '2026-03-10');
      const looks = [1, 2, 3, 4].flatMap(() => [sweep(first, noon('2026-03-10')), sweep(second, noon('2026-03-10'))]);
      const outcomes = await Promise.all(looks);
      expect(outcomes.filter((outcome) => outcome.status === 'swept' && outcome.windows > 0)).toHaveLength(1);
      expect((await decisions(db, 'rescue')).map(({ run }) => run)).toEqual(ids.map((id) => `pb:rescue:${id}:check#1`));
      expect(await outbox(db)).toHaveLength(ids.length);
    } finally {
      await other.close();
    }
  });

  test('a hundred duplicate triggers make one run', async () => {
    const batch = {
      playbook: 'rescue',
      version: 1,
      at: instant('2026-03-10T08:00:00Z'),
      periodStart: instant('2026-03-10'),
      candidates: [{ accountId: 'a00', key: null, facts: [] }],
      decide: () => ENROLL,
    };
    const recorded = await Promise.all(Array.from({ length: 100 }, () => recordEnrollments(db, batch)));
    expect(recorded.flat()).toHaveLength(1);
    expect(await decisions(db, 'rescue')).toHaveLength(1);
    expect(await outbox(db)).toEqual([{ kind: 'start_run', payload: { runId: 'pb:rescue:a00:check#1' } }]);
  });

  test('a window that was begun and not finished is taken up again; what it had done stays single', async () => {
    const deps = sweeperOf(db, '2026-03-10');
    await sweep(deps, noon('2026-03-10'));
    // As after a kill: the last window is there, its effects too, and half of them are missing.
    await db.pool.query(`UPDATE sweep_windows SET finished_at = NULL, detail = NULL WHERE job LIKE 'evaluate:%'`);
    const lost = ids.slice(6);
    await db.pool.query('DELETE FROM runs WHERE account_id = ANY($1)', [lost]);
    await db.pool.query('DELETE FROM enrollments WHERE account_id = ANY($1)', [lost]);
    await db.pool.query('DELETE FROM episodes WHERE account_id = ANY($1)', [lost]);
    expect(await sweep(deps, noon('2026-03-10'))).toMatchObject({ windows: 1 });
    expect((await decisions(db, 'rescue')).map(({ account, key }) => `${account} ${key}`)).toEqual(
      ids.map((id) => `${id} check#1`),
    );
    const { rows } = await db.pool.query<{ detail: object }>(`SELECT detail FROM sweep_windows WHERE job LIKE 'evaluate:%'`);
    expect(rows[0]?.detail).toMatchObject({ resumed: true, playbooks: { rescue: { enrolled: 6 } } });
  });

  test('a sweeper that dies in the middle of its writes leaves nothing half done', async () => {
    await db.pool.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no disk'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION fail();`);
    const deps = sweeperOf(db, '2026-03-10');
    await expect(sweep(deps, noon('2026-03-10'))).rejects.toThrow('no disk');
    for (const table of ['episodes', 'enrollments', 'runs', 'outbox'])
      expect((await db.pool.query(`SELECT 1 FROM ${table}`)).rows).toEqual([]);
    await db.pool.query('DROP TRIGGER fail ON outbox');
    await sweep(deps, noon('2026-03-10'));
    expect(await outbox(db)).toHaveLength(ids.length);
  });

  test('one account that cannot be written stops nobody else', async () => {
    await db.pool.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF new.account_id = 'a03' THEN RAISE EXCEPTION 'poison'; END IF; RETURN new; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON runs FOR EACH ROW EXECUTE FUNCTION fail();`);
    const deps = sweeperOf(db, '2026-03-10');
    await sweep(deps, noon('2026-03-10'));
    expect((await decisions(db, 'rescue')).map(({ account }) => account)).toEqual(ids.filter((id) => id !== 'a03'));
    const { rows } = await db.pool.query<{ detail: { errors: string[] } }>(
      `SELECT detail FROM sweep_windows WHERE job LIKE 'evaluate:%'`,
    );
    expect(rows[0]?.detail.errors).toEqual([expect.stringMatching(/^rescue\/a03: .*poison/)]);
    // The next window asks the account again.
    await db.pool.query('DROP TRIGGER fail ON runs');
    await loginsOn(db, '2026-03-10', { a03: 1 });
    await sweep(deps, noon('2026-03-11'));
    expect((await decisions(db, 'rescue')).filter(({ account }) => account === 'a03')).toHaveLength(1);
  });

  test('a sweeper that lost its lock and comes late opens nothing that a younger window has closed', async () => {
    const at = instant('2026-03-10T08:00:00Z');
    const batch = {
      playbook: 'rescue',
      version: 1,
      at,
      periodStart: at,
      candidates: [{ accountId: 'a00', key: null, facts: [] }],
      decide: () => ENROLL,
    };
    await recordEnrollments(db, batch);
    await closeEpisodes(db, 'rescue', ['a00'], at + 86_400_000);
    expect(await recordEnrollments(db, batch)).toEqual([]);
    expect(await recordEnrollments(db, { ...batch, at: at + 2 * 86_400_000 })).toMatchObject([{ episodeKey: 'check#2' }]);
  });
});

describe('catching up', () => {
  test('missed windows are carried out one by one, each as of its own time; too old ones are dropped with a reason', async () => {
    await publish(db, [planOf()]);
    await addAccounts(db, [{ id: 'acme' }]);
    for (let day = 1; day <= 28; day += 1)
      await loginsOn(db, `2026-02-${String(day).padStart(2, '0')}`, { acme: day === 24 ? 3 : 30 });
    const deps = sweeperOf(db, '2026-02-02');
    await sweep(deps, noon('2026-02-02'));
    expect(await sweep(deps, noon('2026-02-28'))).toEqual({ status: 'swept', windows: 28, dropped: 2 });
    const opened = await db.pool.query('SELECT opened_at, closed_at FROM episodes');
    expect(opened.rows).toEqual([{ opened_at: new Date('2026-02-25T08:00:00Z'), closed_at: new Date('2026-02-26T08:00:00Z') }]);
    const { rows } = await db.pool.query<{ detail: object }>(
      `SELECT detail FROM sweep_windows WHERE job = 'evaluate:UTC' AND detail ? 'dropped'`,
    );
    expect(rows[0]?.detail).toMatchObject({
      dropped: 12,
      reason: 'more than 14 windows behind',
      from: '2026-02-03T08:00:00.000Z',
      to: '2026-02-14T08:00:00.000Z',
    });
  });

  test('a replay does every window, however slow the machine is', async () => {
    await publish(db, [planOf()]);
    await addAccounts(db, [{ id: 'acme' }]);
    const { catchUpWindows: _, ...deps } = sweeperOf(db, '2026-01-01');
    expect(await sweep(deps, noon('2026-02-28'))).toEqual({ status: 'swept', windows: 118, dropped: 0 });
  });
});

describe('dated triggers', () => {
  test('fire once per contract date, also when windows were missed around it', async () => {
    await publish(db, [
      planOf({
        playbook: 'renewal',
        start: {
          kind: 'at_date',
          offset: { amount: 90, unit: 'd' },
          direction: 'before',
          anchor: 'contract.end',
          at: { hour: 8, minute: 0 },
          when: null,
        },
      }),
    ]);
    await addAccounts(db, [{ id: 'acme', contracts: [['2025-06-09', '2026-06-09', 10]] }]);
    const deps = sweeperOf(db, '2026-03-05', { catchUpWindows: 2 });
    await sweep(deps, noon('2026-03-05'));
    await sweep(deps, noon('2026-03-20'));
    await sweep(deps, noon('2026-03-21'));
    expect(await decisions(db, 'renewal')).toMatchObject([
      { key: 'contract.end:2026-06-09', decision: 'enroll', run: 'pb:renewal:acme:contract.end:2026-06-09', open: false },
    ]);
  });
});

describe('caps, priorities and zones', () => {
  test('at_most holds over the whole book in a UTC day, first accounts first, and is new the next day', async () => {
    await publish(db, [planOf({ enroll: { ...OPEN_TO_ALL, atMost: { count: 2, per: 'day' } } })]);
    await addAccounts(db, [{ id: 'a' }, { id: 'b', timezone: 'Asia/Tokyo' }, { id: 'c' }, { id: 'd' }, { id: 'e' }]);
    await loginsOn(db, '2026-03-09', { a: 1, c: 1, d: 1, e: 50 });
    await loginsOn(db, '2026-03-10', { a: 1, b: 1, c: 1, d: 1, e: 1 });
    await sweep(sweeperOf(db, '2026-03-10T00:00:00Z'), noon('2026-03-11'));
    expect((await decisions(db, 'rescue')).map(({ account, reason }) => [account, reason])).toEqual([
      ['a', null],
      ['c', null],
      ['d', 'cap_reached'],
      // 08:00 in Tokyo is 23:00 of the same UTC day.
      ['b', 'cap_reached'],
      ['e', null],
    ]);
  });

  test('an account is swept at the time of its own zone; a playbook with a zone of its own looks at everybody', async () => {
    await publish(db, [planOf({ playbook: 'local' }), planOf({ playbook: 'central', timezone: 'Europe/Berlin' })]);
    await addAccounts(db, [{ id: 'tokyo', timezone: 'Asia/Tokyo' }, { id: 'utc' }]);
    await loginsOn(db, '2026-03-08', { tokyo: 1, utc: 1 });
    await loginsOn(db, '2026-03-09', { tokyo: 1, utc: 1 });
    await sweep(sweeperOf(db, '2026-03-09T12:00:00Z'), noon('2026-03-10'));
    const { rows } = await db.pool.query<{ playbook: string; account_id: string; opened_at: Date }>(
      'SELECT playbook, account_id, opened_at FROM episodes ORDER BY opened_at, account_id',
    );
    expect(rows.map(({ playbook, account_id, opened_at }) => [playbook, account_id, opened_at.toISOString()])).toEqual([
      ['local', 'tokyo', '2026-03-09T23:00:00.000Z'],
      ['central', 'tokyo', '2026-03-10T07:00:00.000Z'],
      ['central', 'utc', '2026-03-10T07:00:00.000Z'],
      ['local', 'utc', '2026-03-10T08:00:00.000Z'],
    ]);
  });
});

describe('exits', () => {
  const exits = [
    { id: 'churned', as: 'lost' as const, when: being('account.status', 'churned'), after: null },
    { id: 'recovered', as: 'success' as const, when: comparing('health.score', '>=', 75), after: null },
    { id: 'too_long', as: 'expired' as const, when: null, after: { amount: 60, unit: 'd' as const } },
  ];
  const RUN = 'pb:rescue:acme:check#1';

  beforeEach(async () => {
    await publish(db, [planOf({ exits })]);
    await addAccounts(db, [{ id: 'acme' }]);
    await loginsOn(db, '2026-03-09', { acme: 3 });
    await sweep(sweeperOf(db, '2026-03-10'), noon('2026-03-10'));
  });

  test('a health that recovers is seen at the next midnight: the run is told once, with the facts', async () => {
    await loginsOn(db, '2026-03-10', { acme: 30 });
    await sweep(sweeperOf(db, '2026-03-10'), noon('2026-03-11'));
    const at = instant('2026-03-11');
    expect((await outbox(db)).slice(1)).toEqual([
      {
        kind: 'push_event',
        payload: {
          runId: RUN,
          event: {
            type: 'exit_met',
            at,
            id: `exit:${RUN}:recovered`,
            exit: 'recovered',
            facts: [{ name: 'health.score', type: 'number', value: 100, asOf: at }],
          },
        },
      },
    ]);
    const { rows } = await db.pool.query('SELECT exiting_at FROM runs');
    expect(rows).toEqual([{ exiting_at: new Date(at) }]);
  });

  test('a change of the account takes effect at once, and only once', async () => {
    await db.pool.query(`UPDATE accounts SET status = 'churned'`);
    const at = instant('2026-03-10T15:30:00Z');
    const deps = sweeperOf(db, '2026-03-10');
    expect(await watchRuns(deps, 'acme', at)).toEqual([RUN]);
    expect(await watchRuns(deps, 'acme', at)).toEqual([]);
    await sweep(deps, noon('2026-03-11'));
    expect((await outbox(db)).filter(({ kind }) => kind === 'push_event')).toMatchObject([
      { payload: { event: { exit: 'churned', at } } },
    ]);
  });

  test('a run that verifies or is over is not watched', async () => {
    await db.pool.query(`UPDATE accounts SET status = 'churned'`);
    await db.pool.query(`UPDATE runs SET status = 'verifying'`);
    expect(await watchRuns(sweeperOf(db, '2026-03-10'), 'acme', noon('2026-03-10'))).toEqual([]);
    expect(await outbox(db)).toHaveLength(1);
  });

  test('an account that does not exist has nothing to leave', async () => {
    expect(await watchRuns(sweeperOf(db, '2026-03-10'), 'nobody', noon('2026-03-10'))).toEqual([]);
  });
});

describe('a start by hand', () => {
  const at = noon('2026-03-10');
  const manual = planOf({ playbook: 'visit', start: { kind: 'manual' } });

  beforeEach(async () => {
    await publish(db, [manual, planOf()]);
    await addAccounts(db, [{ id: 'acme' }, { id: 'gone', status: 'churned' }]);
  });

  test('starts one run per request, however often it is sent', async () => {
    const requestId = 'a2f1e0aa-0000-4000-8000-000000000001';
    const request = { playbook: 'visit', accountId: 'acme', at, requestId };
    const runId = `pb:visit:acme:manual:${requestId}`;
    expect(await manualEnroll(db, request)).toMatchObject({ status: 'decided', runId, decision: { decision: 'enroll' } });
    expect(await manualEnroll(db, request)).toEqual({ status: 'repeated', runId });
    expect(await outbox(db)).toHaveLength(1);
  });

  test('obeys the rules of the playbook and says why not', async () => {
    await manualEnroll(db, { playbook: 'visit', accountId: 'acme', at });
    expect(await manualEnroll(db, { playbook: 'visit', accountId: 'acme', at })).toMatchObject({
      runId: null,
      decision: { decision: 'skip', reason: 'already_running' },
    });
    expect(await manualEnroll(db, { playbook: 'visit', accountId: 'gone', at })).toMatchObject({
      decision: { reason: 'account_churned' },
    });
    expect(await manualEnroll(db, { playbook: 'rescue', accountId: 'acme', at })).toEqual({ status: 'not_manual' });
    expect(await manualEnroll(db, { playbook: 'nothing', accountId: 'acme', at })).toEqual({ status: 'no_such_playbook' });
    expect(await manualEnroll(db, { playbook: 'visit', accountId: 'nobody', at })).toEqual({ status: 'no_such_account' });
  });
});
