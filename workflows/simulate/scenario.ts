import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Plan } from '../model/plan.js';
import type {
  PushedRunEvent,
  RunCommand,
  RunInput,
  RunOrder,
  RunState,
  StepOutcome,
  StepSettlement,
  TraceEntry,
} from '../model/run.js';
import type { Instant } from '../model/time.js';
import { TOUCH_WORDS } from '../run/steps/touch-step.js';

export type PerformCommand = Extract<RunCommand, { readonly type: 'perform' }>;

/** Something that people or the world do while a run goes on. */
export type ScenarioMoment = { readonly at: Instant } & (
  | { readonly type: 'close'; readonly step: string; readonly outcome: string; readonly by: string }
  /** `step`: an `ask` step, or a question of the verification; that one may be answered before it is put. */
  | { readonly type: 'answer'; readonly step: string; readonly answer: string; readonly by: string }
  | { readonly type: 'exit'; readonly exit: string }
  /** An event of the account: a run whose plan names it hears of it. */
  | { readonly type: 'event'; readonly event: string }
  /** A person orders something about the run, at the moment's own time. One that is refused is a miss. */
  | { readonly type: 'order'; readonly order: RunOrder }
  /** Data changed: exits, and what steps wait for, are looked at. */
  | { readonly type: 'change' }
);

/** A channel's answer; settled at the command's own time unless it says later. */
export interface Answer {
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
  /**
   * Time of day (hours, in the run's zone) at which exits, and what steps wait for, are looked at daily; null = only at
   * moments. Default 8.
   */
  readonly watchHour?: number | null;
  /** The first instant after another at which they are looked at, in place of `watchHour`; Infinity = never again. */
  readonly nextLook?: (after: Instant) => Instant;
  /** What people will do because of a command, at its time or later: close the task that it opened. */
  readonly react?: (command: RunCommand) => readonly ScenarioMoment[];
  /** The run is followed up to and including this instant, and left as it stands then. Default: to its end. */
  readonly until?: Instant;
}

export interface SimulatedRun {
  readonly state: RunState;
  readonly trace: readonly TraceEntry[];
  /** The plan it followed in the end: another one after a migration. */
  readonly plan: Plan;
  /** Events pushed into the run, in order: closed tasks, orders and exits, those found by looking at the data included. */
  readonly pushed: readonly PushedRunEvent[];
  /** Moments that had nothing to act on, with the reason: a task closed that was not open, an order that was refused. */
  readonly misses: readonly ScenarioMiss[];
}

export interface ScenarioMiss {
  readonly moment: ScenarioMoment;
  readonly reason: string;
}

/** What channels answer when everything works: a message is out, a task or question is open. */
export function channelWorks({ verb }: Pick<PerformCommand, 'verb'>): Answer {
  if (verb === 'task' || verb === 'ask') return { settlement: { status: 'opened', outcome: null } };
  return { settlement: { status: 'done', outcome: TOUCH_WORDS[verb] } };
}
