import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '../../prisma/database.js';
import { BACKFILL } from '../../prisma/metrics/metric-cells.js';
import { loadAccountData } from '../../prisma/read-models/account-data.js';
import { upsertSubscription } from '../../prisma/stores/account-store.js';
import { recordEvents } from '../../prisma/stores/event-store.js';
import { closePeriods } from '../../prisma/stores/metric-store.js';
import { zoneCalendars } from '../../prisma/zone-calendars.js';
import { startOfDate } from '../../workflows/model/calendar.js';
import type { Contract } from '../../workflows/model/account-data.js';
import { catalogueOf, EVERY_KIND, metric } from '../support/metric-catalogue.js';
import { naivePeriods, naivePoint } from '../support/metric-oracle.js';
import type { OracleEvent } from '../support/metric-oracle.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await scratchDatabase();
}, 60_000);
afterAll(() => scratch.stop());

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

async function addAccount(
  db: ScratchDatabase,
  id: string,
  zone: string,
  terms: readonly [string, string, string, number][] = [],
) {
  await db.db.pool.query('INSERT INTO accounts (id, name, timezone) VALUES ($1, $1, $2)', [id, zone]);
  for (const [product, startDate, endDate, seats] of terms) {
    await upsertSubscription(db.db, { accountId: id, product, startDate, endDate, seats, mrr: null });
  }
}

let sent = 0;
async function send(db: ScratchDatabase, account: string, events: readonly OracleEvent[], receivedAt: number) {
  return recordEvents(
    db.db,
    events.map(({ contact, name, at, term }) => ({
      source: 'test',
      eventId: `e${(sent += 1)}`,
      accountId: account,
      contactId: contact,
      name,
      occurredAt: at,
      properties: term === null ? {} : { term },
    })),
    { receivedAt },
  );
}

interface Point {
  readonly account_id: string;
  readonly metric: string;
  readonly start: number;
  readonly end: number;
  readonly value: number | null;
}

async function points(db: ScratchDatabase): Promise<Map<string, Point>> {
  const { rows } = await db.db.pool.query<Point>(
    `SELECT account_id, metric, (extract(epoch FROM period_start) * 1000)::float8 AS start,
            (extract(epoch FROM period_end) * 1000)::float8 AS end, value FROM metric_points`,
  );
  return new Map(rows.map((row) => [`${row.account_id} ${row.metric} ${new Date(row.end).toISOString()}`, row]));
}

describe('closed periods', () => {
  // Zones whose clocks change at midnight, by half an hour, on a date of their own, or never.
  const zones = [
    'Europe/London',
    'America/Havana',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Asia/Shanghai',
    'America/New_York',
  ];
  const from = Date.parse('2018-01-01T00:00:00Z');
  const first = Date.parse('2018-10-20T08:00:00Z');
  const names = ['login', 'seat_opened', 'seat_closed', 'report_saved', 'login', 'other'];

  test.each([1, 2])(
    'equal a naive recount in every zone, day by day over both clock changes, with stragglers (seed %i)',
    async (seed) => {
      const db = await scratchDatabase();
      try {
        const random = randomFrom(seed);
        const calendarFor = zoneCalendars(first);
        const book = zones.map((zone, index) => ({
          id: `a${index}`,
          zone,
          events: [] as OracleEvent[],
          terms: [] as Contract[],
        }));
        for (const account of book) {
          // Overlapping, adjoining and renewed terms; one account has none at all.
          const terms: [string, string, string, number][] =
            account.id === 'a4'
              ? []
              : [
                  ['T1', '2018-03-10', '2018-10-28', 20 + random(20)],
                  ['T2', '2018-10-01', '2019-06-01', 10 + random(20)],
                  ...(random(2) === 0 ? [['T2', '2019-06-01', '2020-01-01', 30] as [string, string, string, number]] : []),
                ];
          await addAccount(db, account.id, account.zone, terms);
          const calendar = calendarFor(account.zone);
          account.terms.push(
            ...terms.map(([product, start, end, seats]) => ({
              product,
              start: startOfDate(calendar, start),
              end: startOfDate(calendar, end),
              seats,
            })),
          );
        }
        const anyEvent = (low: number, high: number): OracleEvent => ({
          contact: random(20) === 0 ? null : `c${random(12)}`,
          name: names[random(names.length)] as string,
          // Often exactly at a full hour, so that midnights and equal instants are hit.
          at: random(2) === 0 ? low + random(Math.floor((high - low) / HOUR)) * HOUR : low + random(high - low),
          term: [null, null, 'T1', 'T2'][random(4)] as string | null,
        });
        for (const account of book) {
          const events = Array.from({ length: 260 }, () => anyEvent(from, first));
          // History that was imported ahead of the clock.
          events.push(...Array.from({ length: 60 }, () => anyEvent(first, first + 40 * DAY)));
          account.events.push(...events);
          await send(db, account.id, events, first - 1);
        }

        let before = new Map<string, Point>();
        let checked = 0;
        const closings = [
          ...Array.from({ length: 24 }, (_, day) => first + day * DAY),
          first + 27 * DAY,
          first + 28 * DAY + 3 * HOUR,
        ];
        for (const [nth, asOf] of closings.entries()) {
          await closePeriods(db.db, EVERY_KIND, asOf);
          const after = await points(db);
          const rewritten = [...before].filter(([key, { value, start }]) => {
            const now = after.get(key);
            return now === undefined || now.value !== value || now.start !== start;
          });
          expect(rewritten).toEqual([]);
          const wrong: unknown[] = [];
          for (const { id, zone, events, terms } of book) {
            for (const definition of Object.values(EVERY_KIND.metrics)) {
              if (definition.source.kind === 'imported') continue;
              const count = Math.min(BACKFILL[definition.per], nth === 0 ? Infinity : 5);
              for (const period of naivePeriods(calendarFor(zone), definition.per, asOf, count)) {
                const key = `${id} ${definition.id} ${new Date(period.end).toISOString()}`;
                if (before.has(key)) continue;
                const begin = terms.length === 0 ? -Infinity : Math.min(...terms.map(({ start }) => start)) - 60 * DAY;
                const expected =
                  period.end <= begin ? undefined : naivePoint(definition, EVERY_KIND.metrics, period, events, terms);
                const found = after.get(key);
                if (found?.value !== expected || (found !== undefined && found.start !== period.start)) {
                  wrong.push({ key, found, expected, period });
                }
                checked += 1;
              }
            }
          }
          expect(wrong).toEqual([]);
          before = after;
          // What happens until the next closing: some of it on time, some of it late.
          for (const account of book) {
            const events = Array.from({ length: random(5) }, () => anyEvent(asOf, asOf + 14 * HOUR));
            if (random(4) === 0) events.push(anyEvent(asOf - 30 * DAY, asOf - 2 * DAY));
            account.events.push(...events);
            await send(db, account.id, events, asOf + 15 * HOUR);
          }
        }
        expect(checked).toBeGreaterThan(6_000);
      } finally {
        await db.stop();
      }
    },
    120_000,
  );

  test('closing a day reads the events of that day, not the history', async () => {
    const fresh = await scratchDatabase();
    // One connection: its own statistics tell what was read.
    const db = new Database(fresh.url, { connections: 1 });
    try {
      const start = Date.parse('2025-01-01T00:00:00Z');
      for (let n = 0; n < 10; n += 1) await addAccount(fresh, `a${n}`, 'UTC', [['T', '2025-01-01', '2026-01-01', 50]]);
      await db.pool.query(
        `INSERT INTO events (source, event_id, account_id, contact_id, name, occurred_at, received_at)
         SELECT 's', n::text, 'a' || n % 10, 'c' || n % 500, (ARRAY['login', 'seat_opened', 'report_saved', 'seat_closed'])[1 + n % 4],
                t, t FROM generate_series(1, 60000) n, LATERAL (SELECT to_timestamp($1 + n * 400) AS t) x`,
        [start / 1_000],
      );
      await db.pool.query('ANALYZE');
      const read = async () => {
        await db.pool.query('SELECT pg_stat_force_next_flush()');
        const { rows } = await db.pool.query<{ scans: number; tuples: number }>(
          `SELECT seq_scan::int AS scans, (seq_tup_read + idx_tup_fetch)::int AS tuples FROM pg_stat_user_tables WHERE relname = 'events'`,
        );
        return rows[0] ?? { scans: 0, tuples: 0 };
      };
      const asOf = start + 250 * DAY + 8 * HOUR;
      await closePeriods(db, EVERY_KIND, asOf);
      const before = await read();
      await closePeriods(db, EVERY_KIND, asOf + DAY);
      const after = await read();
      expect(after.scans - before.scans).toBe(0);
      // 216 events a day; each is looked at by a handful of metrics, together with its contact's neighbours.
      expect(after.tuples - before.tuples).toBeLessThan(6_000);
    } finally {
      await db.close();
      await fresh.stop();
    }
  }, 60_000);

  test('two processes that close at once write every point once', async () => {
    const db = await scratchDatabase();
    try {
      await addAccount(db, 'acme', 'UTC', [['T', '2025-01-01', '2026-01-01', 5]]);
      const asOf = Date.parse('2025-06-01T08:00:00Z');
      const closed = await Promise.all([1, 2, 3].map(() => closePeriods(db.db, EVERY_KIND, asOf)));
      expect(closed.filter(({ points: count }) => count > 0)).toHaveLength(1);
      expect(await closePeriods(db.db, EVERY_KIND, asOf + HOUR)).toEqual({ points: 0 });
    } finally {
      await db.stop();
    }
  }, 30_000);

  test('an account that joins later gets its history, and nobody else gets a second one', async () => {
    const db = await scratchDatabase();
    try {
      const logins = catalogueOf(metric('logins', 'day', { kind: 'count_events', event: 'login' }));
      const asOf = Date.parse('2025-06-01T08:00:00Z');
      await addAccount(db, 'old', 'UTC');
      await closePeriods(db.db, logins, asOf);
      await addAccount(db, 'new', 'UTC');
      await addAccount(db, 'future', 'UTC', [['T', '2026-01-01', '2027-01-01', 5]]);
      await send(db, 'new', [{ contact: 'c', name: 'login', at: asOf - 3 * DAY, term: null }], asOf);
      expect(await closePeriods(db.db, logins, asOf + HOUR)).toEqual({ points: 100 });
      expect(await closePeriods(db.db, logins, asOf + 2 * HOUR)).toEqual({ points: 0 });
      const { rows } = await db.db.pool.query(`SELECT sum(value)::int AS n FROM metric_points WHERE account_id = 'new'`);
      expect(rows).toEqual([{ n: 1 }]);
    } finally {
      await db.stop();
    }
  }, 30_000);

  test('an event that comes late is marked and changes no closed point', async () => {
    const logins = catalogueOf(metric('late_logins', 'day', { kind: 'count_events', event: 'login' }));
    const asOf = Date.parse('2025-06-02T08:00:00Z');
    await addAccount(scratch, 'punctual', 'UTC');
    await closePeriods(scratch.db, logins, asOf);
    const event = (at: number): OracleEvent => ({ contact: 'c', name: 'login', at, term: null });
    expect(await send(scratch, 'punctual', [event(asOf - DAY)], asOf)).toEqual({ recorded: 1, duplicates: 0, late: 1 });
    expect(await send(scratch, 'punctual', [event(asOf - HOUR)], asOf)).toEqual({ recorded: 1, duplicates: 0, late: 0 });
    await closePeriods(scratch.db, logins, asOf + DAY);
    const { rows } = await scratch.db.pool.query(
      `SELECT period_end::text, value FROM metric_points WHERE metric = 'late_logins' ORDER BY period_end DESC LIMIT 2`,
    );
    expect(rows.map(({ value }) => value)).toEqual([1, 0]);
  }, 30_000);

  test('the same event twice is one event', async () => {
    const event = {
      source: 's',
      eventId: 'once',
      accountId: 'punctual',
      contactId: null,
      name: 'x',
      occurredAt: 0,
      properties: {},
    };
    expect(await recordEvents(scratch.db, [event, event], { receivedAt: 0 })).toMatchObject({ recorded: 1, duplicates: 1 });
    expect(await recordEvents(scratch.db, [event], { receivedAt: 0 })).toMatchObject({ recorded: 0, duplicates: 1 });
  });
});

describe('what a decision reads of an account', () => {
  test('series have no holes, imported points appear when their period is over, and nothing later is in it', async () => {
    const db = await scratchDatabase();
    try {
      const asOf = Date.parse('2025-06-10T08:00:00Z');
      await addAccount(db, 'acme', 'Europe/Berlin', [['T', '2025-01-01', '2026-01-01', 5]]);
      await addAccount(db, 'other', 'UTC');
      await db.db.pool.query(
        `UPDATE accounts SET attributes = '{"tier": "A", "size": 3, "odd": {"a": 1}}', locale = 'zh' WHERE id = 'acme'`,
      );
      await db.db.pool.query(
        `INSERT INTO contacts (id, account_id, role, active) VALUES ('1', 'acme', 'champion', true), ('2', 'acme', 'admin', false)`,
      );
      for (const [month, value] of [
        ['02', 10],
        ['03', 20],
        ['05', 40],
        ['06', 50],
      ] as const) {
        const start = startOfDate(zoneCalendars(asOf)('Europe/Berlin'), `2025-${month}-01`);
        const end = startOfDate(zoneCalendars(asOf)('Europe/Berlin'), `2025-${String(Number(month) + 1).padStart(2, '0')}-01`);
        await db.db.pool.query('INSERT INTO metric_points VALUES ($1, $2, $3, $4, $5)', [
          'acme',
          'nps',
          new Date(start),
          new Date(end),
          value,
        ]);
      }
      await db.db.pool.query(
        `INSERT INTO health_snapshots VALUES ('acme', '2025-06-09', 'default', null, 61.5, 'yellow', '[]'),
         ('acme', '2025-06-10', 'default', null, null, null, '[]'), ('acme', '2025-06-11', 'default', null, 1, 'red', '[]')`,
      );
      const loaded = await loadAccountData(db.db, { catalogue: EVERY_KIND, asOf, zone: 'Europe/Berlin' });
      expect(loaded.map(({ id }) => id)).toEqual(['acme']);
      const [acme] = loaded;
      expect(acme).toMatchObject({
        locale: 'zh',
        roles: ['champion'],
        hasCsm: false,
        attributes: { tier: 'A', size: 3 },
        contracts: [
          { product: 'T', start: Date.parse('2024-12-31T23:00:00Z'), end: Date.parse('2025-12-31T23:00:00Z'), seats: 5 },
        ],
        health: [
          { at: Date.parse('2025-06-09'), score: 61.5, band: 'yellow' },
          { at: Date.parse('2025-06-10'), score: null, band: null },
        ],
        loadedAsOf: asOf,
      });
      expect(acme?.attributes).not.toHaveProperty('odd');
      expect(acme?.series['nps']?.map(({ value }) => value)).toEqual([10, 20, null, 40]);
      for (const series of Object.values(acme?.series ?? {})) {
        for (const [index, point] of series.entries()) {
          expect(point.end).toBeLessThanOrEqual(asOf);
          if (index > 0) expect(point.start).toBe(series[index - 1]?.end);
        }
      }
      expect(acme?.series['logins']).toHaveLength(70);
      expect(acme?.series['seats_bought']?.at(-1)).toEqual({
        start: Date.parse('2025-06-08T22:00:00Z'),
        end: Date.parse('2025-06-09T22:00:00Z'),
        value: 5,
      });
      const both = await loadAccountData(db.db, { catalogue: EVERY_KIND, asOf, accountIds: ['other', 'acme', 'nobody'] });
      expect(both.map(({ id }) => id)).toEqual(['acme', 'other']);

      // Asked about less, it loads less and answers the same about it: two periods before, and the score in force then.
      const since = Date.parse('2025-06-09T12:00:00Z');
      const [little] = await loadAccountData(db.db, { catalogue: EVERY_KIND, asOf, accountIds: ['acme'], since });
      expect(little?.health).toEqual(acme?.health);
      const short = little?.series['logins'] ?? [];
      expect(short).toEqual(acme?.series['logins']?.slice(-short.length));
      expect(short[1]?.end).toBeLessThanOrEqual(since);
      expect(short.length).toBeLessThan(8);
      const [much] = await loadAccountData(db.db, { catalogue: EVERY_KIND, asOf, accountIds: ['acme'], since: asOf - 90 * DAY });
      expect(much?.series['logins']?.length).toBeGreaterThan(90);
    } finally {
      await db.stop();
    }
  }, 30_000);
});
