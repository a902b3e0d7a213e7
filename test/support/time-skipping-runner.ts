import { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TimeSkippingSource } from '../../apps/cli/local-stack/time-skipping-server-source.js';
import { bundleOnce } from './bundle-once.js';
import { AHEAD, PlayedRun, TASK_QUEUE, type Doing, type Played, type PlayedResult } from './played-run.js';
import { quietRuntime } from './quiet-runtime.js';
import { ScriptedRuns } from './scripted-runs.js';
import { timeSkippingEnv, type TimeSkippingEnv } from './time-skipping-env.js';

/** Between the starts of runs that are played together: a server with a thousand things to do at once is late for some. */
const APART = 97_000;
const IDENTITY = 'sopwith-test';

interface Stage {
  readonly env: TimeSkippingEnv;
  readonly client: Client;
  readonly workers: readonly Worker[];
  readonly running: Promise<unknown>;
}

/** The durable host on the server that skips time: many runs at once on one clock, a year in seconds. */
export class TimeSkippingRunner {
  private readonly scripts = new ScriptedRuns();
  private played = 0;
  private stage: Stage | null = null;

  private constructor(private readonly source: TimeSkippingSource) {}

  static async start(source: TimeSkippingSource): Promise<TimeSkippingRunner> {
    quietRuntime();
    const runner = new TimeSkippingRunner(source);
    await runner.open();
    return runner;
  }

  async stop(): Promise<void> {
    const { stage } = this;
    if (!stage) return;
    await this.stopWorkers(stage);
    await stage.env.stop();
  }

  /**
   * Plays runs side by side on clocks of rate 1, each started a little after the one before.
   * @param limitMs machine time for all of them; if one has not ended then, the next play has a server of its own
   */
  async play(runs: readonly Played[], limitMs: number): Promise<PlayedResult[]> {
    const { env, client } = await this.open();
    const startedAt = (await env.now()) + AHEAD;
    const played = runs.map((run, index) => {
      this.played += 1;
      return new PlayedRun(client, env.now, this.scripts, run, `played-${this.played}`, startedAt + index * APART);
    });
    // Sorting keeps the order of what is done at the same time.
    const doings = played.flatMap((run) => run.doings).sort((a, b) => a.at - b.at);
    const over = new AbortController();
    const late = sleep(limitMs, null, { signal: over.signal }).catch(() => null);
    const everything = doAll(env, doings, over.signal).then(() =>
      env.passDuring(() => Promise.all(played.map((run) => Promise.race([run.end(), late])))),
    );
    const results = await Promise.race([everything, late]);
    over.abort();
    if (results?.includes(null) ?? true) {
      everything.catch(() => undefined);
      await this.abandon();
    }
    return played.map((run, index) => run.result(results?.[index] ?? null));
  }

  private async open(): Promise<Stage> {
    if (this.stage) return this.stage;
    const env = await timeSkippingEnv(this.source);
    try {
      const common = { connection: env.native, identity: IDENTITY, taskQueue: TASK_QUEUE, maxCachedWorkflows: 500 };
      const workers = await this.scripts.workers({ ...common, workflowBundle: await bundleOnce() });
      const running = Promise.all(workers.map((worker) => worker.run()));
      const client = new Client({ connection: env.connection, identity: IDENTITY });
      this.stage = { env, client, workers, running };
      return this.stage;
    } catch (error) {
      await env.stop();
      throw error;
    }
  }

  /** A run that did not end may hold the server's clock, and would take part in the next play. */
  private async abandon(): Promise<void> {
    const { stage } = this;
    this.stage = null;
    if (!stage) return;
    await this.stopWorkers(stage);
    await stage.env.abandon();
  }

  private async stopWorkers({ workers, running }: Stage): Promise<void> {
    for (const worker of workers) worker.shutdown();
    await running;
  }
}

async function doAll(env: TimeSkippingEnv, doings: readonly Doing[], signal: AbortSignal): Promise<void> {
  let now = await env.now();
  for (const { at, do: perform } of doings) {
    if (signal.aborted) return;
    if (at > now) {
      await env.pass(at - now);
      now = await env.now();
    }
    await perform();
  }
}
