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

/** The durable host on the server that skips time: many runs at once on one clock, a year in seconds. */
export class TimeSkippingRunner {
  private readonly scripts = new ScriptedRuns();
  private played = 0;
  private running: Promise<unknown> = Promise.resolve();
  private workers: Worker[] = [];

  private constructor(
    readonly env: TimeSkippingEnv,
    readonly client: Client,
  ) {}

  static async start(source: TimeSkippingSource): Promise<TimeSkippingRunner> {
    quietRuntime();
    const env = await timeSkippingEnv(source);
    const runner = new TimeSkippingRunner(env, new Client({ connection: env.connection, identity: IDENTITY }));
    try {
      const common = { connection: env.native, identity: IDENTITY, taskQueue: TASK_QUEUE, maxCachedWorkflows: 500 };
      runner.workers = await runner.scripts.workers({ ...common, workflowBundle: await bundleOnce() });
      runner.running = Promise.all(runner.workers.map((worker) => worker.run()));
      return runner;
    } catch (error) {
      await env.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await this.running;
    await this.env.stop();
  }

  /**
   * Plays runs side by side on clocks of rate 1, each started a little after the one before.
   * @param limitMs machine time for all of them; what has not ended then is terminated
   */
  async play(runs: readonly Played[], limitMs: number): Promise<PlayedResult[]> {
    const startedAt = (await this.env.now()) + AHEAD;
    const played = runs.map((run, index) => {
      this.played += 1;
      return new PlayedRun(this.client, this.env.now, this.scripts, run, `played-${this.played}`, startedAt + index * APART);
    });
    // Sorting keeps the order of what is done at the same time.
    const doings = played.flatMap((run) => run.doings).sort((a, b) => a.at - b.at);
    const over = new AbortController();
    const late = sleep(limitMs, null, { signal: over.signal }).catch(() => null);
    const everything = this.doAll(doings, over.signal).then(() =>
      this.env.passDuring(() => Promise.all(played.map((run) => Promise.race([run.end(), late])))),
    );
    const results = await Promise.race([everything, late]);
    over.abort();
    // One that is left would take part in the next play.
    await Promise.all(played.filter((_, index) => !results?.[index]).map((run) => run.terminate()));
    if (!results) await everything.catch(() => undefined);
    return played.map((run, index) => run.result(results?.[index] ?? null));
  }

  private async doAll(doings: readonly Doing[], signal: AbortSignal): Promise<void> {
    let now = await this.env.now();
    for (const { at, do: perform } of doings) {
      if (signal.aborted) return;
      if (at > now) {
        await this.env.pass(at - now);
        now = await this.env.now();
      }
      await perform();
    }
  }
}
