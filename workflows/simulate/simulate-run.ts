import { evaluateCondition } from '../condition/evaluate-condition.js';
import { exitMet } from '../enroll/exit-met.js';
import { fromLocal, toLocal } from '../model/calendar.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Plan } from '../model/plan.js';
import type {
  PushedRunEvent,
  RunCommand,
  RunEvent,
  RunInput,
  RunState,
  StepOutcome,
  StepSettlement,
  TraceEntry,
} from '../model/run.js';
import type { Instant } from '../model/time.js';
import { nextEvent } from '../run/next-event.js';
import { initialState, transition } from '../run/transition.js';

type PerformCommand = Extract<RunCommand, { readonly type: 'perform' }>;
type EvaluateCommand = Extract<RunCommand, { readonly type: 'evaluate' }>;

/** Something that people or the world do while a run goes on. */
export type ScenarioMoment = { readonly at: Instant } & (
  | { readonly type: 'close'; readonly step: string; readonly outcome: string; readonly by: string }
  | { readonly type: 'exit'; readonly exit: string }
  /** An event of the account: exits that wait for it are taken. */
  | { readonly type: 'event'; readonly event: string }
  /** Data changed: exits are looked at. */
  | { readonly type: 'change' }
);

/** A channel's answer; settled at the command's own time unless it says later. */
interface Answer {
  readonly settlement: StepSettlement;
  readonly settledAt?: Instant;
}

/** All that a run meets outside itself. */
export interface Scenario {
  readonly run: RunInput;
  /** Live data as of an instant. */
  readonly context: (
    asOf: Instant,
    run: { startedAt: Instant; outcomes: Readonly<Record<string, StepOutcome>> },
  ) => EvaluationContext;
  readonly timeline: readonly ScenarioMoment[];
  /** What a channel answers; left out: everything works at once. */
  readonly settle?: (command: PerformCommand) => Answer;
  /** Time of day (hours, in the run's zone) at which exits are looked at daily; null = only at moments. Default 8. */
  readonly watchHour?: number | null;
  /** The first instant after another at which exits are looked at, in place of `watchHour`; Infinity = never again. */
  readonly nextLook?: (after: Instant) => Instant;
  /** What people will do because of a command, at its time or later: close the task that it opened. */
  readonly react?: (command: RunCommand) => readonly ScenarioMoment[];
  /** The run is followed up to and including this instant, and left as it stands then. Default: to its end. */
  readonly until?: Instant;
}

export interface SimulatedRun {
  readonly state: RunState;
  readonly trace: readonly TraceEntry[];
  /** Events pushed into the run, in order: closed tasks and exits, those found by looking at the data included. */
  readonly pushed: readonly PushedRunEvent[];
  /** Moments that had nothing to act on: a task closed that was not open. */
  readonly misses: readonly { readonly moment: ScenarioMoment; readonly reason: string }[];
}

/** More events than any bounded plan can make: a run beyond it would never end. */
const EVENT_LIMIT = 100_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What channels answer when everything works. */
export function channelWorks(command: PerformCommand): Answer {
  if (command.verb === 'task') return { settlement: { status: 'opened', outcome: null } };
  return { settlement: { status: 'done', outcome: command.verb === 'email' ? 'sent' : 'posted' } };
}

/** A run on the virtual clock: the same loop as the durable host, with a list of moments instead of a server. */
class Simulation {
  private state: RunState;
  private readonly waiting: RunEvent[];
  private readonly moments: ScenarioMoment[];
  private readonly answersToCome: RunEvent[] = [];
  private readonly trace: TraceEntry[] = [];
  private readonly pushed: PushedRunEvent[] = [];
  private readonly misses: { moment: ScenarioMoment; reason: string }[] = [];
  private readonly watches: boolean;
  private nextWatch: Instant;
  private look: Instant | null = null;

  constructor(
    private readonly plan: Plan,
    private readonly scenario: Scenario,
  ) {
    const { run, timeline } = scenario;
    this.state = initialState(run);
    this.waiting = [{ type: 'started', at: run.startedAt, arm: run.arm }];
    this.moments = [...timeline].sort((a, b) => a.at - b.at);
    this.watches = scenario.watchHour !== null && plan.exits.some(({ when }) => when !== null);
    this.nextWatch = this.watchAfter(run.startedAt);
  }

  run(): SimulatedRun {
    const { until = Infinity } = this.scenario;
    for (let events = 0; this.state.result === null; events += 1) {
      if (events > EVENT_LIMIT) throw new Error(`simulation of ${this.plan.playbook}: more than ${EVENT_LIMIT} events`);
      const outside = this.outsideAt();
      // Timers due before the next thing that happens outside fire first; at the same instant the outside goes first.
      const next = nextEvent(this.state, this.waiting, Math.min(outside - 1, until));
      if (next) {
        if (next.index !== null) this.waiting.splice(next.index, 1);
        this.take(next.event);
      } else if (outside > until) {
        break;
      } else if (outside === Infinity) {
        throw new Error(`simulation of ${this.plan.playbook}: the run waits for something that never comes`);
      } else {
        this.letHappen(outside);
      }
    }
    for (const moment of this.moments) if (moment.type === 'close') this.miss(moment, 'the run was over');
    return { state: this.state, trace: this.trace, pushed: this.pushed, misses: this.misses };
  }

  private outsideAt(): Instant {
    const watch = this.watches && this.state.status === 'running' ? this.nextWatch : Infinity;
    const answer = this.answersToCome[0]?.at ?? Infinity;
    return Math.min(this.look ?? Infinity, answer, this.moments[0]?.at ?? Infinity, watch);
  }

  private letHappen(at: Instant): void {
    if (this.answersToCome[0]?.at === at) {
      this.waiting.push(this.answersToCome.shift() as RunEvent);
      return;
    }
    const moment = this.moments[0];
    if (moment?.at === at) {
      this.moments.shift();
      this.happen(moment);
      // Exits are looked at once everything of this instant has happened and was taken; with looks of their own, at these alone.
      if (!this.scenario.nextLook || moment.type === 'change') this.look = at;
      return;
    }
    this.look = null;
    if (this.nextWatch <= at) this.nextWatch = this.watchAfter(at);
    this.lookAtExits(at);
  }

  private happen(moment: ScenarioMoment): void {
    const { at } = moment;
    if (moment.type === 'close') {
      const active = Object.hasOwn(this.state.active, moment.step) ? this.state.active[moment.step] : undefined;
      if (!active?.open) {
        this.miss(moment, 'the task was not open');
        return;
      }
      const { key } = active;
      this.push({ type: 'task_closed', at, id: `close:${key}`, key, outcome: moment.outcome, by: moment.by });
    }
    if (moment.type === 'exit') this.takeExit(moment.exit, at);
    if (moment.type === 'event' && this.state.status === 'running') {
      const exit = this.plan.exits.find(({ event }) => event === moment.event);
      if (exit) this.takeExit(exit.id, at);
    }
  }

  private takeExit(exit: string, at: Instant): void {
    this.push({ type: 'exit_met', at, id: `exit:${exit}`, exit, facts: [] });
  }

  private lookAtExits(at: Instant): void {
    if (!this.watches || this.state.status !== 'running') return;
    const met = exitMet(this.plan.exits, this.contextAt(at));
    if (met) this.push({ type: 'exit_met', at, id: `exit:${met.exit}`, exit: met.exit, facts: met.facts });
  }

  private take(event: RunEvent): void {
    const { state, commands } = transition(this.plan, this.state, event);
    this.state = state;
    for (const command of commands) {
      if (command.type === 'record') this.trace.push(command.entry);
      else if (command.type === 'perform') this.perform(command);
      else if (command.type === 'evaluate') this.evaluate(command);
      this.expect(this.scenario.react?.(command) ?? []);
    }
  }

  /** Moments that follow from what the run did take their place among the others; at the same instant they come last. */
  private expect(moments: readonly ScenarioMoment[]): void {
    if (moments.length === 0) return;
    this.moments.push(...moments);
    this.moments.sort((a, b) => a.at - b.at);
  }

  private perform(command: PerformCommand): void {
    const { settlement, settledAt = command.at } = (this.scenario.settle ?? channelWorks)(command);
    const event: RunEvent = { type: 'step_settled', at: settledAt, key: command.key, settlement };
    if (settledAt <= command.at) this.waiting.push(event);
    else {
      this.answersToCome.push(event);
      this.answersToCome.sort((a, b) => a.at - b.at);
    }
  }

  private evaluate({ request, at, conditions }: EvaluateCommand): void {
    const context = this.contextAt(at);
    const results = conditions.map(({ condition }) => evaluateCondition(condition, context));
    this.waiting.push({ type: 'evaluated', at, request, results });
  }

  private contextAt(at: Instant): EvaluationContext {
    return this.scenario.context(at, { startedAt: this.state.startedAt, outcomes: this.state.outcomes });
  }

  private watchAfter(at: Instant): Instant {
    if (this.scenario.nextLook) return this.scenario.nextLook(at);
    const { calendar } = this.scenario.run;
    const midnight = Math.floor(toLocal(calendar, at) / DAY) * DAY;
    const hour = (this.scenario.watchHour ?? 8) * HOUR;
    const today = fromLocal(calendar, midnight + hour);
    return today > at ? today : fromLocal(calendar, midnight + DAY + hour);
  }

  private push(event: PushedRunEvent): void {
    this.pushed.push(event);
    this.waiting.push(event);
  }

  private miss(moment: ScenarioMoment, reason: string): void {
    this.misses.push({ moment, reason });
  }
}

/**
 * Drives a plan through a scenario in virtual time, in the order of events that both hosts keep.
 * @throws when the scenario leaves the run waiting for ever, e.g. a channel that never answers.
 */
export function simulateRun(plan: Plan, scenario: Scenario): SimulatedRun {
  return new Simulation(plan, scenario).run();
}
