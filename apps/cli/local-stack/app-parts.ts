import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../package-root.js';
import type { Home } from './home.js';
import { Part, type PartEvent, type PartSpec } from './part.js';

export interface AppPartsOptions {
  /** `dist/apps`. */
  readonly dist: string;
  readonly home: Home;
  readonly variables: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: PartEvent) => void;
}

/** Our own two processes: they end when we do, however we do. */
export function appParts(options: AppPartsOptions): readonly Part[] {
  const preload = pathToFileURL(join(packageRoot(), 'apps/cli/local-stack/exit-with-parent.mjs')).href;
  const app = (name: 'api' | 'worker', ready: PartSpec['ready'], stopMs: number) =>
    new Part(
      {
        name,
        command: process.execPath,
        args: ['--enable-source-maps', '--import', preload, join(options.dist, name, 'main.js')],
        env: options.variables,
        logFile: join(options.home.logs, `${name}.log`),
        ready,
        readyMs: 60_000,
        stopMs,
        guarded: false,
        signal: options.signal,
      },
      options.onEvent,
    );
  return [
    app('api', (signal) => answers(`${options.apiUrl}/health/ready`, signal), 12_000),
    // Its activities under way have 10 s of grace.
    app('worker', saysReady, 25_000),
  ];
}

async function answers(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(3_000)]);
    const response = await fetch(url, { signal: timeout }).catch(() => null);
    if (response?.ok === true) return;
    signal.throwIfAborted();
    await sleep(80);
  }
}

/** The worker sends `{ ready: true }` over its channel once it polls for work. */
function saysReady(signal: AbortSignal, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if ((message as { ready?: unknown } | null)?.ready === true) resolve();
    });
    signal.addEventListener('abort', () => reject(new Error('it ended')), { once: true });
  });
}
