import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sweep } from '../../../apps/worker/sweeps/sweep.js';
import type { SweepDependencies } from '../../../apps/worker/sweeps/sweep-dependencies.js';
import { loadHistory } from '../../../apps/shared/backtest/load-history.js';
import { importFolder } from '../../../prisma/import/import-folder.js';
import { loadAccountData } from '../../../prisma/read-models/account-data.js';
import { pinnedPlaybook } from '../../../prisma/read-models/pinned-playbook.js';
import { catalogueInForce, publishBook } from '../../../prisma/stores/publication-store.js';
import { buildZoneCalendar } from '../../../workflows/evaluate/build-zone-calendar.js';
import { fromLocal } from '../../../workflows/model/calendar.js';
import type { Instant } from '../../../workflows/model/time.js';
import { BookSweeps } from '../../../workflows/simulate/backtest/book-sweeps.js';
import { scratchDatabase, type ScratchDatabase } from '../../support/scratch-database.js';
import { compileFolder } from './compile-folder.js';

const DAY = 86_400_000;
const MINUTE = 60_000;
const here = import.meta.dirname;
const data = process.env['SOPWITH_OULAD'] ?? path.resolve(here, '../../../../shared/data/oulad');
const present = existsSync(path.join(data, 'events.csv'));
if (!present) {
  console.warn(
    `test/real/oulad is skipped: ${data} has no events.csv. Put the course data there, or name its folder in SOPWITH_OULAD.`,
  );
}

interface Expected {
  readonly from: string;
  readonly to: string;
  readonly accountsEvaluated: number;
  readonly events: number;
  readonly sweepDays: number;
  readonly triggers: Readonly<Record<string, number>>;
  readonly episodes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly activationRates: readonly { readonly account: string; readonly asOf: string; readonly activationRate: number }[];
}
const expected = JSON.parse(readFileSync(path.join(here, 'expected.json'), 'utf8')) as Expected;

const from = Date.parse(`${expected.from}T00:00:00Z`);
const to = Date.parse(`${expected.to}T00:00:00Z`);
const london = buildZoneCalendar('Europe/London', from - 800 * DAY, to + 400 * DAY);
/** 08:00 in London on a day. */
const eight = (day: Instant): Instant => fromLocal(london, day + 8 * 60 * MINUTE);

function python(): string | null {
  for (const name of ['python3', 'python']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // try the next name
    }
  }
  return null;
}

(present ? describe : describe.skip)('a real history of 91 accounts and 214,623 events', () => {
  let scratch: ScratchDatabase;
  let rejects: string;
  let imported: Awaited<ReturnType<typeof importFolder>>;
  const book = compileFolder(path.join(here, 'playbooks'));

  beforeAll(async () => {
    rejects = await mkdtemp(path.join(tmpdir(), 'sopwith-oulad-'));
    scratch = await scratchDatabase();
    imported = await importFolder(scratch.db, data, {
      mapping: path.join(here, 'mapping.yaml'),
      rejectsFolder: rejects,
      now: from,
    });
    if (book.catalogue === null) throw new Error('The book of the course history does not compile: see the first test');
    await publishBook(scratch.db, { catalogue: book.catalogue, playbooks: book.playbooks }, from);
    const deps: SweepDependencies = {
      db: scratch.db,
      clock: { origin: fromLocal(london, from), startedAt: 0, rate: 86_400 },
      machineNow: () => Date.now(),
      readPlaybook: async (playbook, version) => {
        const found = await pinnedPlaybook(scratch.db, playbook, version);
        if (found === null) throw new Error(`${playbook} version ${version} was not published`);
        return found;
      },
      log: { log: () => undefined, warn: () => undefined },
    };
    for (let day = from; day <= to; day += DAY) {
      const outcome = await sweep(deps, eight(day));
      expect(outcome.status).toBe('swept');
    }
  }, 300_000);

  afterAll(async () => {
    await scratch?.stop();
    if (rejects) await rm(rejects, { recursive: true, force: true });
  });

  test('its playbooks compile without a single remark', () => {
    expect(book.diagnostics).toEqual([]);
    expect(book.playbooks.map(({ plan }) => plan.playbook)).toEqual(Object.keys(expected.triggers).sort());
  });

  test('every row was taken, and everybody has somebody to look after them', async () => {
    for (const report of Object.values(imported.sections)) expect(report).toMatchObject({ rejected: 0, firstReject: null });
    const { rows } = await scratch.db.pool.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM accounts) AS accounts, (SELECT count(*)::int FROM events) AS events,
              (SELECT count(*)::int FROM subscriptions) AS terms,
              (SELECT count(*)::int FROM contacts WHERE role = 'end_user') AS learners,
              (SELECT count(*)::int FROM accounts WHERE csm_id IS NULL) AS unowned,
              (SELECT count(DISTINCT account_id)::int FROM contacts WHERE role = 'decision_maker' AND email <> '') AS deciders`,
    );
    expect(rows[0]).toEqual({ accounts: 91, events: expected.events, terms: 282, learners: 31_284, unowned: 0, deciders: 91 });
  });

  test('every account is evaluated on every day of the window', async () => {
    const { rows } = await scratch.db.pool.query<{ accounts: number; windows: number }>(
      `SELECT (detail->>'accounts')::int AS accounts, count(*)::int AS windows FROM sweep_windows
        WHERE job = 'evaluate:Europe/London' AND finished_at IS NOT NULL GROUP BY 1`,
    );
    expect(rows).toEqual([{ accounts: expected.accountsEvaluated, windows: expected.sweepDays }]);
  });

  test.each(Object.keys(expected.triggers).sort())(
    '%s opens exactly the episodes that the files alone predict',
    async (playbook) => {
      const { rows } = await scratch.db.pool.query<{ account_id: string; key: string; opened_at: Date }>(
        'SELECT account_id, key, opened_at FROM episodes WHERE playbook = $1 ORDER BY account_id, opened_at',
        [playbook],
      );
      const found: Record<string, string[]> = {};
      for (const { account_id, key, opened_at } of rows) {
        // A dated episode is named after its contract date, the others by the day on which they began.
        const named = /^contract\.(?:start|end):(.+)$/.exec(key)?.[1];
        (found[account_id] ??= []).push(named ?? opened_at.toISOString().slice(0, 10));
      }
      expect(found).toEqual(expected.episodes[playbook]);
      expect(rows).toHaveLength(expected.triggers[playbook] ?? -1);
    },
  );

  test('every episode has one decision, and nobody was enrolled twice at a time', async () => {
    const { rows } = await scratch.db.pool.query<{ undecided: number; double: number; enrolled: number }>(
      `SELECT (SELECT count(*)::int FROM episodes e LEFT JOIN enrollments n ON n.episode_id = e.id WHERE n.id IS NULL) AS undecided,
              (SELECT count(*)::int FROM (SELECT 1 FROM runs GROUP BY playbook, account_id HAVING count(*) > 1) d) AS double,
              (SELECT count(*)::int FROM enrollments WHERE decision = 'enroll') AS enrolled`,
    );
    expect(rows[0]).toMatchObject({ undecided: 0, double: 0 });
    expect(rows[0]?.enrolled).toBeGreaterThan(100);
  });

  test.each(expected.activationRates)(
    '$account had the activation rate of the files as of $asOf',
    async ({ account, asOf, activationRate }) => {
      const catalogue = await catalogueInForce(scratch.db);
      if (catalogue === null) throw new Error('no catalogue');
      const [loaded] = await loadAccountData(scratch.db, {
        catalogue,
        asOf: eight(Date.parse(`${asOf}T00:00:00Z`)),
        accountIds: [account],
      });
      expect(loaded?.series['activation_rate']?.at(-1)?.value).toBeCloseTo(activationRate, 8);
    },
  );

  test.each(expected.activationRates)(
    '$account as of $asOf: SQL over the imported events says the same',
    async ({ account, asOf, activationRate }) => {
      const { rows } = await scratch.db.pool.query<{ rate: number }>(
        `WITH term AS (
         SELECT product, seats FROM subscriptions
          WHERE account_id = $1 AND start_date <= $2::date AND end_date > $2::date ORDER BY start_date DESC LIMIT 1),
       newest AS (
         SELECT DISTINCT ON (contact_id) contact_id, name FROM events
          WHERE account_id = $1 AND name IN ('seat_opened', 'seat_closed') AND properties->>'term' = (SELECT product FROM term)
            AND occurred_at < $2::timestamp AT TIME ZONE 'Europe/London'
          ORDER BY contact_id, occurred_at DESC, name = 'seat_closed' DESC)
       SELECT count(*) FILTER (WHERE name = 'seat_opened')::float / (SELECT seats FROM term) AS rate FROM newest`,
        [account, asOf],
      );
      expect(rows[0]?.rate).toBeCloseTo(activationRate, 8);
    },
  );

  describe('the same history in memory', () => {
    let sweeps: BookSweeps;
    let decided: readonly {
      playbook: string;
      account: string;
      key: string;
      at: number;
      decision: string;
      arm: string;
      reason: string;
      detail: string;
    }[];

    beforeAll(async () => {
      if (book.catalogue === null) throw new Error('no catalogue');
      const plans = book.playbooks.map(({ plan }) => plan);
      const end = eight(to);
      const { accounts, calendars } = await loadHistory(scratch.db, { catalogue: book.catalogue, plans, from, until: end });
      // What the sweeps of the database found out is left behind: it has to be found out again.
      const untouched = accounts.map((account) => ({ ...account, data: { ...account.data, health: [], segment: null } }));
      const begin = fromLocal(london, from);
      const times = { from: begin, to: end, until: end };
      // No worker carried any run on, so none has ended.
      sweeps = new BookSweeps({ plans, catalogue: book.catalogue, accounts: untouched, calendars, ...times }, () => null);
      decided = sweeps.windows
        .flatMap((window) => sweeps.decide(window))
        .map(({ plan, account, key, at, decision }) => ({
          ...{ playbook: plan.playbook, account, key, at, decision: decision.decision },
          arm: decision.decision === 'enroll' ? decision.arm : '',
          reason: decision.decision === 'skip' ? decision.reason : '',
          detail: decision.decision === 'skip' ? decision.detail : '',
        }));
    }, 120_000);

    test('every decision is the one that the sweeps of the database took, holdout, caps and reasons included', async () => {
      const { rows } = await scratch.db.pool.query<Record<string, string>>(
        `SELECT n.playbook, n.account_id AS account, e.key, n.decided_at AS at, n.decision, coalesce(n.arm, '') AS arm,
                coalesce(n.reason, '') AS reason, coalesce(n.detail, '') AS detail
         FROM enrollments n JOIN episodes e ON e.id = n.episode_id`,
      );
      const stored = rows.map((row) => ({ ...row, at: new Date(row['at'] ?? '').getTime() }));
      const sorted = (list: readonly object[]): string[] => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(decided)).toEqual(sorted(stored));
      expect(decided.length).toBe(261);
    });

    test('every score of every day is the one that was stored', async () => {
      const { rows } = await scratch.db.pool.query<{ account: string; at: Date; score: number | null }>(
        'SELECT account_id AS account, at, score FROM health_snapshots ORDER BY account_id, at',
      );
      const stored = rows.map(({ account, at, score }) => `${account} ${at.toISOString()} ${score}`);
      const ours = sweeps.days.accounts.flatMap(({ data: { id } }) =>
        sweeps.days.dataAt(id, to).health.map(({ at, score }) => `${id} ${new Date(at).toISOString()} ${score}`),
      );
      expect(ours.sort()).toEqual(stored.sort());
      expect(stored.length).toBeGreaterThan(91 * 151);
    });
  });

  test('expected.json is what expected.py computes from the files', () => {
    const interpreter = python();
    if (interpreter === null) {
      console.warn('No Python here: expected.json was not computed again.');
      return;
    }
    const text = execFileSync(interpreter, [path.join(here, 'expected.py'), data], { encoding: 'utf8', maxBuffer: 16_000_000 });
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path.join(here, 'expected.json'), 'utf8')));
  });
});
