import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKey } from '../../prisma/stores/api-key-store.js';
import { writeClock } from '../../prisma/stores/clock-store.js';
import { scratchDatabase } from '../support/scratch-database.js';
import type { ScratchDatabase } from '../support/scratch-database.js';

const MAIN = resolve(import.meta.dirname, '../../dist/apps/api/main.js');

interface Started {
  readonly child: ChildProcess;
  readonly port: Promise<number>;
  /** Exit code and everything it wrote. */
  readonly end: Promise<{ code: number | null; out: string; err: string }>;
}

let scratch: ScratchDatabase;
const running: ChildProcess[] = [];

beforeAll(async () => {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run \`npm run build\` first.`);
  scratch = await scratchDatabase();
}, 120_000);

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await scratch?.stop();
});

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], DATABASE_URL: scratch.url, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.push(child);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // Not `close`: it never comes when the channel was closed from this side.
  const ended = [child.stdout, child.stderr].map((stream) => new Promise((done) => stream?.once('end', done)));
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const end = Promise.all([exited, ...ended]).then(([code]) => ({ code: code as number | null, out, err }));
  const port = new Promise<number>((done, fail) => {
    child.on('message', (message: { ready?: boolean; port?: number }) => {
      if (message.ready === true && message.port !== undefined) done(message.port);
    });
    void end.then(({ err: text }) => fail(new Error(`ended before it was ready: ${text}`)));
  });
  port.catch(() => undefined);
  return { child, port, end };
}

describe('the process', () => {
  test('it tells when it is ready, serves on loopback in business time, and ends cleanly on SIGTERM', async () => {
    await writeClock(scratch.db, { origin: Date.parse('2020-01-01T00:00:00Z'), startedAt: Date.now(), rate: 1 });
    const { key } = await createApiKey(scratch.db, 'process');
    const { child, port, end } = start();
    const origin = `http://127.0.0.1:${await port}`;
    expect(await (await fetch(`${origin}/health/ready`)).json()).toEqual({ status: 'ready' });
    const group = { groupId: 'acme', traits: { name: 'Acme' } };
    const headers = { 'content-type': 'application/json', 'x-api-key': key };
    expect((await fetch(`${origin}/v1/group`, { method: 'POST', headers, body: JSON.stringify(group) })).status).toBe(202);
    const account = await scratch.db.client.account.findUniqueOrThrow({ where: { id: 'acme' } });
    expect(account.updatedAt.toISOString()).toMatch(/^2020-01-01T00:00:/);
    child.kill('SIGTERM');
    const { code, out, err } = await end;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Sopwith API is ready on ${origin} (OpenAPI page: /docs)\n`);
  }, 60_000);

  test('it ends when its parent goes away', async () => {
    const { child, port, end } = start();
    await port;
    child.disconnect();
    expect((await end).code).toBe(0);
  }, 60_000);

  test('a port in use ends it with 3, the port and the way out', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const { code, err } = await start({ PORT: String(port) }).end;
    await new Promise((done) => server.close(done));
    expect(code).toBe(3);
    expect(err).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(err).toContain('PORT=');
    expect(err).not.toMatch(/ at .*\.js/);
  }, 60_000);

  test('no database, an unreachable one or a wrong address end it with what is missing', async () => {
    expect(await start({ DATABASE_URL: '' }).end).toMatchObject({
      code: 3,
      err: expect.stringContaining('DATABASE_URL is not set') as unknown,
    });
    const unreachable = await start({ DATABASE_URL: 'postgresql://sopwith:secret@127.0.0.1:1/none' }).end;
    expect(unreachable).toMatchObject({ code: 3, err: expect.stringContaining('127.0.0.1:1/none') as unknown });
    expect(unreachable.err).not.toContain('secret');
    expect(await start({ DATABASE_URL: scratch.url, PORT: 'many' }).end).toMatchObject({
      code: 2,
      err: expect.stringContaining('PORT="many"') as unknown,
    });
  }, 60_000);
});
