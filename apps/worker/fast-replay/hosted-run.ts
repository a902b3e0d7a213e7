import type { RecordInput } from '../../../workflows/durable/activities.js';
import type { ActiveStep, PushedRunEvent, RunState, StepOutcome, TraceEntry } from '../../../workflows/model/run.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { FollowedRun } from '../../../workflows/simulate/backtest/followed-run.js';
import { PlanWatch } from '../../../workflows/simulate/plan-watch.js';
import type { ScenarioMoment } from '../../../workflows/simulate/scenario.js';

const PERFORMED = new Set(['email', 'in_app', 'task', 'ask', 'webhook', 'chat', 'set']);

/** A run on the server, as far as its flight record tells: what it waits for, and what it still has to say. */
export class HostedRun {
  readonly trace: TraceEntry[] = [];
  /** What people and the world will do, in order. */
  readonly toCome: ScenarioMoment[] = [];
  readonly watch: PlanWatch;
  /** When its exits are looked at next. */
  nextLook: Instant;
  private readonly timers = new Map<string, Instant>();
  /** Keys of steps that a channel has not answered for. */
  private readonly performing = new Set<string>();
  private readonly active: Record<string, ActiveStep> = {};
  private readonly outcomes: Record<string, StepOutcome> = {};
  private status: RunState['status'] = 'new';
  /** Events that it was told and has not said anything about. */
  private untold: { readonly event: PushedRunEvent; readonly from: number }[] = [];

  constructor(
    readonly run: FollowedRun,
    looks: (after: Instant) => Instant,
    until: Instant,
  ) {
    this.watch = new PlanWatch(run.input.plan);
    this.nextLook = looks(run.input.startedAt);
    this.expect(run.events(until));
  }

  get id(): string {
    return this.run.input.runId;
  }

  get over(): boolean {
    return this.status === 'finished';
  }

  /** When its next timer is due; Infinity = none is set. */
  get nextTimer(): Instant {
    return Math.min(Infinity, ...this.timers.values());
  }

  get looksAhead(): boolean {
    return this.watch.looks({ status: this.status, active: this.active });
  }

  /** Whether it has said everything there is to say up to an instant. */
  isQuiet(upTo: Instant): boolean {
    if (this.over) return true;
    return this.status !== 'new' && this.performing.size === 0 && this.untold.length === 0 && this.nextTimer > upTo;
  }

  /** Why it is not quiet, for a message. */
  whatIsMissing(upTo: Instant): string {
    if (this.status === 'new') return 'it has not started';
    if (this.performing.size > 0) return `no channel has answered for ${[...this.performing].join(', ')}`;
    const [told] = this.untold;
    if (told) return `it has not said anything about ${told.event.type} ${told.event.id}`;
    const late = [...this.timers].filter(([, due]) => due <= upTo).map(([timer]) => timer);
    return `${late.join(', ')} should have rung`;
  }

  tell(event: PushedRunEvent): void {
    this.untold.push({ event, from: this.trace.length });
  }

  /** Takes new lines of the flight record in, once each, with what people will do because of them. */
  record({ entries, tasks }: Pick<RecordInput, 'entries' | 'tasks'>): void {
    const fresh = entries.filter(({ seq }) => seq >= this.trace.length);
    for (const entry of fresh) {
      this.trace.push(entry);
      this.note(entry);
      this.expect(this.run.react({ type: 'record', entry }));
    }
    if (fresh.length === 0) return;
    for (const task of tasks) this.expect(this.run.react(task));
    this.untold = this.untold.filter(({ event, from }) => !this.trace.slice(from).some((entry) => answers(event, entry)));
  }

  /** What somebody outside would tell it at an instant because of the data: an exit, else what its steps wait for. */
  lookAt(at: Instant): PushedRunEvent[] {
    if (!this.looksAhead) return [];
    const { startedAt } = this.run.input;
    const context = () => this.run.context(at, { startedAt, outcomes: this.outcomes });
    const exit = this.watch.exitMet({}, context);
    if (exit) return [{ type: 'exit_met', at, id: `exit:${exit.of}`, exit: exit.of, facts: exit.facts }];
    return this.watch
      .conditionsMet({ active: this.active }, context)
      .map(({ of: key, facts }) => ({ type: 'condition_met', at, id: `met:${key}`, key, facts }));
  }

  /** What a moment means for the run as it stands; null = nothing. */
  eventOf(moment: ScenarioMoment): PushedRunEvent | null {
    const { at } = moment;
    switch (moment.type) {
      case 'close': {
        const key = this.openKey(moment.step);
        return key === null ? null : { type: 'task_closed', at, id: `close:${key}`, key, outcome: moment.outcome, by: moment.by };
      }
      case 'answer': {
        const key = this.openKey(moment.step) ?? this.openKey(`verify.${moment.step}`);
        return key === null ? null : { type: 'answered', at, id: `answer:${key}`, key, answer: moment.answer, by: moment.by };
      }
      case 'event':
        if (this.status !== 'running' || !this.watch.hears(moment.event)) return null;
        return { type: 'account_event', at, id: `event:${at}:${moment.event}`, event: moment.event };
      default:
        return null;
    }
  }

  private openKey(step: string): string | null {
    const active = Object.hasOwn(this.active, step) ? this.active[step] : undefined;
    return active?.open ? active.key : null;
  }

  /** At the same instant those that are known later come last. */
  private expect(moments: readonly ScenarioMoment[]): void {
    if (moments.length === 0) return;
    this.toCome.push(...moments);
    this.toCome.sort((a, b) => a.at - b.at);
  }

  private note(entry: TraceEntry): void {
    switch (entry.type) {
      case 'run_started':
        this.status = 'running';
        return;
      case 'step_started':
        this.active[entry.step] = { key: entry.key, startedAt: entry.at };
        // The control group's steps are carried out by nobody.
        if (PERFORMED.has(entry.verb) && this.run.input.arm === 'treatment') this.performing.add(entry.key);
        return;
      case 'task_opened':
      case 'question_opened':
        this.performing.delete(entry.key);
        this.active[entry.step] = { key: entry.key, startedAt: entry.at, open: true };
        return;
      case 'step_retried':
        this.performing.delete(entry.key);
        return;
      case 'step_settled': {
        this.performing.delete(entry.key);
        delete this.active[entry.step];
        const { status, outcome, at, reason, by } = entry;
        const rest = { ...(reason === undefined ? {} : { reason }), ...(by === undefined ? {} : { by }) };
        this.outcomes[entry.step] = { status, outcome, at, ...rest };
        return;
      }
      case 'timer_set':
        this.timers.set(entry.timer, entry.due);
        if (entry.timer === 'verify') this.status = 'verifying';
        return;
      case 'timer_cancelled':
        this.timers.delete(entry.timer);
        return;
      case 'timer_fired':
        this.timers.delete(entry.timer);
        if (entry.timer.startsWith('retry:')) this.performing.add(entry.timer.slice('retry:'.length));
        return;
      case 'run_finished':
        this.status = 'finished';
        return;
      default:
        return;
    }
  }
}

/** Whether a line of the flight record is what became of an event. */
function answers(event: PushedRunEvent, entry: TraceEntry): boolean {
  if (entry.type === 'event_ignored' || entry.type === 'run_finished') return true;
  switch (event.type) {
    case 'task_closed':
    case 'answered':
    case 'condition_met':
      return entry.type === 'step_settled' && entry.key === event.key;
    case 'exit_met':
      return entry.type === 'exit_taken';
    default:
      return true;
  }
}
