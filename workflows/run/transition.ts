import { PLAN_FORMAT, type Plan, type PlanStep } from '../model/plan.js';
import type { ActiveStep, RunCommand, RunEvent, RunState } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { advance } from './advance.js';
import { Draft } from './draft.js';
import { ENGINE_VERSION } from './engine-version.js';
import { armExits, cancelAllTimers, cutShort, exitOfTimer, takeExit } from './exits.js';
import { own } from './own.js';
import type { Ignored, StepEvent } from './step-handler.js';
import { stepHandlerOf } from './step-handler-of.js';
import { askObjectives, finish, judge, VERIFY } from './verification.js';

export { initialState } from './initial-state.js';

const TAKEN = null;
type Taken = typeof TAKEN | Ignored;

/**
 * The one way a run changes: pure, total, serialisable. Every event has an answer in every state; one that has nothing
 * to act on (late timer, closed step, the same pushed event twice) leaves an `event_ignored` line and nothing else.
 * Time never goes back: an earlier event is taken at `state.now`, and a timer at the instant it was due.
 * @returns the next state and what the host must do, in order; the given state is not touched.
 * @throws only when the plan's steps point nowhere or in circles, which compiling excludes.
 */
export function transition(plan: Plan, state: RunState, event: RunEvent): { state: RunState; commands: RunCommand[] } {
  const draft = new Draft(plan, state, instantOf(state, event));
  const taken = take(draft, event);
  if (taken) draft.record({ type: 'event_ignored', event: nameOf(event), reason: taken.ignored });
  return { state: draft.state, commands: draft.commands };
}

function instantOf(state: RunState, event: RunEvent): Instant {
  const due = event.type === 'timer_fired' ? own(state.timers, event.timer) : undefined;
  const at = due ?? event.at;
  return at > state.now ? at : state.now;
}

function take(draft: Draft, event: RunEvent): Taken {
  const { status } = draft.state;
  if (status === 'finished') return { ignored: 'the run is finished' };
  const unsupported = unsupportedReason(draft);
  if (unsupported) return refuse(draft, event, unsupported);
  if (event.type === 'started') return started(draft, event);
  if (status === 'new') return { ignored: 'the run has not started' };
  if ('id' in event && !draft.firstSight(event.id)) return { ignored: `event ${event.id} was honoured before` };
  switch (event.type) {
    case 'timer_fired':
      return timerFired(draft, event);
    case 'exit_met':
      return exitMet(draft, event);
    case 'evaluated':
      return evaluated(draft, event);
    case 'step_settled':
      return stepSettled(draft, event);
    case 'task_closed':
      return taskClosed(draft, event);
  }
}

function started(draft: Draft, event: StepEvent<'started'>): Taken {
  if (draft.state.status !== 'new') return { ignored: 'the run has started before' };
  draft.update({ status: 'running', arm: event.arm });
  draft.record({ type: 'run_started', arm: event.arm });
  armExits(draft);
  advance(draft, { goto: draft.plan.first });
  return TAKEN;
}

function timerFired(draft: Draft, { timer }: StepEvent<'timer_fired'>): Taken {
  if (own(draft.state.timers, timer) === undefined) return { ignored: 'no such timer is set' };
  draft.timerFired(timer);
  const exit = exitOfTimer(draft, timer);
  if (exit) {
    takeExit(draft, exit, []);
    return TAKEN;
  }
  if (timer === VERIFY) {
    askObjectives(draft);
    return TAKEN;
  }
  const colon = timer.indexOf(':');
  const found = underWay(draft, timer.slice(colon + 1));
  const handler = found && stepHandlerOf(found.step);
  if (!found || !handler?.timer) return { ignored: 'its step is over' };
  advance(draft, handler.timer(draft, found.step, found.active, timer.slice(0, colon)));
  return TAKEN;
}

function exitMet(draft: Draft, event: StepEvent<'exit_met'>): Taken {
  if (draft.state.status === 'verifying') return { ignored: 'the steps are over; the run is being verified' };
  const exit = draft.plan.exits.find(({ id }) => id === event.exit);
  if (!exit) return { ignored: `the plan has no exit ${event.exit}` };
  takeExit(draft, exit, event.facts);
  return TAKEN;
}

function evaluated(draft: Draft, event: StepEvent<'evaluated'>): Taken {
  if (event.request === VERIFY) {
    const due = draft.state.status === 'verifying' && own(draft.state.timers, VERIFY) === undefined;
    if (!due) return { ignored: 'the objectives were not asked for' };
    judge(draft, event.results);
    return TAKEN;
  }
  const question = event.request.lastIndexOf('?');
  const found = underWay(draft, event.request.slice(0, question));
  const handler = found && stepHandlerOf(found.step);
  if (!found || !handler?.evaluated || found.active.request !== event.request) return { ignored: 'nobody waits for this answer' };
  advance(draft, handler.evaluated(draft, found.step, found.active, event));
  return TAKEN;
}

function stepSettled(draft: Draft, event: StepEvent<'step_settled'>): Taken {
  const found = underWay(draft, event.key);
  const handler = found && stepHandlerOf(found.step);
  if (!found || !handler?.settled) return { ignored: 'no such step is being carried out' };
  const progress = handler.settled(draft, found.step, found.active, event);
  if (typeof progress === 'object' && 'ignored' in progress) return progress;
  advance(draft, progress);
  return TAKEN;
}

function taskClosed(draft: Draft, event: StepEvent<'task_closed'>): Taken {
  const found = underWay(draft, event.key);
  const handler = found && stepHandlerOf(found.step);
  if (!found || !handler?.closed) return { ignored: 'no such task is open' };
  advance(draft, handler.closed(draft, found.step, found.active, event));
  return TAKEN;
}

/** The step under way with this key; a key is `stepId#n`, and only its own `n` counts. */
function underWay(draft: Draft, key: string): { step: PlanStep; active: ActiveStep } | undefined {
  const id = key.slice(0, key.indexOf('#'));
  const active = own(draft.state.active, id);
  const step = own(draft.plan.steps, id);
  return step && active?.key === key ? { step, active } : undefined;
}

function unsupportedReason(draft: Draft): string | undefined {
  const format: number = draft.plan.format;
  if (format !== PLAN_FORMAT) return `plan format ${format} is not known here (known: ${PLAN_FORMAT})`;
  const version: number = draft.state.engineVersion;
  if (version !== ENGINE_VERSION) return `engine version ${version} is not known here (known: ${ENGINE_VERSION})`;
  return undefined;
}

/** A run this engine cannot read ends as failed with the reason on record: it must not act on a guess. */
function refuse(draft: Draft, event: RunEvent, reason: string): Taken {
  draft.record({ type: 'event_ignored', event: nameOf(event), reason });
  cancelAllTimers(draft);
  cutShort(draft, 'unsupported');
  finish(draft, 'failed');
  return TAKEN;
}

function nameOf(event: RunEvent): string {
  switch (event.type) {
    case 'started':
      return 'started';
    case 'timer_fired':
      return `timer_fired ${event.timer}`;
    case 'evaluated':
      return `evaluated ${event.request}`;
    case 'exit_met':
      return `exit_met ${event.exit}`;
    case 'step_settled':
    case 'task_closed':
      return `${event.type} ${event.key}`;
  }
}
