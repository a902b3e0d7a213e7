import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '../../../workflows/report/report.js';
import type { BusinessClock } from '../../../workflows/model/time.js';
import { packageRoot } from '../../package-root.js';
import type { Cli } from '../cli.js';
import { usage } from '../failure.js';
import { loadReport } from '../../shared/load-report.js';
import { startStack, type StackHandle } from '../local-stack/stack.js';
import { tellPartEvent } from '../up/run-up.js';
import { importBook } from '../import/import-book.js';
import { liveThrough } from './live-through.js';
import type { ReplayPeriod } from './replay-period.js';

const DAY = 86_400_000;
/** Machine time between setting the clock and its origin: the worker is there when the first day begins. */
const LEAD_MS = 2_500;

export interface ReplayOptions {
  /** Folder of CSV files. */
  readonly data: string;
  /** First and last day, `YYYY-MM-DD`, both lived through (UTC). */
  readonly from: string;
  readonly to: string;
  /** Machine milliseconds per business day. */
  readonly dayMs: number;
  readonly playbooks?: string;
  readonly mapping?: string;
  readonly autopilot?: string;
  /** Folder to work in; kept. */
  readonly home?: string;
  readonly keep?: true;
  /** Looks at the finished book while the stack still answers. */
  readonly inspect?: (stack: StackHandle, period: ReplayPeriod) => Promise<void>;
}

export interface ReplayResult {
  /** The manager's summary of the period. */
  readonly report: Report;
  /** The folder, when it was kept. */
  readonly kept: string | null;
}

/**
 * Lets a folder of history drive the real stack: imports it, starts the clock at `from`, lives through every day, lets the
 * worker finish, and sums up.
 * @throws CliFailure when something is missing, a part cannot be kept alive, or it is interrupted.
 */
export async function replay(cli: Cli, options: ReplayOptions): Promise<ReplayResult> {
  const { terminal } = cli;
  for (const path of [options.data, options.playbooks, options.mapping, options.autopilot]) {
    if (path !== undefined && !existsSync(path))
      throw usage('no-such-path', `There is nothing at ${path}`, `Looked for ${resolve(path)}`);
  }
  const home = workFolder(options.home);
  const keep = options.keep === true || options.home !== undefined;
  const period: ReplayPeriod = { from: Date.parse(`${options.from}T00:00:00Z`), to: Date.parse(`${options.to}T00:00:00Z`) + DAY };
  let clock: BusinessClock = { origin: period.from, startedAt: 0, rate: DAY / options.dayMs };
  try {
    const stack = await startStack({
      home,
      environment: cli.environment(),
      machine: cli.machine,
      scratch: true,
      playbooks: options.playbooks ?? join(packageRoot(), 'playbooks'),
      prepare: (db) =>
        importBook(db, {
          data: options.data,
          home,
          now: period.from,
          onProgress: (text) => terminal.progress(text),
          ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
        }),
      clock: () => (clock = { ...clock, startedAt: Date.now() + LEAD_MS }),
      ...(options.autopilot === undefined ? {} : { autopilot: resolve(options.autopilot) }),
      sweepMs: Math.max(20, Math.min(250, Math.round(options.dayMs / 8))),
      relayMs: Math.max(10, Math.min(100, Math.round(options.dayMs / 20))),
      sweepUntil: period.to,
      signal: cli.interrupted,
      onProgress: (text) => terminal.progress(text),
      onPartEvent: (event) => tellPartEvent(cli, event),
    });
    cli.onForce(() => stack.abort());
    try {
      await liveThrough(cli, stack, { clock, period, dayMs: options.dayMs });
      const report = await loadReport(stack.db, { ...period, asOf: period.to });
      await options.inspect?.(stack, period);
      return { report, kept: keep ? home : null };
    } finally {
      await stack.stop();
    }
  } finally {
    if (!keep) rmSync(home, { recursive: true, force: true });
  }
}

/** A new scratch folder, or the given one if nothing lives in it yet. */
function workFolder(given: string | undefined): string {
  if (given === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'sopwith-replay-'));
    chmodSync(folder, 0o755);
    return folder;
  }
  const folder = resolve(given);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw usage(
      'home-not-empty',
      `A replay needs an empty folder, and ${folder} is not`,
      'Name another one with --home, or leave it out',
    );
  }
  return folder;
}
