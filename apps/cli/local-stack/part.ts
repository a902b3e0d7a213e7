import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineEnvironment } from '../../environment.js';
import { withTimeout } from './with-timeout.js';

const LARGEST_LOG = 5_000_000;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** A part that lives this long was healthy: its count of crashes starts again. */
const HEALTHY_MS = 60_000;

export interface PartSpec {
  /** `postgres`, `temporal`, `api`, `worker`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Both streams of the process are appended here. */
  readonly logFile: string;
  /** Resolves when the part answers; aborted when the process ends first. */
  readonly ready: (signal: AbortSignal, child: ChildProcess) => Promise<void>;
  readonly readyMs: number;
  readonly stopMs: number;
  /** Aborted = a start that is under way is given up. */
  readonly signal?: AbortSignal | undefined;
  /** True when the process is a guard that runs the real server (see guard.mjs). */
  readonly guarded: boolean;
}

export type PartEvent =
  | {
      readonly type: 'crashed';
      readonly part: string;
      readonly how: string;
      readonly lastLines: string;
      readonly restartInMs: number;
    }
  | { readonly type: 'restarted'; readonly part: string }
  | { readonly type: 'given_up'; readonly part: string; readonly how: string; readonly lastLines: string };

/** A part ended, or did not answer in time, while it was being started. */
export class PartFailed extends Error {
  constructor(
    readonly part: string,
    readonly how: string,
    readonly lastLines: string,
  ) {
    super(`${part} ${how}${lastLines === '' ? '' : `; its last lines:\n${lastLines}`}`);
    this.name = 'PartFailed';
  }
}

/** One process of the local stack: started, watched, started again after a crash, stopped within a bound. */
export class Part {
  #child: ChildProcess | null = null;
  #serverPid: number | null = null;
  #wanted = false;
  #crashes = 0;

  constructor(
    readonly spec: PartSpec,
    private readonly onEvent: (event: PartEvent) => void,
  ) {}

  /** The process to look for in a process list; null when it does not run. */
  get pid(): number | null {
    return this.spec.guarded ? this.#serverPid : (this.#child?.pid ?? null);
  }

  /** All processes of this part. */
  get pids(): readonly number[] {
    return [this.#child?.pid, this.spec.guarded ? this.#serverPid : null].filter((pid): pid is number => typeof pid === 'number');
  }

  /** @throws PartFailed when it ends or does not answer in time; it is stopped then. */
  async start(): Promise<void> {
    this.#wanted = true;
    try {
      await this.#launch();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #launch(isRevival = false): Promise<void> {
    const { spec } = this;
    mkdirSync(dirname(spec.logFile), { recursive: true });
    const log = openSync(spec.logFile, 'a');
    if (statSync(spec.logFile).size > LARGEST_LOG) truncateSync(spec.logFile);
    const logStart = statSync(spec.logFile).size;
    const options: SpawnOptions = {
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...machineEnvironment(), ...spec.env },
      // Out of the terminal's foreground group: Ctrl-C reaches the CLI alone, which stops the parts in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    };
    const child = spawn(spec.command, spec.args, options);
    closeSync(log);
    this.#child = child;
    this.#serverPid = null;
    const serverKnown = new Promise<void>((resolve) => {
      if (!spec.guarded) resolve();
      child.on('message', (message: { pid?: number }) => {
        if (!spec.guarded || typeof message.pid !== 'number') return;
        this.#serverPid = message.pid;
        resolve();
      });
    });
    child.on('error', () => undefined);
    // The channel tells the child that we are gone; it must not keep us from ending.
    child.channel?.unref();
    const startedAt = Date.now();
    const ended = new AbortController();
    const exit = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `was killed by ${signal}`));
    });
    void exit.then((how) => {
      ended.abort();
      if (this.#child !== child) return;
      this.#child = null;
      this.#endOrphan();
      if (this.#wanted && isReady) void this.#revive(how, startedAt, logStart);
    });
    let isReady = false;
    const started = Promise.all([spec.ready(ended.signal, child), serverKnown]).then(
      () => 'ready' as const,
      (error: unknown) => `did not get ready: ${error instanceof Error ? error.message : String(error)}`,
    );
    const interrupted = new Promise<string>((resolve) => {
      if (spec.signal?.aborted === true && !isRevival) resolve('was interrupted');
      spec.signal?.addEventListener('abort', () => resolve('was interrupted'), { once: true, signal: ended.signal });
    });
    const outcome = await withTimeout(
      Promise.race([started, exit, interrupted]),
      spec.readyMs,
      () => `did not answer within ${spec.readyMs / 1_000} s`,
    );
    if (outcome === 'ready' && this.#child === child) {
      isReady = true;
      return;
    }
    const how = outcome === 'ready' ? await exit : this.#child === child ? outcome : await exit;
    ended.abort();
    throw new PartFailed(spec.name, how, lastLines(spec.logFile, logStart));
  }

  async #revive(how: string, startedAt: number, logStart: number): Promise<void> {
    let reason = how;
    let lines = lastLines(this.spec.logFile, logStart);
    if (Date.now() - startedAt > HEALTHY_MS) this.#crashes = 0;
    for (;;) {
      const restartInMs = BACKOFF_MS[this.#crashes];
      this.#crashes += 1;
      if (restartInMs === undefined) {
        this.#wanted = false;
        this.onEvent({ type: 'given_up', part: this.spec.name, how: reason, lastLines: lines });
        return;
      }
      this.onEvent({ type: 'crashed', part: this.spec.name, how: reason, lastLines: lines, restartInMs });
      await sleep(restartInMs);
      if (!this.#wanted) return;
      try {
        await this.#launch(true);
        if (this.#wanted) this.onEvent({ type: 'restarted', part: this.spec.name });
        return;
      } catch (error) {
        if (!this.#wanted) return;
        this.#child?.kill('SIGKILL');
        reason = error instanceof PartFailed ? error.how : String(error);
        lines = error instanceof PartFailed ? error.lastLines : '';
      }
    }
  }

  /** When a guard was killed itself, its server has nobody left: we end it. */
  #endOrphan(): void {
    if (this.#serverPid === null) return;
    signalProcess(this.#serverPid, 'SIGKILL');
    this.#serverPid = null;
  }

  /** Ends the part as it likes to be ended; by force after its bound. Never throws. */
  async stop(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (child === null) return;
    const gone = new Promise<true>((resolve) => child.once('exit', () => resolve(true)));
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (this.spec.guarded && child.connected) child.send('stop', () => undefined);
    else child.kill('SIGTERM');
    if (await withTimeout(gone, this.spec.stopMs, () => false)) return;
    this.kill();
    await withTimeout(gone, 2_000, () => false);
  }

  /** As if it crashed: SIGKILL to the real server. */
  kill(): void {
    if (this.#serverPid !== null) signalProcess(this.#serverPid, 'SIGKILL');
    if (!this.spec.guarded || !this.#wanted) this.#child?.kill('SIGKILL');
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
}

/** The last lines a process wrote since a position in its log, without empty ones. */
export function lastLines(file: string, from: number, count = 20): string {
  try {
    const text = readFileSync(file).subarray(from).toString('utf8');
    return text.split('\n').filter((line) => line.trim() !== '').slice(-count).join('\n'); // prettier-ignore
  } catch {
    return '';
  }
}
