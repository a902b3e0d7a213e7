import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyLocalActivities,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Evaluation } from '../model/fact.js';
import type { EngineVersion, RunCommand, RunEvent, RunOrder, RunResult, RunState } from '../model/run.js';
import { toBusinessTime, toMachineTime, type Instant } from '../model/time.js';
import { leavesAt } from '../run/exits.js';
import { earliestTimer, nextEvent } from '../run/next-event.js';
import { readEvent } from '../run/read-event.js';
import { refusalOf } from '../run/refusal.js';
import { transition } from '../run/transition.js';
import type { EvaluateInput, PerformInput, RunLocalActivities } from './activities.js';
import { AnswerOrder } from './answer-order.js';
import { beginState } from './begin-state.js';
import { FlightRecord } from './flight-record.js';
import { Lull } from './lull.js';
import { PERFORM_LIMIT, Performs } from './performs.js';
import type { PlaybookRunInput } from './playbook-run-input.js';
import type { OrderAnswer, RunStateView } from './run-orders.js';
import { RETRIED } from './retried.js';
import { showChange } from './show-change.js';
import { WakeTimer } from './wake-timer.js';

/** Replay costs about 0.5 ms per event, so a long run starts a fresh history well before the server asks for it. */
const HISTORY_LIMIT = 1_500;
/** Twice the largest plan there may be, since every history begins with one. */
const HISTORY_BYTES = 2_097_152;
/** A storm is worked off before a fresh history begins: what a continue-as-new carries stays far below a payload's limit. */
const CARRY_LIMIT = 100;
/** Characters of waiting events that a fresh history may begin with: the server ends a run whose input is over 2 MiB. */
const CARRY_SIZE = 262_144;
/** Of what a run does not know, this much is put on record per history. */
const UNKNOWN_LIMIT = 100;

const { evaluate } = proxyLocalActivities<RunLocalActivities>({ ...RETRIED, scheduleToCloseTimeout: PERFORM_LIMIT });

/** Hosts `transition` on Temporal: carries out its commands, waits for the next event, and decides nothing itself. */
export class RunHost {
  private input: PlaybookRunInput;
  private state: RunState;
  private readonly waiting: RunEvent[];
  private unknown = 0;
  /** Signals since the run last had nothing to do. */
  private heard = 0;
  private readonly orders = new Map<RunEvent, (answer: OrderAnswer) => void>();
  private readonly wake = new WakeTimer();
  private readonly lull = new Lull(() => this.waiting.length > 0 || this.wake.ringing);
  private readonly answers = new AnswerOrder();
  private readonly performs: Performs;
  private readonly record: FlightRecord;

  constructor(input: PlaybookRunInput) {
    this.input = input;
    const { state, waiting, entries } = beginState(input);
    this.state = state;
    this.waiting = waiting;
    this.record = new FlightRecord(entries);
    this.performs = new Performs(
      (event, number) => this.answers.insert(this.waiting, event, number),
      () => this.businessNow(),
      input.limits?.perform ?? PERFORM_LIMIT,
    );
    for (const { verb, input: of, since } of input.performing ?? []) this.performs.start(verb, of, this.answers.next(), since);
  }

  get engineVersion(): EngineVersion {
    return this.state.engineVersion;
  }

  get view(): RunStateView {
    const { playbook, version, contentHash } = this.input.plan;
    return { state: this.state, plan: { playbook, version, contentHash } };
  }

  hear(told: unknown): void {
    this.heard += 1;
    const event = readEvent(told);
    if (event) this.waiting.push(event);
    else this.hearUnknown('signal runEvent with something else than an event');
  }

  hearUnknown(what: string): void {
    this.unknown += 1;
    if (this.unknown > UNKNOWN_LIMIT) return;
    this.waiting.push({ type: 'unknown', at: this.businessNow(), id: `unknown:${uuid4()}`, what: what.slice(0, 80) });
  }

  /** Why an order is refused before it leaves a trace; null = it may be tried. */
  refusalOf(type: RunOrder['type'], told: unknown): string | null {
    const order = readEvent(told);
    if (order?.type !== type) return `this is no order to ${type}: its members are missing or of another type`;
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
      if (this.longEnough()) await this.continueAsNewIfReady();
      const next = nextEvent(this.state, this.waiting, this.businessNow());
      if (next) {
        // A timer that a pause kept from ringing rings now: what was begun now settles before it.
        const at = this.engineVersion > 1 ? Math.max(next.event.at, this.state.now) : next.event.at;
        const before = this.performs.settleBefore(at, this.answers.numberOf(next.event));
        if (before) await before;
        else await this.take(next.event, next.index);
        if (this.record.full) await this.flush();
        continue;
      }
      await this.flush();
      if (this.state.result !== null) {
        // An order that came at the last moment gets its answer, too.
        if (this.orders.size === 0 && !allHandlersFinished())
          await condition(() => this.orders.size > 0 || allHandlersFinished());
        if (this.orders.size === 0) return this.state.result;
        continue;
      }
      // A quiet moment is the best one for a fresh history; the first engine version had it at the next event.
      if (this.engineVersion > 1 && this.longEnough()) await this.continueAsNewIfReady();
      this.armWakeTimer();
      this.heard = 0;
      await this.lull.end();
      this.wake.hush();
    }
  }

  private businessNow(): Instant {
    return toBusinessTime(this.input.clock, Date.now());
  }

  private async take(event: RunEvent, index: number | null): Promise<void> {
    if (index !== null) this.waiting.splice(index, 1);
    const before = this.state;
    const { version } = this.input.run;
    const { state, commands } = transition(this.input.plan, before, event);
    this.state = state;
    for (const command of commands) {
      // Awaited only where there is something to wait for: each promise costs a worker more than the machine does.
      if (command.type === 'evaluate') await this.evaluate(command);
      else this.carryOut(command);
    }
    const followed = this.input.run.version;
    showChange(before, state, followed === version ? null : followed);
    this.orders.get(event)?.(answerOf(commands));
    this.orders.delete(event);
  }

  private carryOut(command: Exclude<RunCommand, { type: 'evaluate' }>): void {
    switch (command.type) {
      case 'perform':
        this.performs.start(command.verb, this.performInput(command), this.answers.next());
        return;
      case 'abandon':
        this.performs.abandon(command.key);
        if (this.engineVersion > 1) this.answers.drop(this.waiting, command.key);
        return;
      case 'follow_plan': {
        const { plan } = command;
        this.input = { ...this.input, plan, run: { ...this.input.run, version: plan.version } };
        this.record.follows(plan.version);
        return;
      }
      case 'record':
        this.record.add(command.entry);
        return;
      case 'start_timer':
      case 'cancel_timer':
      case 'finish':
        // The state says it: timers ring through the one wake timer, the result ends the loop.
        return;
      default:
        this.record.order(command);
    }
  }

  private async evaluate(command: Extract<RunCommand, { type: 'evaluate' }>): Promise<void> {
    const { request, at, startedAt, outcomes, conditions } = command;
    const { runId, account } = this.input.run;
    const number = this.answers.next();
    const results = await answersTo({ runId, account, at, startedAt, outcomes, conditions });
    this.answers.insert(this.waiting, { type: 'evaluated', at, request, results }, number);
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

  private flush(): Promise<void> {
    return this.record.write(this.input.run, this.state);
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

  /** Whether a fresh history is due, and what is under way lets it begin. */
  private longEnough(): boolean {
    const { continueAsNewSuggested, historyLength, historySize } = workflowInfo();
    const limit = this.input.limits?.history ?? HISTORY_LIMIT;
    const first = this.engineVersion === 1;
    const long = continueAsNewSuggested || historyLength > limit || (historySize > HISTORY_BYTES && !first);
    const full = (continueAsNewSuggested || historyLength > limit * 3) && !first;
    // While signals pour in, the server turns a continue-as-new down and the whole history is replayed: it waits for a lull.
    const stormy = this.heard > CARRY_LIMIT && !first;
    return long && !stormy && (this.performs.idle || full);
  }

  /**
   * Carries the state and every event not taken yet. Steps under way are waited for as long as there is room, and begun
   * again under their keys when there is none left.
   */
  private canCarry(): boolean {
    const { waiting } = this;
    if (waiting.length === 0) return true;
    return waiting.length <= CARRY_LIMIT && (this.engineVersion === 1 || JSON.stringify(waiting).length <= CARRY_SIZE);
  }

  private async continueAsNewIfReady(): Promise<void> {
    const ready = (): boolean => this.orders.size === 0 && this.canCarry();
    if (!ready()) return;
    await this.flush();
    // Their orders were taken: what they have left to do is to say so.
    await condition(() => allHandlersFinished() || !ready());
    if (!ready()) return;
    const { input, state, waiting } = this;
    const { performing: _, ...rest } = input;
    const carried = this.performs.idle ? {} : { performing: this.performs.carried };
    await continueAsNew<(input: PlaybookRunInput) => Promise<RunResult>>({ ...rest, state, waiting, ...carried });
  }
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
