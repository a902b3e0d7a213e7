import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const ENTRY = path.resolve(import.meta.dirname, '../../dist/apps/worker/main.js');

export interface WorkerProcess {
  readonly pid: number;
  /** Everything it wrote to stderr so far. */
  readonly log: () => string;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  /** As if its parent had gone. */
  disconnect(): void;
  readonly exited: Promise<number | null>;
}

/** The worker as it runs in production: the built program in a process of its own, ready when this resolves. */
export async function workerProcess(
  env: Readonly<Record<string, string>>,
  options: { readonly waitUntilReady?: boolean } = {},
): Promise<WorkerProcess> {
  if (!existsSync(ENTRY)) throw new Error('dist/apps/worker/main.js is missing: run `npm run build` first');
  const child: ChildProcess = spawn(process.execPath, [ENTRY], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  if (options.waitUntilReady ?? true) {
    const ready = new Promise<void>((resolve) =>
      child.on('message', (message) => {
        if ((message as { ready?: unknown }).ready === true) resolve();
      }),
    );
    const early = exited.then((code) => {
      throw new Error(`the worker ended with ${String(code)} before it was ready:\n${log}`);
    });
    await Promise.race([ready, early]);
  }
  return {
    pid: child.pid ?? 0,
    log: () => log,
    exited,
    disconnect: () => child.disconnect(),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
