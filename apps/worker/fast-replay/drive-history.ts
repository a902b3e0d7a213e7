import type { Client } from '@temporalio/client';
import { TASK_QUEUE } from '../../../workflows/durable/activities.js';
import { PLAYBOOK_RUN, type PlaybookRunInput } from '../../../workflows/durable/playbook-run-input.js';
import { PB_ACCOUNT, PB_PLAYBOOK, PB_STATUS } from '../../../workflows/durable/search-attributes.js';
import type { PushedRunEvent } from '../../../workflows/model/run.js';
import { toMachineTime, type BusinessClock, type Instant } from '../../../workflows/model/time.js';
import { followedRunOf, type BacktestInput } from '../../../workflows/simulate/backtest/backtest.js';
import { BookSweeps, type DecidedEpisode } from '../../../workflows/simulate/backtest/book-sweeps.js';
import { endOf } from '../../../workflows/simulate/backtest/followed-trace.js';
import { RUN_EVENT } from '../relay/push-event.js';
import { HostedRun } from './hosted-run.js';
import type { SkippingClock } from './skipping-clock.js';

/**
 * What comes from outside is sent this long (server time, which is business time here) before it is due: its own time
 * decides when it is taken, and no timer of the same instant may ring while it is on its way.
 */
const AHEAD = 20_000;
/** Real time after which a run that says nothing is a fault and not slow. */
const SILENT_MS = 60_000;

export interface HistoryDriverOptions {
  readonly input: BacktestInput;
  readonly clock: SkippingClock;
  readonly client: Client;
  /** The runs by id; the activities read the same. */
  readonly runs: Map<string, HostedRun>;
  readonly onWindow: (at: Instant, decided: number, live: number) => void;
}

/**
 * Lives through history with the real workflows on the server that skips time. It goes from instant to instant at which
 * anything happens: people and events first, then looks at exits, then the runs' own timers, then the triggers. At each
 * it waits until every run has said all it has to say, so that nothing depends on how fast the machine is.
 */
export class HistoryDriver {
  readonly sweeps: BookSweeps;
  readonly episodes: DecidedEpisode[] = [];
  private readonly live = new Set<HostedRun>();
  private wake: () => void = () => undefined;
  private business: BusinessClock = { origin: 0, startedAt: 0, rate: 1 };
  private window = 0;

  constructor(private readonly options: HistoryDriverOptions) {
    this.sweeps = new BookSweeps(options.input, (runId) => endOf(options.runs.get(runId)?.trace ?? []));
  }

  /** A piece of a flight record has arrived. */
  readonly recorded = (): void => this.wake();

  async drive(): Promise<void> {
    const { from, to } = this.options.input;
    this.business = { origin: from, startedAt: (await this.options.clock.now()) + AHEAD, rate: 1 };
    for (let at = this.nextInstant(); at <= to; at = this.nextInstant()) {
      await this.outside(at);
      await this.timers(at);
      await this.triggers(at);
      for (const run of this.live) if (run.over) this.live.delete(run);
    }
    // Timers due at the very end have rung; nothing after it counts.
  }

  private nextInstant(): Instant {
    let next = this.sweeps.windows[this.window]?.at ?? Infinity;
    for (const run of this.live) {
      const look = run.looksAhead ? run.nextLook : Infinity;
      next = Math.min(next, run.nextTimer, run.toCome[0]?.at ?? Infinity, look);
    }
    return next;
  }

  /** What people do and what happens at the accounts, then what a look at the data finds. */
  private async outside(at: Instant): Promise<void> {
    const moved = [...this.live].filter((run) => (run.toCome[0]?.at ?? Infinity) <= at);
    const looked = [...this.live].filter((run) => run.nextLook <= at);
    if (moved.length === 0 && looked.length === 0) return;
    await this.passTo(at - AHEAD);
    await Promise.all(moved.map((run) => this.happen(run, at)));
    await Promise.all(looked.map((run) => this.look(run, at)));
  }

  private async happen(run: HostedRun, at: Instant): Promise<void> {
    for (let moment = run.toCome[0]; moment && moment.at <= at; moment = run.toCome[0]) {
      run.toCome.shift();
      const event = run.eventOf(moment);
      if (event) await this.tell(run, event, at);
    }
  }

  private async look(run: HostedRun, at: Instant): Promise<void> {
    const { zone } = run.run.input.account.data.calendar;
    run.nextLook = this.sweeps.nextLook(zone, at);
    for (const event of run.lookAt(at)) await this.tell(run, event, at);
  }

  private async tell(run: HostedRun, event: PushedRunEvent, at: Instant): Promise<void> {
    run.tell(event);
    await this.options.client.workflow.getHandle(run.id).signal(RUN_EVENT, event);
    await this.quiet([run], at - 1);
  }

  /** A timer may set another one for the same instant. */
  private async timers(at: Instant): Promise<void> {
    for (;;) {
      const due = [...this.live].filter((run) => run.nextTimer <= at);
      if (due.length === 0) return;
      await this.passTo(at + 1);
      await this.quiet(due, at);
    }
  }

  private async triggers(at: Instant): Promise<void> {
    const { onWindow, input } = this.options;
    for (let window = this.sweeps.windows[this.window]; window?.at === at; window = this.sweeps.windows[this.window]) {
      this.window += 1;
      // A run is begun at its instant and not before.
      await this.passTo(at);
      const decided = this.sweeps.decide(window);
      this.episodes.push(...decided);
      const begun = decided.flatMap((episode) => followedRunOf(input, this.sweeps, episode) ?? []);
      await Promise.all(
        begun.map(async (run) => {
          const { zone } = run.input.account.data.calendar;
          const hosted = new HostedRun(run, (after) => this.sweeps.nextLook(zone, after), input.to);
          this.options.runs.set(hosted.id, hosted);
          this.live.add(hosted);
          await this.start(hosted);
        }),
      );
      await this.quiet([...this.live], at);
      onWindow(at, this.episodes.length, this.live.size);
    }
  }

  private async start({ id, run }: HostedRun): Promise<void> {
    const { plan, account } = run.input;
    const input: PlaybookRunInput = { run: run.run, plan, clock: this.business };
    await this.options.client.workflow.start(PLAYBOOK_RUN, {
      workflowId: id,
      taskQueue: TASK_QUEUE,
      args: [input],
      typedSearchAttributes: [
        { key: PB_PLAYBOOK, value: plan.playbook },
        { key: PB_ACCOUNT, value: account.data.id },
        { key: PB_STATUS, value: 'running' },
      ],
    });
  }

  private passTo(at: Instant): Promise<void> {
    return this.options.clock.passTo(toMachineTime(this.business, at));
  }

  /** Waits until runs have said all they have to say up to an instant. @throws when one says nothing for a minute. */
  private async quiet(runs: readonly HostedRun[], upTo: Instant): Promise<void> {
    const end = Date.now() + SILENT_MS;
    for (;;) {
      const busy = runs.find((run) => !run.isQuiet(upTo));
      if (!busy) return;
      if (Date.now() > end)
        throw new Error(`run ${busy.id} says nothing any more: ${busy.whatIsMissing(upTo)} (${new Date(upTo).toISOString()})`);
      await this.sound();
    }
  }

  /** Until a flight record grows, or a moment has passed: others may wait for the same. */
  private sound(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.wake;
      const timer = setTimeout(done, 250);
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      this.wake = () => {
        before();
        done();
        this.wake = () => undefined;
      };
    });
  }
}
