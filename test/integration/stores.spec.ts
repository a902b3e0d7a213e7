import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Database } from '../../prisma/database.js';
import { loadAccountData } from '../../prisma/read-models/account-data.js';
import { assignSegments, upsertMember, upsertSubscription } from '../../prisma/stores/account-store.js';
import { countApiKeys, createApiKey, revokeApiKey, verifyApiKey } from '../../prisma/stores/api-key-store.js';
import { readClock, writeClock } from '../../prisma/stores/clock-store.js';
import { recordEvents } from '../../prisma/stores/event-store.js';
import { saveHealth } from '../../prisma/stores/health-store.js';
import {
  catalogueInForce,
  currentPlaybooks,
  playbookVersion,
  publishBook,
  publishCatalogue,
  publishPlaybook,
} from '../../prisma/stores/publication-store.js';
import type { PublishablePlaybook } from '../../prisma/stores/publication-store.js';
import type { Plan } from '../../workflows/model/plan.js';
import { catalogueOf } from '../support/metric-catalogue.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';

jest.setTimeout(30_000);

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await scratchDatabase();
}, 60_000);
afterAll(() => scratch.stop());

describe('a database that nobody closed', () => {
  test('holds no process that is done: its idle connections do not count', async () => {
    const db = new Database(scratch.url);
    try {
      const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
      const before = sockets();
      await Promise.all([db.pool.query('SELECT 1'), db.client.account.count()]);
      expect(db.pool.idleCount).toBe(1);
      expect(sockets()).toBe(before);
    } finally {
      await db.close();
    }
  });
});

describe('the business clock', () => {
  test('there is none until one is set, and setting it again replaces it', async () => {
    expect(await readClock(scratch.db)).toBeNull();
    await writeClock(scratch.db, { origin: 1_000, startedAt: 2_000, rate: 1 });
    await writeClock(scratch.db, { origin: Date.parse('2013-10-01'), startedAt: 1_700_000_000_123, rate: 86_400 });
    expect(await readClock(scratch.db)).toEqual({ origin: Date.parse('2013-10-01'), startedAt: 1_700_000_000_123, rate: 86_400 });
  });

  test('one that stands still or runs back is refused', async () => {
    await expect(writeClock(scratch.db, { origin: 0, startedAt: 0, rate: 0 })).rejects.toThrow(/clock_forward/);
  });
});

describe('API keys', () => {
  test('opens while it is not revoked, and only the hash of its secret is stored', async () => {
    const { id, key } = await createApiKey(scratch.db, 'demo');
    expect(key).toMatch(/^sop_live_[0-9a-f]{12}_[0-9a-f]{64}$/);
    expect(await verifyApiKey(scratch.db, key)).toEqual({ id, label: 'demo' });
    const { rows } = await scratch.db.pool.query<{ hash: Buffer }>('SELECT * FROM api_keys WHERE id = $1', [id]);
    expect(rows[0]?.hash.equals(createHash('sha256').update(key.slice(-64)).digest())).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(key.slice(-64));
    expect(await countApiKeys(scratch.db)).toBe(1);
    expect(await revokeApiKey(scratch.db, id)).toBe(true);
    expect(await revokeApiKey(scratch.db, id)).toBe(false);
    expect(await verifyApiKey(scratch.db, key)).toBeNull();
    expect(await countApiKeys(scratch.db)).toBe(0);
  });

  test('another secret, another id and anything else open nothing', async () => {
    const { key } = await createApiKey(scratch.db, 'x');
    const swapped = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    for (const wrong of [
      swapped,
      key.replace(/live_.{12}/, 'live_000000000000'),
      key.toUpperCase(),
      `${key} `,
      '',
      'sop_live_',
      "' OR 1=1",
    ]) {
      expect(await verifyApiKey(scratch.db, wrong)).toBeNull();
    }
  });

  test('its use is noted at most once a minute', async () => {
    const { id, key } = await createApiKey(scratch.db, 'busy');
    const used = async () => {
      await verifyApiKey(scratch.db, key);
      return (await scratch.db.client.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();
    };
    const first = await used();
    expect(first).toBeDefined();
    expect(await used()).toBe(first);
    await scratch.db.pool.query(`UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1`, [id]);
    expect(await used()).toBeGreaterThanOrEqual(first ?? 0);
  });
});

describe('publishing', () => {
  const playbook = (id: string, version: number, hash: string): PublishablePlaybook => ({
    plan: { playbook: id, version, contentHash: hash, order: ['a'] } as unknown as Plan,
    templates: {},
    source: `id: ${id}`,
  });
  beforeEach(() => scratch.db.pool.query('TRUNCATE playbook_versions, catalogue_versions'));

  test('the newest version is the current one, whatever is published after it', async () => {
    await publishPlaybook(scratch.db, playbook('p', 2, 'b'), 1);
    expect(await publishPlaybook(scratch.db, playbook('p', 1, 'a'), 2)).toEqual({
      status: 'published',
      playbook: 'p',
      version: 1,
      created: true,
    });
    expect(await currentPlaybooks(scratch.db)).toEqual([playbook('p', 2, 'b')]);
    await publishPlaybook(scratch.db, playbook('p', 3, 'c'), 3);
    expect((await currentPlaybooks(scratch.db)).map(({ plan }) => plan.version)).toEqual([3]);
    expect(await playbookVersion(scratch.db, 'p', 1)).toEqual(playbook('p', 1, 'a'));
    expect(await playbookVersion(scratch.db, 'p', 9)).toBeNull();
  });

  test('a version never changes its content; the same content again is nothing new', async () => {
    await publishPlaybook(scratch.db, playbook('p', 1, 'a'), 1);
    expect(await publishPlaybook(scratch.db, playbook('p', 1, 'a'), 2)).toMatchObject({ status: 'published', created: false });
    expect(await publishPlaybook(scratch.db, playbook('p', 1, 'other'), 3)).toEqual({
      status: 'refused',
      playbook: 'p',
      version: 1,
      publishedHash: 'a',
    });
  });

  test('a book is published as a whole or not at all', async () => {
    const catalogue = catalogueOf();
    await publishPlaybook(scratch.db, playbook('old', 1, 'a'), 1);
    const book = { catalogue, playbooks: [playbook('new', 1, 'x'), playbook('old', 1, 'changed')] };
    expect(await publishBook(scratch.db, book, 2)).toMatchObject({ status: 'refused', refusals: [{ playbook: 'old' }] });
    expect(await playbookVersion(scratch.db, 'new', 1)).toBeNull();
    expect(await catalogueInForce(scratch.db)).toBeNull();
    expect(
      await publishBook(scratch.db, { catalogue, playbooks: [playbook('new', 1, 'x'), playbook('old', 1, 'a')] }, 3),
    ).toMatchObject({
      status: 'published',
      playbooks: [
        { playbook: 'new', created: true },
        { playbook: 'old', created: false },
      ],
    });
    expect(await catalogueInForce(scratch.db)).toEqual(catalogue);
  });

  test('an earlier catalogue published again is in force again', async () => {
    const [one, two] = [
      { ...catalogueOf(), contentHash: 'one' },
      { ...catalogueOf(), contentHash: 'two' },
    ];
    const inForce = async () => (await catalogueInForce(scratch.db))?.contentHash;
    await publishCatalogue(scratch.db, one, 1_000);
    expect(await inForce()).toBe('one');
    await publishCatalogue(scratch.db, two, 1_000);
    expect(await inForce()).toBe('two');
    await publishCatalogue(scratch.db, one, 1_000);
    expect(await inForce()).toBe('one');
    await publishCatalogue(scratch.db, one, 5_000);
    await publishCatalogue(scratch.db, two, 4_000);
    expect(await inForce()).toBe('two');
  });
});

describe('accounts, health and events', () => {
  beforeAll(async () => {
    await upsertMember(scratch.db, { id: 'boss', name: 'Boss', email: null, managerId: null, active: true });
    await upsertMember(scratch.db, { id: 'csm', name: 'C', email: 'c@x.example', managerId: 'boss', active: true });
    await scratch.db.pool.query(`INSERT INTO accounts (id, name, csm_id) VALUES ('a', 'A', 'csm'), ('b', 'B', NULL)`);
  });

  test('a term is made once and then brought up to date', async () => {
    const term = { accountId: 'a', product: 'p', startDate: '2025-01-01', endDate: '2026-01-01', seats: 5, mrr: 10.5 };
    await upsertSubscription(scratch.db, term);
    await upsertSubscription(scratch.db, { ...term, seats: 8 });
    const [loaded] = await loadAccountData(scratch.db, { catalogue: catalogueOf(), asOf: 0, accountIds: ['a'] });
    expect(loaded).toMatchObject({ hasCsm: true, contracts: [{ product: 'p', seats: 8, start: Date.parse('2025-01-01') }] });
  });

  test('a segment is noted where it changed', async () => {
    await assignSegments(scratch.db, [
      { accountId: 'a', segment: 'smb' },
      { accountId: 'b', segment: null },
    ]);
    const { rows } = await scratch.db.pool.query('SELECT id, segment FROM accounts ORDER BY id');
    expect(rows).toEqual([
      { id: 'a', segment: 'smb' },
      { id: 'b', segment: null },
    ]);
  });

  test('a stored score is never rewritten', async () => {
    const health = (score: number | null) => ({ at: 86_400_000, score, band: 'red' as const, definition: 'd', dimensions: [] });
    expect(await saveHealth(scratch.db, [{ accountId: 'a', segment: 's', health: health(10.25) }])).toBe(1);
    expect(await saveHealth(scratch.db, [{ accountId: 'a', segment: 's', health: health(99) }])).toBe(0);
    expect(await saveHealth(scratch.db, [])).toBe(0);
    const rows = await scratch.db.client.healthSnapshot.findMany();
    expect(rows).toMatchObject([{ accountId: 'a', at: new Date(86_400_000), score: 10.25, band: 'red', dimensions: [] }]);
  });

  test('an event orders a look at the exits of runs that could leave, in the same transaction, once per account', async () => {
    const event = (eventId: string, accountId: string) => ({
      ...{
        source: 's',
        eventId,
        accountId,
        contactId: 'c',
        name: 'login',
        occurredAt: 5_000,
        properties: { a: 'it\'s "quoted"' },
      },
    });
    await recordEvents(scratch.db, [event('1', 'a')], { receivedAt: 6_000, orderWatch: true });
    expect(await scratch.db.client.outbox.count()).toBe(0);
    await scratch.db.pool.query(
      `INSERT INTO episodes (id, playbook, account_id, key, opened_at, facts) VALUES (1, 'p', 'a', 'check#1', now(), '[]');
       INSERT INTO enrollments (id, episode_id, playbook, version, account_id, decision, arm, evaluations, decided_at)
         VALUES ('00000000-0000-0000-0000-000000000001', 1, 'p', 1, 'a', 'enroll', 'treatment', '[]', now());
       INSERT INTO runs (id, enrollment_id, playbook, version, account_id, arm, status, started_at)
         VALUES ('r', '00000000-0000-0000-0000-000000000001', 'p', 1, 'a', 'treatment', 'running', now())`,
    );
    await recordEvents(scratch.db, [event('2', 'a'), event('3', 'a'), event('4', 'b')], { receivedAt: 7_000, orderWatch: true });
    await recordEvents(scratch.db, [event('2', 'a')], { receivedAt: 8_000, orderWatch: true });
    await recordEvents(scratch.db, [event('5', 'a')], { receivedAt: 9_000 });
    const orders = await scratch.db.client.outbox.findMany();
    expect(orders.map(({ kind, payload }) => ({ kind, payload }))).toEqual([
      { kind: 'watch_exits', payload: { accountId: 'a', at: 7_000 } },
    ]);
    const stored = await scratch.db.client.event.findUniqueOrThrow({ where: { source_eventId: { source: 's', eventId: '2' } } });
    expect(stored).toMatchObject({
      occurredAt: new Date(5_000),
      receivedAt: new Date(7_000),
      properties: event('2', 'a').properties,
    });
  });
});
