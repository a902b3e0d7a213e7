import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Backtest } from '../../../../workflows/simulate/backtest/backtest.js';
import { compareTraces, type HostTrace, type TraceComparison } from '../../../../workflows/simulate/backtest/compare-traces.js';
import { machineEnvironment } from '../../../environment.js';
import { packageRoot } from '../../../package-root.js';
import { backtestDocument, type BacktestDocument } from '../../backtest/backtest-document.js';
import { runBacktest, type BacktestOptions, type BacktestRun } from '../../backtest/run-backtest.js';
import type { ScratchDatabase } from '../../backtest/scratch-database.js';
import type { Cli } from '../../cli.js';
import { Interrupted, missing } from '../../failure.js';
import { phase } from '../../local-stack/progress.js';
import { resolveTimeSkipping } from '../../local-stack/time-skipping-server-source.js';
import { startTimeSkipping } from '../../local-stack/time-skipping-server.js';

/** The summary of a fast replay, and whether the real host put the same on record as the backtest. */
export interface FastReplayDocument extends BacktestDocument {
  readonly parity: TraceComparison;
}

interface ReplayedHistory {
  readonly result: Omit<Backtest, 'followed'>;
  readonly traces: readonly HostTrace[];
}

/** The last lines that a process said, for a message about its end. */
const LINES = 20;

/**
 * Lets a folder of history drive the real workflows on a Temporal server that skips time, and compares what they put on
 * record with the backtest of the same history, run by run.
 * @throws CliFailure when something is missing or used wrongly.
 */
export async function runFastReplay(cli: Cli, options: BacktestOptions): Promise<FastReplayDocument> {
  const entry = join(packageRoot(), 'dist/apps/worker/fast-replay/main.js');
  if (!existsSync(entry))
    throw missing('not-built', 'dist/apps/worker/fast-replay/main.js is missing', 'Build it with: npm run build');
  const onProgress = (text: string): void => cli.terminal.progress(text);
  const source = await resolveTimeSkipping({ env: cli.machine, onProgress, signal: cli.interrupted });
  let replayed: ReplayedHistory | null = null;
  const run = await runBacktest(cli, options, async (backtested, scratch) => {
    const server = await startTimeSkipping(source, { logFile: join(scratch.home, 'logs/time-skipping.log') });
    try {
      replayed = await phase(onProgress, 'Living through it with the real workflows', () =>
        inWorker(cli, entry, backtested, scratch, server.address),
      );
    } finally {
      await server.stop();
    }
  });
  return { ...documentOf(run, replayed) };
}

function documentOf({ result, input, span }: BacktestRun, replayed: ReplayedHistory | null): FastReplayDocument {
  if (replayed === null) throw new Error('the replay has no result');
  const ours = result.followed.map(({ run, trace }) => ({ run: run.input.runId, trace }));
  return { ...backtestDocument(replayed.result, span), parity: compareTraces(ours, replayed.traces, input.to) };
}

/** Only the worker may host workflows, so it is a process of its own; it ends with us. */
async function inWorker(
  cli: Cli,
  entry: string,
  { input }: BacktestRun,
  { url, home }: ScratchDatabase,
  address: string,
): Promise<ReplayedHistory> {
  const [request, result] = [join(home, 'fast-replay.json'), join(home, 'fast-replay-result.json')];
  const { plans, catalogue, people, from, to, until, known, capacity } = input;
  writeFileSync(request, JSON.stringify({ plans, catalogue, people, from, to, until, known, capacity, result }));
  const child = fork(entry, [request], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...machineEnvironment(), DATABASE_URL: url, TEMPORAL_ADDRESS: address },
    execArgv: [],
  });
  const stop = (): void => void child.kill('SIGTERM');
  cli.interrupted.addEventListener('abort', stop, { once: true });
  const errors: string[] = [];
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => cli.terminal.progress(line));
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  cli.interrupted.removeEventListener('abort', stop);
  if (cli.interrupted.aborted) throw new Interrupted();
  if (code !== 0 || !existsSync(result)) {
    const said = errors.slice(-LINES).join('\n');
    throw new Error(
      `the process that hosts the workflows ended with code ${code ?? 'unknown'}${said === '' ? '' : `:\n${said}`}`,
    );
  }
  return JSON.parse(readFileSync(result, 'utf8')) as ReplayedHistory;
}
