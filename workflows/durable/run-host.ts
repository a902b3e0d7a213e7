import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyLocalActivities,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Evaluation } from '../model/fact.js';
import type { EngineVersion, RunCommand, RunEvent, RunOrder, RunResult, RunState, TraceEntry } from '../model/run.js';
import { toBusinessTime, toMachineTime, type Instant } from '../model/time.js';
import { leavesAt } from '../run/exits.js';
import { earliestTimer, nextEvent } from '../run/next-event.js';
import { refusalOf } from '../run/refusal.js';
import { transition } from '../run/transition.js';
import type { EvaluateInput, PerformInput, RunLocalActivities, TaskCommand } from './activities.js';
import { beginState } from './begin-state.js';
import { isPushed } from './is-pushed.js';
import { PERFORM_LIMIT, Performs } from './performs.js';
import type { PlaybookRunInput } from './playbook-run-input.js';
import type { OrderAnswer, RunStateView } from './run-orders.js';
import { PB_CSM, PB_DUE_AT, PB_STATUS, PB_VERSION } from './search-attributes.js';
import { WakeTimer } from './wake-timer.js';

/** Replay costs about 0.5 ms per event, so a long run starts a fresh history well before the server asks for it. */
const HISTORY_LIMIT = 1_500;
const HISTORY_BYTES = 1_048_576;
/** A storm is worked off before a fresh history begins: what a continue-as-new carries stays far below a payload's limit. */
const CARRY_LIMIT = 100;
/** Entries of one call: a storm reaches the database in parts, and the run takes a breath between them. */
const RECORD_LIMIT = 500;
/** Of what a run does not know, this much is put on record per history. */
const UNKNOWN_LIMIT = 100;

// Longer pauses become server timers, so that an outage of the database does not fill the history with heartbeats.
const retried = {
  startToCloseTimeout: '30s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;
const { record } = proxyLocalActivities<RunLocalActivities>(retried);
const { evaluate } = proxyLocalActivities<RunLocalActivities>({ ...retried, scheduleToCloseTimeout: PERFORM_LIMIT });

/** Hosts `transition` on Temporal: carries out its commands, waits for the next event, and decides nothing itself. */
export class RunHost {
  private input: PlaybookRunInput;
  private state: RunState;
  private readonly waiting: RunEvent[];
  private entries: TraceEntry[];
  private tasks: TaskCommand[] = [];
  private migrated = false;
  private unknown = 0;
  private readonly orders = new Map<RunEvent, (answer: OrderAnswer) => void>();
  private readonly wake = new WakeTimer();
  private readonly performs: Performs;

  constructor(input: PlaybookRunInput) {
    this.input = input;
    const { state, waiting, entries } = beginState(input);
    this.state = state;
    this.waiting = waiting;
    this.entries = entries;
    this.performs = new Performs(
      (event) => this.waiting.push(event),
      () => this.businessNow(),
      input.performLimit ?? PERFORM_LIMIT,
    );
    for (const { verb, input: of, since } of input.performing ?? []) this.performs.start(verb, of, since);
  }

  get engineVersion(): EngineVersion {
    return this.state.engineVersion;
  }

  get view(): RunStateView {
    const { playbook, version, contentHash } = this.input.plan;
    return { state: this.state, plan: { playbook, version, contentHash } };
  }

  hear(event: unknown): void {
    if (isPushed(event)) this.waiting.push(event);
    else this.hearUnknown('signal runEvent with something else than an event');
  }

  hearUnknown(what: string): void {
    this.unknown += 1;
    if (this.unknown > UNKNOWN_LIMIT) return;
    this.waiting.push({ type: 'unknown', at: this.businessNow(), id: `unknown:${uuid4()}`, what: what.slice(0, 80) });
  }

  /** Why an order is refused before it leaves a trace; null = it may be tried. */
  refusalOf(type: RunOrder['type'], order: unknown): string | null {
    if (!isPushed(order) || order.type !== type) return `this is no order to ${type}`;
    // A run that has not taken its first event yet takes that one first.
    return this.state.status === 'new' ? null : refusalOf(this.input.plan, this.state, order as RunOrder);
  }

  /** Answered once the run took the order in its turn: what came before it in business time may have made it moot. */
  order(order: RunOrder): Promise<OrderAnswer> {
    this.waiting.push(order);
    return new Promise((answer) => this.orders.set(order, answer));
  }

  cancel(): void {
    this.waiting.push({
      type: 'cancel',
      at: this.businessNow(),
      id: 'cancelled-in-temporal',
      by: 'temporal',
      reason: 'cancelled in Temporal',
    });
  }

  async drive(): Promise<RunResult> {
    for (;;) {
      await this.continueAsNewWhenLong();
      const next = nextEvent(this.state, this.waiting, this.businessNow());
      if (next) {
        await this.take(next.event, next.index);
        if (this.entries.length >= RECORD_LIMIT) await this.flush();
        continue;
      }
      await this.flush();
      if (this.state.result !== null) {
        // An order that came at the last moment gets its answer, too.
        await condition(() => this.orders.size > 0 || allHandlersFinished());
        if (this.orders.size === 0) return this.state.result;
        continue;
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
    const before = this.state;
    const { state, commands } = transition(this.input.plan, before, event);
    this.state = state;
    for (const command of commands) await this.carryOut(command);
    this.showChange(before);
    this.orders.get(event)?.(answerOf(commands));
    this.orders.delete(event);
  }

  private async carryOut(command: RunCommand): Promise<void> {
    switch (command.type) {
      case 'perform':
        this.performs.start(command.verb, this.performInput(command));
        return;
      case 'abandon':
        this.performs.abandon(command.key);
        return;
      case 'evaluate': {
        const { request, at, startedAt, outcomes, conditions } = command;
        const { runId, account } = this.input.run;
        const results = await answersTo({ runId, account, at, startedAt, outcomes, conditions });
        this.waiting.push({ type: 'evaluated', at, request, results });
        return;
      }
      case 'follow_plan': {
        const { plan } = command;
        this.input = { ...this.input, plan, run: { ...this.input.run, version: plan.version } };
        this.migrated = true;
        return;
      }
      case 'record':
        this.entries.push(command.entry);
        return;
      case 'start_timer':
      case 'cancel_timer':
      case 'finish':
        // The state says it: timers ring through the one wake timer, the result ends the loop.
        return;
      default:
        this.tasks.push(command);
    }
  }

  private performInput({ step, key, at, csm }: Extract<RunCommand, { type: 'perform' }>): PerformInput {
    const { runId, playbook, version, account, arm } = this.input.run;
    const { engineVersion } = this;
    const exit = leavesAt(this.state);
    return {
      runId,
      playbook,
      version,
      account,
      step,
      key,
      at,
      arm,
      ...(exit === null ? {} : { leavesAt: exit }),
      ...(engineVersion === 1 ? {} : { engineVersion }),
      ...(csm === undefined ? {} : { csm }),
    };
  }

  /** Everything new goes to the database in one call, before the run waits for anything. */
  private async flush(): Promise<void> {
    if (this.entries.length === 0 && this.tasks.length === 0) return;
    const { entries, tasks, migrated } = this;
    this.entries = [];
    this.tasks = [];
    this.migrated = false;
    const { paused, exit, result } = this.state;
    const status = paused && result === null ? 'paused' : this.state.status;
    const { runId, version } = this.input.run;
    await record({ runId, entries, tasks, status, exit, result, ...(migrated ? { version } : {}) });
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

  /** Search attributes cost an event of history: only a change that people look for is shown. */
  private showChange(before: RunState): void {
    const { state } = this;
    if (state.result !== null || (before.status === 'new' && state.engineVersion === 1)) return;
    const handedOver = state.csm !== before.csm && state.csm !== undefined ? [{ key: PB_CSM, value: state.csm }] : [];
    const migrated = this.migrated ? [{ key: PB_VERSION, value: this.input.run.version }] : [];
    if (shown(state) === shown(before) && handedOver.length + migrated.length === 0) return;
    const due = earliestTimer(state)?.due ?? state.now;
    upsertSearchAttributes([
      { key: PB_STATUS, value: shown(state) },
      { key: PB_DUE_AT, value: new Date(due) },
      ...handedOver,
      ...migrated,
    ]);
  }

  /**
   * Carries the state and every event not taken yet. Steps under way are waited for as long as there is room, and begun
   * again under their keys when there is none left.
   */
  private async continueAsNewWhenLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength, historySize } = workflowInfo();
    const first = this.engineVersion === 1;
    const long = historyLength > HISTORY_LIMIT || (historySize > HISTORY_BYTES && !first);
    if (!(long || continueAsNewSuggested) || !(this.performs.idle || (continueAsNewSuggested && !first))) return;
    const ready = (): boolean => this.waiting.length <= CARRY_LIMIT && this.orders.size === 0 && allHandlersFinished();
    if (!ready()) return;
    await this.flush();
    if (!ready()) return;
    const { input, state, waiting } = this;
    const { performing: _, ...rest } = input;
    const carried = this.performs.idle ? {} : { performing: this.performs.carried };
    await continueAsNew<(input: PlaybookRunInput) => Promise<RunResult>>({ ...rest, state, waiting, ...carried });
  }
}

function shown({ paused, status }: RunState): 'running' | 'paused' | 'verifying' {
  return paused ? 'paused' : status === 'verifying' ? 'verifying' : 'running';
}

/** An order that the machine put on record as ignored was not carried out. */
function answerOf(commands: readonly RunCommand[]): OrderAnswer {
  for (const command of commands) {
    if (command.type === 'record' && command.entry.type === 'event_ignored')
      return { taken: false, reason: command.entry.reason };
  }
  return { taken: true };
}

/** Data that could not be asked for as long as a step may be tried is unknown: the run goes on, and the record says so. */
async function answersTo(input: EvaluateInput): Promise<readonly Evaluation[]> {
  try {
    return await evaluate(input);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    return input.conditions.map(() => ({ value: null, facts: [] }));
  }
}
