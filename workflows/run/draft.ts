import { addDuration } from '../model/calendar.js';
import type { NamedCondition } from '../model/condition.js';
import type { Plan, PlanStep } from '../model/plan.js';
import type { ActiveStep, LaneName, PerformVerb, RunCommand, RunState, StepOutcome, TraceEntry } from '../model/run.js';
import type { Duration, Instant } from '../model/time.js';
import { own } from './own.js';
import { performKey } from './perform-key.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Entry = DistributiveOmit<TraceEntry, 'seq' | 'at'>;

type Changeable = 'engineVersion' | 'status' | 'arm' | 'exit' | 'result' | 'paused' | 'held' | 'skips' | 'csm' | 'observed';

/** How many ids of pushed events a run remembers; older ones are older than any retry of their sender. */
const SEEN_LIMIT = 200;

/**
 * The working copy of a run while one event is taken. The given state is never touched; what the copy says goes into
 * the commands in the order it is said, and every line of the flight record is numbered here and nowhere else.
 */
export class Draft {
  readonly commands: RunCommand[] = [];
  private readonly copy: Mutable<RunState>;
  private readonly timers: Record<string, Instant>;
  private readonly active: Record<string, ActiveStep>;
  private readonly outcomes: Record<string, StepOutcome>;

  constructor(
    private follows: Plan,
    state: RunState,
    readonly at: Instant,
  ) {
    this.timers = { ...state.timers };
    this.active = { ...state.active };
    this.outcomes = { ...state.outcomes };
    this.copy = { ...state, now: at, timers: this.timers, active: this.active, outcomes: this.outcomes };
  }

  get state(): RunState {
    return this.copy;
  }

  get plan(): Plan {
    return this.follows;
  }

  /** From now on the run follows another version. */
  follow(plan: Plan): void {
    this.follows = plan;
    this.command({ type: 'follow_plan', plan });
  }

  update(change: Partial<Pick<Mutable<RunState>, Changeable>>): void {
    Object.assign(this.copy, change);
  }

  /** Takes members out that are no longer said. */
  forget(...members: readonly ('paused' | 'parked' | 'held' | 'skips')[]): void {
    for (const member of members) delete this.copy[member];
  }

  /** What comes next has to wait for the end of a pause, or for a step that is tried again. */
  park(lane: LaneName | null, goto: string | null): void {
    this.copy.parked = [...(this.copy.parked ?? []), { lane, goto }];
  }

  command(command: RunCommand): void {
    this.commands.push(command);
  }

  record(entry: Entry): void {
    const numbered = { seq: this.copy.traceSeq, at: this.at, ...entry } as TraceEntry;
    this.copy.traceSeq += 1;
    this.commands.push({ type: 'record', entry: numbered });
  }

  later(duration: Duration): Instant {
    return addDuration(this.copy.calendar, this.at, duration);
  }

  /** True when the id was not honoured before; from now on it is. */
  firstSight(id: string): boolean {
    if (this.copy.seen.includes(id)) return false;
    this.copy.seen = [...this.copy.seen, id].slice(-SEEN_LIMIT);
    return true;
  }

  setTimer(timer: string, due: Instant): void {
    this.timers[timer] = due;
    this.command({ type: 'start_timer', timer, due });
    this.record({ type: 'timer_set', timer, due });
  }

  /** Cancels the timers of a step under way. */
  cancelTimersOf({ key }: ActiveStep): void {
    for (const timer of Object.keys(this.timers)) if (timer.slice(timer.indexOf(':') + 1) === key) this.cancelTimer(timer);
  }

  /** Cancels a timer; one that is not set is left alone. */
  cancelTimer(timer: string): void {
    if (this.timers[timer] === undefined) return;
    delete this.timers[timer];
    this.command({ type: 'cancel_timer', timer });
    this.record({ type: 'timer_cancelled', timer });
  }

  timerFired(timer: string): void {
    delete this.timers[timer];
    this.record({ type: 'timer_fired', timer });
  }

  /** Puts a step under way and says when it ought to be done. One whose `when` was asked keeps its key. */
  begin(step: PlanStep, due: Instant): ActiveStep {
    const asked = own(this.active, step.id);
    const started: ActiveStep = { key: asked?.gate ? asked.key : this.nextKey(step), startedAt: this.at };
    this.active[step.id] = started;
    this.record({ type: 'step_started', step: step.id, key: started.key, verb: step.verb, due });
    return started;
  }

  /** Asks whether a step is to be done at all; it has not started yet. */
  gate(step: PlanStep, when: NamedCondition): void {
    this.ask(step, { key: this.nextKey(step), startedAt: this.at, gate: true }, [when]);
  }

  /** A step whose `when` was not answered yet: it never started, so nothing is on record. */
  dropGate(step: PlanStep): void {
    delete this.active[step.id];
  }

  /** Has a channel carry a step out. */
  perform(step: PlanStep & { readonly verb: PerformVerb }, active: ActiveStep): void {
    const { csm } = this.copy;
    const order = { key: performKey(active), step: step.id, verb: step.verb, at: this.at };
    this.command({ type: 'perform', ...order, ...(csm === undefined ? {} : { csm }) });
  }

  /** The exit that is on its way ends the step. */
  leave(step: PlanStep, active: ActiveStep): 'waiting' {
    this.active[step.id] = { ...active, leaving: true };
    return 'waiting';
  }

  /** Changes what is remembered of a step under way. */
  keep(step: PlanStep, active: ActiveStep): void {
    this.active[step.id] = active;
  }

  /** Asks live data about a step under way; the answer comes back as an `evaluated` event. */
  ask(step: PlanStep, active: ActiveStep, conditions: Extract<RunCommand, { type: 'evaluate' }>['conditions']): void {
    const request = `${active.key}?${this.nextNumber()}`;
    this.active[step.id] = { ...active, request };
    this.command({
      type: 'evaluate',
      request,
      at: this.at,
      conditions,
      outcomes: { ...this.outcomes },
      startedAt: this.copy.startedAt,
    });
  }

  /** Ends a step under way: exactly once, since it is under way no more. */
  settle(
    step: PlanStep,
    active: ActiveStep,
    outcome: Omit<StepOutcome, 'at'>,
    detail?: Readonly<Record<string, string | number | boolean | null>>,
  ): void {
    delete this.active[step.id];
    const again =
      outcome.status === 'failed' && this.copy.engineVersion > 1 ? { key: active.key, attempt: active.attempt ?? 1 } : {};
    this.outcomes[step.id] = { ...outcome, at: this.at, ...again };
    this.record({
      type: 'step_settled',
      step: step.id,
      key: active.key,
      ...outcome,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  private nextKey(step: PlanStep): string {
    return `${step.id}#${this.nextNumber()}`;
  }

  private nextNumber(): number {
    const number = this.copy.seq;
    this.copy.seq += 1;
    return number;
  }
}
