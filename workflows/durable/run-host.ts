import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyLocalActivities,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunCommand, RunEvent, RunResult, RunState, TraceEntry } from '../model/run.js';
import { toBusinessTime, toMachineTime, type Instant } from '../model/time.js';
import { ENGINE_VERSION } from '../run/engine-version.js';
import { leavesAt } from '../run/exits.js';
import { earliestTimer, nextEvent } from '../run/next-event.js';
import { initialState, transition } from '../run/transition.js';
import type { RunLocalActivities, TaskCommand } from './activities.js';
import { PERFORM_LIMIT, Performs } from './performs.js';
import type { PlaybookRunInput } from './playbook-run-input.js';
import { PB_DUE_AT, PB_STATUS } from './search-attributes.js';
import { WakeTimer } from './wake-timer.js';

/** Replay costs about 0.5 ms per event, so a long run starts a fresh history well before the server asks for it. */
const HISTORY_LIMIT = 1_500;

const local = proxyLocalActivities<RunLocalActivities>({
  startToCloseTimeout: '30s',
  // Longer pauses become server timers, so that an outage of the database does not fill the history with heartbeats.
  localRetryThreshold: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** Hosts `transition` on Temporal: carries out its commands, waits for the next event, and decides nothing itself. */
export class RunHost {
  private state: RunState;
  private readonly waiting: RunEvent[];
  private entries: TraceEntry[] = [];
  private tasks: TaskCommand[] = [];
  private readonly wake = new WakeTimer();
  private readonly performs = new Performs(
    (event) => this.push(event),
    () => this.businessNow(),
  );

  constructor(private readonly input: PlaybookRunInput) {
    const { run, state } = input;
    // An older worker must not touch a newer run: the task fails and is tried again until the right worker takes it.
    if (state && state.engineVersion !== ENGINE_VERSION) {
      throw new Error(`engine version ${String(state.engineVersion)} of run ${run.runId} is not known to this worker`);
    }
    this.state = state ?? initialState(run);
    this.waiting = state ? [...(input.waiting ?? [])] : [{ type: 'started', at: run.startedAt, arm: run.arm }];
  }

  push(event: RunEvent): void {
    this.waiting.push(event);
  }

  async drive(): Promise<RunResult> {
    for (;;) {
      await this.continueAsNewWhenLong();
      const next = nextEvent(this.state, this.waiting, this.businessNow());
      if (next) {
        await this.take(next.event, next.index);
        continue;
      }
      await this.flush();
      if (this.state.result !== null) {
        await condition(allHandlersFinished);
        return this.state.result;
      }
      this.armWakeTimer();
      await condition(() => this.waiting.length > 0 || this.wake.ringing);
      this.wake.hush();
    }
  }

  private businessNow(): Instant {
    return toBusinessTime(this.input.clock, Date.now());
  }

  private async take(event: RunEvent, index: number | null): Promise<void> {
    const fromOutside = index === null || 'id' in event;
    if (fromOutside && (await this.performs.settleBefore(event.at))) return;
    if (index !== null) this.waiting.splice(index, 1);
    const before = this.state.status;
    const { state, commands } = transition(this.input.plan, this.state, event);
    this.state = state;
    for (const command of commands) await this.carryOut(command);
    if (before === 'running' && state.status === 'verifying') this.showVerifying();
  }

  private async carryOut(command: RunCommand): Promise<void> {
    const { runId, playbook, version, account, arm } = this.input.run;
    switch (command.type) {
      case 'perform': {
        const { step, key, at } = command;
        const exit = leavesAt(this.state);
        const until = exit === null ? {} : { leavesAt: exit };
        this.performs.start(command, { runId, playbook, version, account, step, key, at, arm, ...until });
        return;
      }
      case 'abandon':
        this.performs.abandon(command.key);
        return;
      case 'evaluate': {
        const { request, at, startedAt, outcomes, conditions } = command;
        const results = await local.evaluate({ runId, account, at, startedAt, outcomes, conditions });
        this.push({ type: 'evaluated', at, request, results });
        return;
      }
      case 'close_task':
      case 'escalate_task':
        this.tasks.push(command);
        return;
      case 'record':
        this.entries.push(command.entry);
        return;
      case 'start_timer':
      case 'cancel_timer':
      case 'finish':
        // The state says it: timers ring through the one wake timer, the result ends the loop.
        return;
    }
  }

  /** Everything new goes to the database in one call, before the run waits for anything. */
  private async flush(): Promise<void> {
    if (this.entries.length === 0 && this.tasks.length === 0) return;
    const { entries, tasks } = this;
    this.entries = [];
    this.tasks = [];
    const { status, exit, result } = this.state;
    await local.record({ runId: this.input.run.runId, entries, tasks, status, exit, result });
  }

  private armWakeTimer(): void {
    const timer = earliestTimer(this.state);
    if (!timer) {
      this.wake.arm(null, '');
      return;
    }
    const due = Math.ceil(toMachineTime(this.input.clock, timer.due));
    // A step under way settles within its limit and wakes the run anyway: a timer beyond that is armed afterwards.
    if (!this.performs.idle && due - Date.now() > PERFORM_LIMIT * 2) return;
    this.wake.arm(due, timer.timer);
  }

  private showVerifying(): void {
    const due = earliestTimer(this.state)?.due ?? this.state.now;
    upsertSearchAttributes([
      { key: PB_STATUS, value: 'verifying' },
      { key: PB_DUE_AT, value: new Date(due) },
    ]);
  }

  /** Carries the state and every event not taken yet; only activities under way cannot be carried. */
  private async continueAsNewWhenLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (!this.performs.idle || !(continueAsNewSuggested || historyLength > HISTORY_LIMIT)) return;
    await this.flush();
    const { input, state, waiting } = this;
    await continueAsNew<(input: PlaybookRunInput) => Promise<RunResult>>({ ...input, state, waiting });
  }
}
