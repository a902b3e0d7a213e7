import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../../prisma/database.js';
import type { BusinessClock } from '../../../workflows/model/time.js';
import type { Environment } from '../../environment.js';
import { packageRoot } from '../../package-root.js';
import { Interrupted, missing } from '../failure.js';
import { appParts } from './app-parts.js';
import { startBaseStack, type BaseStack } from './base-stack.js';
import {
  openHome,
  readSettings,
  readStackFile,
  removeStackFile,
  writePrivate,
  writeSettings,
  type Home,
  type StackFile,
} from './home.js';
import type { CaughtMessage } from './mail-catcher/mail-store.js';
import { PartFailed, type Part, type PartEvent } from './part.js';
import { freePort, isPortFree } from './ports.js';
import { commandLine, isAlive } from './process-list.js';
import { phase, type Progress } from './progress.js';
import { seedStack, type Seeded } from './seed-stack.js';

export interface StackOptions {
  readonly home: string;
  readonly environment: Environment;
  readonly machine: Readonly<Record<string, string | undefined>>;
  /** Throw-away data: faster, any free ports, no servers of the environment but TEMPORAL_ADDRESS. */
  readonly scratch: boolean;
  /** Folder of playbooks to publish. */
  readonly playbooks: string;
  /** Runs after the migrations and before api and worker: imports. */
  readonly prepare?: (db: Database) => Promise<void>;
  /** The business clock to set; asked as late as possible. Default: keep the one there is, else real time. */
  readonly clock?: () => BusinessClock;
  /** A new clock of real time begins so many days ago, so that a new book's first sweeps find something. */
  readonly firstDaysBack?: number;
  /** Makes one more API key. */
  readonly newKey?: boolean;
  readonly autopilot?: string;
  readonly sweepMs?: number;
  readonly relayMs?: number;
  /** Business time at and after which nothing new is decided. */
  readonly sweepUntil?: number;
  /** An abort while it starts ends the start; what runs already is stopped. */
  readonly signal?: AbortSignal;
  readonly onProgress: Progress;
  readonly onPartEvent: (event: PartEvent) => void;
}

export type PartName = 'postgres' | 'temporal' | 'mail' | 'api' | 'worker';

export interface StackHandle {
  readonly home: Home;
  readonly databaseUrl: string;
  readonly apiUrl: string;
  readonly mailUrl: string | null;
  readonly temporalUiUrl: string | null;
  readonly temporalAddress: string;
  readonly db: Database;
  readonly seeded: Seeded;
  /** Resolves with the event when a part crashed so often that it was given up. */
  readonly failed: Promise<PartEvent & { type: 'given_up' }>;
  readMessages(): Promise<readonly CaughtMessage[]>;
  /** As if it crashed. */
  kill(part: PartName): Promise<void>;
  /** Ends the worker politely (it finishes what it is doing) and keeps everything else. */
  stopWorker(): Promise<void>;
  pids(): Readonly<Record<string, number>>;
  /** In order and within bounds: api and worker, Temporal, PostgreSQL. Never throws; the second call joins the first. */
  stop(): Promise<void>;
  /** At once, by force. */
  abort(): void;
}

/** Starts the whole local stack. @throws CliFailure when something is missing; everything that started is stopped then. */
export async function startStack(options: StackOptions): Promise<StackHandle> {
  const { environment, scratch, onProgress } = options;
  const home = openHome(options.home);
  refuseSecondStack(home);
  const dist = join(packageRoot(), 'dist/apps');
  for (const entry of ['api/main.js', 'worker/main.js']) {
    if (!existsSync(join(dist, entry)))
      throw missing('not-built', `dist/apps/${entry} is missing`, 'Build it with: npm run build');
  }
  const apiPort = await chooseApiPort(home, environment, scratch);
  let giveUp: (event: PartEvent & { type: 'given_up' }) => void = () => undefined;
  const failed = new Promise<PartEvent & { type: 'given_up' }>((resolve) => (giveUp = resolve));
  const onPartEvent = (event: PartEvent) => {
    options.onPartEvent(event);
    if (event.type === 'restarted') writeStackFile();
    if (event.type === 'given_up') giveUp(event);
  };
  // One part that cannot start ends the start of the others.
  const abandoned = new AbortController();
  const signal = AbortSignal.any([abandoned.signal, ...(options.signal === undefined ? [] : [options.signal])]);

  const base = await startBaseStack({
    home,
    environment,
    machine: options.machine,
    scratch,
    onProgress,
    onPartEvent,
    signal,
  }).catch((error: unknown) => {
    throw explained(error, home, options.signal);
  });
  const apiUrl = `http://${environment.host.includes(':') ? `[${environment.host}]` : environment.host}:${apiPort}`;
  const parts: Part[] = [];
  let db: Database | null = null;
  const writeStackFile = () => {
    const file: StackFile = {
      pid: process.pid,
      startedAt: new Date().toISOString(),
      databaseUrl: base.databaseUrl,
      temporalAddress: base.temporalAddress,
      apiUrl,
      mailUrl: base.mail?.pageUrl ?? null,
      temporalUiUrl: base.temporalUiUrl,
      children: pidsOf([...parts, base.temporal, base.postgres]),
    };
    writePrivate(home.stackFile, file);
  };
  let stopping: Promise<void> | null = null;
  const stop = () => (stopping ??= stopAll(home, parts, base, () => db));
  const abort = () => {
    for (const part of [...parts, base.temporal, base.postgres]) part?.kill();
    removeStackFile(home);
  };

  try {
    writeStackFile();
    const seeded = await seedStack({ ...options, databaseUrl: base.databaseUrl, opened: (opened) => (db = opened) });
    if (db === null) throw new Error('no database handle');
    const variables: Record<string, string> = {
      DATABASE_URL: base.databaseUrl,
      TEMPORAL_ADDRESS: base.temporalAddress,
      TEMPORAL_NAMESPACE: environment.temporalNamespace,
      SMTP_URL: base.smtpUrl,
      MAIL_FROM: environment.mailFrom,
      HOST: environment.host,
      PORT: String(apiPort),
      SOPWITH_HOME: home.folder,
      LOG_LEVEL: environment.logLevel,
      ...textOf('SOPWITH_AUTOPILOT', options.autopilot),
      ...textOf('SOPWITH_SWEEP_MS', options.sweepMs ?? environment.sweepMs ?? undefined),
      ...textOf('SOPWITH_SWEEP_UNTIL', options.sweepUntil === undefined ? undefined : new Date(options.sweepUntil).toISOString()),
      ...textOf('SOPWITH_RELAY_MS', options.relayMs ?? environment.relayMs ?? undefined),
    };
    parts.push(...appParts({ dist, home, variables, apiUrl, signal, onEvent: onPartEvent }));
    await phase(onProgress, 'api and worker', async () => {
      const starts = parts.map((part) => part.start());
      for (const start of starts) start.catch(() => abandoned.abort());
      // The first to fail is the one to tell of: the others were only ended by it.
      await Promise.all(starts).finally(() => Promise.allSettled(starts));
    });
    options.signal?.throwIfAborted();
    writeStackFile();
    return {
      home,
      databaseUrl: base.databaseUrl,
      temporalAddress: base.temporalAddress,
      apiUrl,
      mailUrl: base.mail?.pageUrl ?? null,
      temporalUiUrl: base.temporalUiUrl,
      db,
      seeded,
      failed,
      readMessages: async () => (await base.mail?.readMessages()) ?? [],
      kill: async (name) => {
        if (name === 'mail') return base.mail?.stop();
        [...parts, base.temporal, base.postgres].find((part) => part?.spec.name === name)?.kill();
      },
      stopWorker: async () => parts.find((part) => part.spec.name === 'worker')?.stop(),
      pids: () => pidsOf([...parts, base.temporal, base.postgres]),
      stop,
      abort,
    };
  } catch (error) {
    await stop();
    throw explained(error, home, options.signal);
  }
}

/** What a failed start is told as. */
function explained(error: unknown, home: Home, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return new Interrupted();
  if (!(error instanceof PartFailed)) return error;
  const lines = error.lastLines === '' ? '' : `; its last lines:\n${error.lastLines}`;
  return missing(
    'part-failed',
    `The ${error.part} ${error.how}${lines}`,
    `Its whole log is ${join(home.logs, `${error.part}.log`)}`,
  );
}

const textOf = (name: string, value: string | number | undefined) => (value === undefined ? {} : { [name]: String(value) });

function pidsOf(parts: readonly (Part | null)[]): Record<string, number> {
  return Object.fromEntries(parts.flatMap((part) => (part === null || part.pid === null ? [] : [[part.spec.name, part.pid]])));
}

async function stopAll(home: Home, parts: readonly Part[], base: BaseStack, db: () => Database | null): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
  await base.temporal?.stop();
  await db()
    ?.close()
    .catch(() => undefined);
  await base.postgres?.stop();
  await base.mail?.stop();
  removeStackFile(home);
}

/** Two stacks on one folder would fight over its files. */
function refuseSecondStack(home: Home): void {
  const other = readStackFile(home);
  if (other === null || other.pid === process.pid || !isAlive(other.pid)) return;
  const command = commandLine(other.pid);
  // Another program may have got the id of a stack that was killed.
  if (command !== '' && !/sopwith|node|jest/.test(command)) return;
  throw missing(
    'already-running',
    `A stack runs already on ${home.folder} (process ${other.pid}, ${other.apiUrl})`,
    'Stop it with Ctrl-C, or use another folder with --home DIR',
  );
}

async function chooseApiPort(home: Home, environment: Environment, scratch: boolean): Promise<number> {
  if (scratch || environment.port === 0) return freePort(null, environment.host);
  const { port, host } = environment;
  if (await isPortFree(port, host)) {
    const settings = readSettings(home);
    writeSettings(home, { ...settings, ports: { ...settings.ports, api: port } });
    return port;
  }
  throw missing(
    'port-in-use',
    `Port ${port} on ${host}, where the API is to listen, is in use by another program`,
    `Stop that program, or choose another port: npx sopwith up --port ${port + 1} (or PORT=${port + 1})`,
  );
}
