import { fromLocal, toLocal } from '../model/calendar.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Plan } from '../model/plan.js';
import type { PushedRunEvent, RunCommand, RunEvent, RunOrder, RunState, TraceEntry } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { earliestTimer, nextEvent } from '../run/next-event.js';
import { performKey } from '../run/perform-key.js';
import { refusalOf } from '../run/refusal.js';
import { questionStep } from '../run/step-of.js';
import { initialState, transition } from '../run/transition.js';
import { compiledOnce } from './compiled-once.js';
import { Heap } from './heap.js';
import { PlanWatch } from './plan-watch.js';
import {
  channelWorks,
  type PerformCommand,
  type Scenario,
  type ScenarioMiss,
  type ScenarioMoment,
  type SimulatedRun,
} from './scenario.js';

export { channelWorks } from './scenario.js';
export type { Answer, PerformCommand, Scenario, ScenarioMiss, ScenarioMoment, SimulatedRun } from './scenario.js';

type EvaluateCommand = Extract<RunCommand, { readonly type: 'evaluate' }>;
type AnswerMoment = Extract<ScenarioMoment, { readonly type: 'answer' }>;

/** What happens outside at its instant: what a channel answers, or a moment of the scenario. */
type ToCome =
  | { readonly kind: 'answer'; readonly event: Extract<RunEvent, { readonly type: 'step_settled' }> }
  | { readonly kind: 'moment'; readonly moment: ScenarioMoment };

/** At the same instant answers come before what people and the world do. */
const ANSWER = 0;
const MOMENT = 1;
/** More events than any bounded plan can make: a run beyond it would never end. */
const EVENT_LIMIT = 50_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A scenario in which a run would go on for ever: it asks too often, or waits for what never comes. */
export class EndlessRun extends Error {
  readonly code = 'endless-run';
}

/** A run on the virtual clock: the same loop as the durable host, with a heap of what is to come instead of a server. */
class Simulation {
  private state: RunState;
  private watch: PlanWatch;
  private readonly waiting: RunEvent[];
  private readonly toCome = new Heap<ToCome>();
  private readonly trace: TraceEntry[] = [];
  private readonly pushed: PushedRunEvent[] = [];
  private readonly misses: ScenarioMiss[] = [];
  private readonly abandoned = new Set<string>();
  /** Answers to questions of the verification that were given before they were put, by the step they amount to. */
  private readonly early = new Map<string, AnswerMoment>();
  private nextWatch: Instant;
  private look: Instant | null = null;
  private dueOf: RunState | null = null;
  private due: Instant = Infinity;

  constructor(
    private plan: Plan,
    private readonly scenario: Scenario,
  ) {
    const { run, timeline } = scenario;
    this.state = initialState(run);
    this.watch = PlanWatch.of(plan);
    this.waiting = [{ type: 'started', at: run.startedAt, arm: run.arm }];
    this.expect(timeline);
    this.nextWatch = this.watchAfter(run.startedAt);
  }

  run(): SimulatedRun {
    const { until = Infinity } = this.scenario;
    for (let events = 0; this.state.result === null; events += 1) {
      if (events > EVENT_LIMIT) throw this.endless(`it takes more than ${EVENT_LIMIT} events`);
      const outside = this.outsideAt();
      // Timers due before the next thing that happens outside fire first; at the same instant the outside goes first, also
      // before timers that a pause kept from ringing until now.
      const reached = outside <= this.state.now ? -Infinity : Math.min(outside - 1, until);
      const quiet = this.waiting.length === 0 && this.earliestDue() > reached;
      const next = quiet ? null : nextEvent(this.state, this.waiting, reached);
      if (next) {
        if (next.index !== null) this.waiting.splice(next.index, 1);
        this.take(next.event);
      } else if (outside > until) {
        break;
      } else if (outside === Infinity) {
        throw this.endless('it waits for something that never comes');
      } else {
        this.letHappen(outside);
      }
    }
    if (this.state.result !== null) this.missTheRest();
    const { state, trace, plan, pushed, misses } = this;
    return { state, trace, plan, pushed, misses };
  }

  /** When the first timer rings. Most days of a run nothing changes: it is worked out once per state. */
  private earliestDue(): Instant {
    if (this.dueOf !== this.state) {
      this.dueOf = this.state;
      this.due = earliestTimer(this.state)?.due ?? Infinity;
    }
    return this.due;
  }

  private outsideAt(): Instant {
    return Math.min(this.look ?? Infinity, this.toCome.next, this.watch.looks(this.state) ? this.watchAt() : Infinity);
  }

  /** Looks that nobody needed when they were due are not made up for. */
  private watchAt(): Instant {
    const { now } = this.state;
    if (this.nextWatch < now) this.nextWatch = this.watchAfter(now);
    return this.nextWatch;
  }

  private letHappen(at: Instant): void {
    if (this.toCome.next === at) {
      const first = this.toCome.pop() as ToCome;
      if (first.kind === 'answer') {
        if (!this.abandoned.has(first.event.key)) this.waiting.push(first.event);
        return;
      }
      this.happen(first.moment);
      // Exits are looked at once everything of this instant has happened and was taken; with looks of their own, at these alone.
      if (!this.scenario.nextLook || first.moment.type === 'change') this.look = at;
      return;
    }
    this.look = null;
    if (this.nextWatch <= at) this.nextWatch = this.watchAfter(at);
    this.lookAt(at);
  }

  private happen(moment: ScenarioMoment): void {
    const { at } = moment;
    switch (moment.type) {
      case 'close': {
        const key = this.openKey(moment.step);
        if (key === null) return this.miss(moment, 'the task was not open');
        return this.push({ type: 'task_closed', at, id: `close:${key}`, key, outcome: moment.outcome, by: moment.by });
      }
      case 'answer':
        return this.answer(moment);
      case 'exit':
        return this.push({ type: 'exit_met', at, id: `exit:${moment.exit}`, exit: moment.exit, facts: [] });
      case 'event':
        if (this.state.status !== 'running' || !this.watch.hears(moment.event)) return;
        return this.push({ type: 'account_event', at, id: `event:${this.pushed.length}:${moment.event}`, event: moment.event });
      case 'order':
        return this.order(moment, { ...moment.order, at });
      case 'change':
        return;
    }
  }

  /** The key of a step whose task or question waits for a person; null = it does not. */
  private openKey(step: string): string | null {
    const active = Object.hasOwn(this.state.active, step) ? this.state.active[step] : undefined;
    return active?.open ? performKey(active) : null;
  }

  private answer(moment: AnswerMoment): void {
    const { at, answer, by } = moment;
    const asked = this.plan.verify?.subjective?.some(({ id }) => id === moment.step) ?? false;
    const step = asked ? questionStep(moment.step) : moment.step;
    const key = this.openKey(step);
    if (key !== null) return this.push({ type: 'answered', at, id: `answer:${key}`, key, answer, by });
    if (asked && !Object.hasOwn(this.state.outcomes, step)) this.early.set(step, moment);
    else this.miss(moment, 'the question was not open');
  }

  /** As the durable host does: asked first whether it can be carried out, and a refused one never reaches the run. */
  private order(moment: ScenarioMoment, order: RunOrder): void {
    const refused = refusalOf(this.plan, this.state, order);
    if (refused === null) this.push(order);
    else this.miss(moment, refused);
  }

  /** Looks for what the run has to be told: an exit, else what its steps wait for. */
  private lookAt(at: Instant): void {
    if (!this.watch.looks(this.state)) return;
    let asked: EvaluationContext | undefined;
    const context = () => (asked ??= this.contextAt(at));
    const exit = this.watch.exitMet(this.state, context);
    if (exit) {
      const { of, facts } = exit;
      return this.push({ type: 'exit_met', at, id: `exit:${of}`, exit: of, facts });
    }
    for (const { of: key, facts } of this.watch.conditionsMet(this.state, context))
      this.push({ type: 'condition_met', at, id: `met:${key}`, key, facts });
  }

  private take(event: RunEvent): void {
    const { state, commands } = transition(this.plan, this.state, event);
    this.state = state;
    for (const command of commands) {
      this.carryOut(command);
      if (this.scenario.react) this.expect(this.scenario.react(command));
    }
  }

  /** Moments take their place among the others; at the same instant those that are known later come last. */
  private expect(moments: readonly ScenarioMoment[]): void {
    for (const moment of moments) this.toCome.push(moment.at, MOMENT, { kind: 'moment', moment });
  }

  private carryOut(command: RunCommand): void {
    switch (command.type) {
      case 'record':
        this.trace.push(command.entry);
        if (command.entry.type === 'question_opened') this.answerEarly(command.entry);
        return;
      case 'perform':
        return this.perform(command);
      case 'evaluate':
        return this.evaluate(command);
      case 'abandon':
        return this.abandon(command.key);
      case 'follow_plan':
        this.plan = command.plan;
        this.watch = PlanWatch.of(command.plan);
        return;
      default:
        // Timers are in the state; tasks, questions and messages have nobody here who would see them change.
        return;
    }
  }

  private answerEarly({ step, at }: Extract<TraceEntry, { readonly type: 'question_opened' }>): void {
    const moment = this.early.get(step);
    const key = this.openKey(step);
    if (!moment || key === null) return;
    this.early.delete(step);
    this.push({ type: 'answered', at, id: `answer:${key}`, key, answer: moment.answer, by: moment.by });
  }

  private perform(command: PerformCommand): void {
    const { settlement, settledAt = command.at } = (this.scenario.settle ?? channelWorks)(command);
    const event = { type: 'step_settled', at: settledAt, key: command.key, settlement } as const;
    if (settledAt <= command.at) this.waiting.push(event);
    else this.toCome.push(settledAt, ANSWER, { kind: 'answer', event });
  }

  /** Nobody waits for its answer any more, so nobody hears it, as on the durable host. */
  private abandon(key: string): void {
    this.abandoned.add(key);
    const answered = this.waiting.findIndex((event) => event.type === 'step_settled' && event.key === key);
    if (answered !== -1) this.waiting.splice(answered, 1);
  }

  private evaluate({ request, at, conditions }: EvaluateCommand): void {
    const context = this.contextAt(at);
    const results = conditions.map(({ condition }) => compiledOnce(condition).evaluate(context));
    this.waiting.push({ type: 'evaluated', at, request, results });
  }

  private contextAt(at: Instant): EvaluationContext {
    return this.scenario.context(at, { startedAt: this.state.startedAt, outcomes: this.state.outcomes });
  }

  private watchAfter(at: Instant): Instant {
    const { watchHour = 8, run, nextLook } = this.scenario;
    if (nextLook) return nextLook(at);
    if (watchHour === null) return Infinity;
    const midnight = Math.floor(toLocal(run.calendar, at) / DAY) * DAY;
    const today = fromLocal(run.calendar, midnight + watchHour * HOUR);
    return today > at ? today : fromLocal(run.calendar, midnight + DAY + watchHour * HOUR);
  }

  private push(event: PushedRunEvent): void {
    this.pushed.push(event);
    this.waiting.push(event);
  }

  private miss(moment: ScenarioMoment, reason: string): void {
    this.misses.push({ moment, reason });
  }

  /** What people still meant to do when the run was over. */
  private missTheRest(): void {
    for (let next = this.toCome.pop(); next; next = this.toCome.pop()) {
      const { moment } = next.kind === 'moment' ? next : { moment: null };
      if (moment && ['close', 'answer', 'order'].includes(moment.type)) this.miss(moment, 'the run was over');
    }
    for (const moment of this.early.values()) this.miss(moment, 'the question was never put');
  }

  private endless(why: string): EndlessRun {
    return new EndlessRun(`the simulated run of ${this.plan.playbook} does not end: ${why}`);
  }
}

/**
 * Drives a plan through a scenario in virtual time, in the order of events that both hosts keep.
 * @throws EndlessRun when the scenario leaves the run waiting for ever, e.g. a channel that never answers.
 */
export function simulateRun(plan: Plan, scenario: Scenario): SimulatedRun {
  return new Simulation(plan, scenario).run();
}
