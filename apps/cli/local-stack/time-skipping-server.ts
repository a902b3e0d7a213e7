import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineEnvironment } from '../../environment.js';
import { packageRoot } from '../../package-root.js';
import { missing } from '../failure.js';
import { freePort } from './ports.js';
import { answers } from './temporal-server.js';
import type { TimeSkippingSource } from './time-skipping-server-source.js';

export interface TimeSkippingServer {
  readonly address: string;
  /** Process id of the server itself. */
  readonly pid: number;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/**
 * Starts the server that skips time; everything it knows is in memory. Its clock is one for all of its workflows and
 * stands still (runs as the machine's does) until somebody unlocks it. It ends with this process, however that ends.
 * @param options.logFile what it says is appended there; left out = nowhere
 * @throws CliFailure (exit 3) when it ends or does not answer within 30 s.
 */
export async function startTimeSkipping(
  source: TimeSkippingSource,
  options: { readonly logFile?: string } = {},
): Promise<TimeSkippingServer> {
  const port = await freePort();
  // Nothing of it is worth a tidy end.
  const server = { command: source.command, args: [...source.args, String(port)], stopSignal: 'SIGKILL', graceMs: 1_000 };
  const log = options.logFile === undefined ? ('ignore' as const) : openSync(options.logFile, 'a');
  const guard = fork(join(packageRoot(), 'apps/cli/local-stack/guard.mjs'), [JSON.stringify(server)], {
    stdio: ['ignore', log, log, 'ipc'],
    env: machineEnvironment(),
    execArgv: [],
    // Out of the terminal's group: a Ctrl-C is for us, who stop it in order.
    detached: process.platform !== 'win32',
  });
  if (typeof log === 'number') closeSync(log);
  guard.unref();
  guard.channel?.unref();
  let pid: number | null = null;
  let ended: string | null = null;
  guard.on('message', (message: { pid?: number }) => (pid = message.pid ?? pid));
  const gone = new Promise<void>((resolve) => {
    guard.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    guard.once('exit', (code, signal) => {
      ended = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
      // A guard that was killed itself leaves its server to us.
      if (pid !== null) endNow(pid);
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    if (guard.connected) guard.send('stop', () => undefined);
    else guard.kill('SIGTERM');
    // The event loop must not end before the server has.
    const busy = setInterval(() => undefined, 1_000);
    await Promise.race([gone, sleep(5_000, undefined, { ref: false })]);
    clearInterval(busy);
    if (ended === null) guard.kill('SIGKILL');
  };
  for (const end = Date.now() + START_MS; Date.now() < end && ended === null;) {
    if (pid !== null && (await answers('127.0.0.1', port, 1_000))) return { address: `127.0.0.1:${port}`, pid, stop };
    await sleep(50);
  }
  const how = ended ?? `it did not answer on port ${port} within ${START_MS / 1_000} s`;
  await stop();
  throw missing(
    'time-skipping-server-failed',
    `The Temporal server that skips time did not start (${source.command}): ${how}`,
    'Run `npx sopwith doctor`',
  );
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, which is what was wanted.
  }
}
