import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../package-root.js';
import { missing } from '../failure.js';
import { readSettings, readStackFile, writeSettings, type Home } from './home.js';
import { Part, type PartEvent } from './part.js';
import { freePort } from './ports.js';
import { commandLine, endProcess, isAlive } from './process-list.js';
import type { TemporalSource } from './temporal-resolver.js';

export interface LocalTemporal {
  readonly address: string;
  readonly uiUrl: string;
  readonly part: Part;
}

export interface TemporalOptions {
  readonly home: Home;
  readonly source: Extract<TemporalSource, { kind: 'executable' }>;
  readonly signal?: AbortSignal | undefined;
  readonly onPartEvent: (event: PartEvent) => void;
}

/** The development server of a home folder: one SQLite file, loopback only, with its own UI. */
export async function startTemporal(options: TemporalOptions): Promise<LocalTemporal> {
  const { home, source } = options;
  const settings = readSettings(home);
  const port = await freePort(settings.ports['temporal'] ?? null);
  const uiPort = await freePort(settings.ports['temporalUi'] ?? null);
  writeSettings(home, { ...settings, ports: { ...settings.ports, temporal: port, temporalUi: uiPort } });
  const file = home.temporalFile(source.serverVersion);
  await endLeftover(home, file);
  const server = {
    command: source.path,
    args: [
      ...['server', 'start-dev', '--db-filename', file, '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
      // WAL is twice as fast as the default journal and as safe against a crash of the process.
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
      // By default a timer may ring a second late, which is a day of business time in a replay.
      ...['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="1ms"'],
      ...['--log-level', 'error'],
    ],
    stopSignal: 'SIGTERM',
    graceMs: 6_000,
  };
  const part = new Part(
    {
      name: 'temporal',
      command: process.execPath,
      args: [join(packageRoot(), 'apps/cli/local-stack/guard.mjs'), JSON.stringify(server)],
      logFile: join(home.logs, 'temporal.log'),
      ready: (signal) => waitForNamespace(uiPort, signal),
      readyMs: 60_000,
      stopMs: 8_000,
      guarded: true,
      signal: options.signal,
    },
    options.onPartEvent,
  );
  await part.start();
  return { address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}`, part };
}

/** A server of a killed stack that still holds our file. */
async function endLeftover(home: Home, file: string): Promise<void> {
  const pid = readStackFile(home)?.children['temporal'];
  if (pid !== undefined && existsSync(file) && isAlive(pid) && commandLine(pid).includes(file))
    await endProcess(pid, 'SIGTERM', 8_000);
}

/** The port opens before the server serves: its UI, which asks the frontend, knows the namespace once both are up. */
async function waitForNamespace(uiPort: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(3_000)]);
    const answer = await fetch(`http://127.0.0.1:${uiPort}/api/v1/namespaces/default`, { signal: timeout }).catch(() => null);
    if (answer?.ok === true) return;
    signal.throwIfAborted();
    await sleep(50);
  }
}

/** True when something accepts a connection there. */
export function answers(host: string, port: number, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ms });
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

/** A Temporal of somebody else: only asked whether it answers. */
export async function checkTemporal(address: string): Promise<void> {
  const split = address.lastIndexOf(':');
  const host = address.slice(0, split).replace(/^\[|\]$/g, '');
  if (await answers(host, Number(address.slice(split + 1)), 5_000)) return;
  throw missing(
    'temporal-unreachable',
    `Temporal at ${address} does not answer`,
    'Start it, correct TEMPORAL_ADDRESS, or unset TEMPORAL_ADDRESS to use a local one',
  );
}
