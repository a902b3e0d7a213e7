import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { machineEnvironment } from '../../environment.js';
import { packageRoot } from '../../package-root.js';
import { missing } from '../failure.js';
import { readSettings, writeSettings, type Home } from './home.js';
import { Part, type PartEvent } from './part.js';
import { postgresBinaries } from './postgres-binaries.js';
import { launchAs, postgresUser, type ServerUser } from './postgres-user.js';
import { freePort } from './ports.js';
import { commandLine, endProcess, isAlive } from './process-list.js';

const NAME = 'sopwith';

export interface LocalPostgres {
  readonly url: string;
  readonly part: Part;
}

export interface PostgresOptions {
  readonly home: Home;
  /** Throw-away data (a demo, a replay): no waiting for the disk. */
  readonly scratch: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onPartEvent: (event: PartEvent) => void;
  readonly onProgress: (text: string) => void;
}

/** The embedded PostgreSQL of a home folder: made at first, found as it was later. */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { home, scratch } = options;
  const binaries = await postgresBinaries();
  const user = postgresUser();
  const settings = readSettings(home);
  const fresh = !existsSync(join(home.postgres, 'PG_VERSION'));
  if (!fresh && settings.databasePassword === null) {
    throw missing(
      'settings-broken',
      `${home.settingsFile} is gone, and with it the password of the database in ${home.postgres}`,
      'Restore that file, or remove the folder to start afresh (its data is lost)',
    );
  }
  const password = settings.databasePassword ?? randomBytes(18).toString('base64url');
  writeSettings(home, { ...settings, databasePassword: password });
  if (fresh) {
    options.onProgress('PostgreSQL: making a new database cluster');
    await makeCluster(home, binaries.initdb, user, password, scratch);
  } else {
    await clearStaleLock(home.postgres, options.onProgress);
  }
  // Chosen last: a port that is free now may be taken while a cluster is made.
  const port = await freePort(settings.ports['postgres'] ?? null);
  writeSettings(home, { ports: { ...settings.ports, postgres: port }, databasePassword: password });
  const relaxed = scratch ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : [];
  const launch = launchAs(user, binaries.postgres, [home.postgres]);
  const server = {
    command: launch.command,
    args: [
      ...launch.args,
      ...['-D', home.postgres, '-p', String(port)],
      // Loopback TCP alone; the path of a socket file would be too long for deep folders.
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=120', ...relaxed].flatMap((flag) => [
        '-c',
        flag,
      ]),
    ],
    // Fast shutdown: open transactions are rolled back, the data is written out.
    stopSignal: 'SIGINT',
    graceMs: 10_000,
    env: { LC_ALL: 'C' },
    ...launch.ids,
  };
  const adminUrl = `postgresql://${NAME}:${password}@127.0.0.1:${port}/postgres`;
  const part = new Part(
    {
      name: 'postgres',
      command: process.execPath,
      args: [join(packageRoot(), 'apps/cli/local-stack/guard.mjs'), JSON.stringify(server)],
      logFile: join(home.logs, 'postgres.log'),
      ready: (signal) => waitForPostgres(adminUrl, signal),
      readyMs: 60_000,
      stopMs: 12_000,
      guarded: true,
      signal: options.signal,
    },
    options.onPartEvent,
  );
  await part.start();
  try {
    await makeDatabase(adminUrl);
  } catch (error) {
    await part.stop();
    throw error;
  }
  return { url: `postgresql://${NAME}:${password}@127.0.0.1:${port}/${NAME}`, part };
}

async function makeCluster(
  home: Home,
  initdb: string,
  user: ServerUser | null,
  password: string,
  scratch: boolean,
): Promise<void> {
  // Made beside its place and moved there when done: a first start that was cut short leaves nothing half-made.
  const unfinished = `${home.postgres}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = join(home.folder, 'postgres-password.tmp');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== null) {
    chownSync(unfinished, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  try {
    // The built-in locale sorts alike on every machine, whatever the operating system knows.
    const flags = [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--auth=scram-sha-256',
    ];
    const args = [
      `--pgdata=${unfinished}`,
      `--username=${NAME}`,
      `--pwfile=${passwordFile}`,
      ...flags,
      ...(scratch ? ['--no-sync'] : []),
    ];
    const launch = launchAs(user, initdb, [unfinished]);
    const child = spawn(launch.command, [...launch.args, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...machineEnvironment(), LC_ALL: 'C' },
      ...launch.ids,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    const how = await new Promise<string | null>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code) => resolve(code === 0 ? null : `initdb ended with code ${code}`));
    });
    if (how !== null) {
      rmSync(unfinished, { recursive: true, force: true });
      throw missing(
        'postgres-init-failed',
        `PostgreSQL could not make its files in ${home.postgres}: ${how}\n${errors.trim()}`,
        'Set DATABASE_URL to use a PostgreSQL of your own',
      );
    }
    renameSync(unfinished, home.postgres);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** After a crash: a server of ours that still runs is stopped, a lock file of one that does not is removed. */
async function clearStaleLock(folder: string, onProgress: (text: string) => void): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandLine(pid).includes(folder)) {
    onProgress('PostgreSQL: the server of the last start still runs, stopping it');
    await endProcess(pid, 'SIGINT', 15_000);
  }
  rmSync(lock, { force: true });
}

async function waitForPostgres(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      // 28P01 wrong password: waiting does not help.
      if ((error as { code?: string }).code === '28P01') throw error;
    }
    signal.throwIfAborted();
    await sleep(60);
  }
}

async function makeDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

/** A database of somebody else: only asked whether it answers. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const where = url.replace(/\/\/([^:/@\s]*):[^@\s]*@/, '//$1:***@');
    throw missing(
      'database-unreachable',
      `PostgreSQL at ${where} does not answer: ${(error as Error).message || String(error)}`,
      'Start it, correct DATABASE_URL, or unset DATABASE_URL to use the embedded one',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
