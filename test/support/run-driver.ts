import type { Evaluation, Truth } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type {
  RunCommand,
  RunEvent,
  RunInput,
  RunOrder,
  RunState,
  StepSettlement,
  TraceEntry,
} from '../../workflows/model/run.js';
import type { Instant } from '../../workflows/model/time.js';
import { ENGINE_VERSION } from '../../workflows/run/engine-version.js';
import { earliestTimer } from '../../workflows/run/next-event.js';
import { initialState, transition } from '../../workflows/run/transition.js';
import { runInput } from './run-builder.js';

type OrderOf<O> = O extends unknown ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never;

/** Feeds a run one event at a time and keeps what it answered. */
export class RunDriver {
  state: RunState;
  /** Commands of the last event. */
  commands: RunCommand[] = [];
  readonly trace: TraceEntry[] = [];
  private orders = 0;

  /** A run of the newest engine, unless the input says otherwise. */
  constructor(
    public plan: Plan,
    input: Partial<RunInput> = {},
  ) {
    this.state = initialState(runInput({ engineVersion: ENGINE_VERSION, ...input }));
  }

  take(event: RunEvent): this {
    const { state, commands } = transition(this.plan, this.state, event);
    this.state = state;
    this.commands = commands;
    for (const command of commands) {
      if (command.type === 'record') this.trace.push(command.entry);
      if (command.type === 'follow_plan') this.plan = command.plan;
    }
    return this;
  }

  start(): this {
    return this.take({ type: 'started', at: this.state.startedAt, arm: this.state.arm });
  }

  /** The key of a step under way. */
  key(step: string): string {
    const active = this.state.active[step];
    if (!active) throw new Error(`${step} is not under way; active: ${Object.keys(this.state.active).join(', ')}`);
    return active.key;
  }

  settle(step: string, settlement: Partial<StepSettlement> = {}, at: Instant = this.state.now): this {
    return this.take({
      type: 'step_settled',
      at,
      key: this.key(step),
      settlement: { status: 'done', outcome: null, ...settlement },
    });
  }

  open(step: string, at: Instant = this.state.now): this {
    return this.settle(step, { status: 'opened' }, at);
  }

  close(step: string, outcome: string, at: Instant = this.state.now, id = `close:${step}`): this {
    return this.take({ type: 'task_closed', at, id, key: this.key(step), outcome, by: 'csm-1' });
  }

  exit(exit: string, at: Instant = this.state.now, id = `exit:${exit}`): this {
    return this.take({ type: 'exit_met', at, id, exit, facts: [] });
  }

  happens(event: string, at: Instant = this.state.now, id = `event:${event}:${at}`): this {
    return this.take({ type: 'account_event', at, id, event });
  }

  reply(step: string, answer: string, at: Instant = this.state.now): this {
    return this.take({ type: 'answered', at, id: `answer:${step}`, key: this.key(step), answer, by: 'decision-maker-1' });
  }

  /** What a person orders; `by` and `reason` are left to the driver. */
  order(order: OrderOf<RunOrder>, at: Instant = this.state.now): this {
    this.orders += 1;
    return this.take({ at, id: `order:${this.orders}`, by: 'manager-1', reason: 'on request', ...order } as RunOrder);
  }

  /** Fires the next timer. */
  ring(): this {
    const next = earliestTimer(this.state);
    if (!next) throw new Error('no timer is set');
    return this.fire(next.timer);
  }

  /** Answers the question of the last event. */
  answer(...values: readonly Truth[]): this {
    const question = this.commands.find((command) => command.type === 'evaluate');
    if (!question) throw new Error('nothing was asked');
    const results: Evaluation[] = values.map((value) => ({ value, facts: [] }));
    return this.take({ type: 'evaluated', at: question.at, request: question.request, results });
  }

  /** Fires a timer at the instant it is due. */
  fire(timer: string): this {
    return this.take({ type: 'timer_fired', at: this.state.timers[timer] ?? this.state.now, timer });
  }

  /** Commands of the last event, by type. */
  ordered<T extends RunCommand['type']>(type: T): Extract<RunCommand, { type: T }>[] {
    return this.commands.filter((command): command is Extract<RunCommand, { type: T }> => command.type === type);
  }

  entries<T extends TraceEntry['type']>(type: T): Extract<TraceEntry, { type: T }>[] {
    return this.trace.filter((entry): entry is Extract<TraceEntry, { type: T }> => entry.type === type);
  }

  /** Step -> how it was settled. */
  get settled(): Record<string, string> {
    return Object.fromEntries(this.entries('step_settled').map(({ step, status, outcome }) => [step, `${status}:${outcome}`]));
  }
}
