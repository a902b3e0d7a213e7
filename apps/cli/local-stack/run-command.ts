import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { machineEnvironment } from '../../environment.js';
import { executableName } from './temporal-cache.js';

export interface CommandResult {
  /** Null when it could not be started or was ended by its bound. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** Whole lines of stderr as they come. */
  readonly onStderrLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end, within a bound. Never throws. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? machineEnvironment(),
      windowsHide: true,
      // Its own group, so that the bound ends what it started as well (a compiler, say).
      detached: process.platform !== 'win32',
    });
    let stdout = '';
    let stderr = '';
    let partial = '';
    let timedOut = false;
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // It ended by itself in the same moment.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, options.timeoutMs);
    options.signal?.addEventListener('abort', end, { once: true });
    // A parent that exits takes its helpers along.
    process.once('exit', end);
    const finish = (code: number | null) => {
      clearTimeout(timer);
      process.off('exit', end);
      options.signal?.removeEventListener('abort', end);
      resolve({ code, stdout, stderr, timedOut });
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-20_000);
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) options.onStderrLine?.(line);
    });
    child.once('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.once('close', (code) => finish(code));
  });
}

/** The program of that name on a PATH, null when there is none. */
export function findOnPath(name: string, path: string | undefined): string | null {
  for (const folder of (path ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const file = join(folder, executableName(name));
    if (isExecutable(file)) return file;
  }
  return null;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
