import { PLAN_FORMAT, type Plan, type PlanStep } from '../model/plan.js';
import type { ActiveStep, RunCommand, RunEvent, RunState } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { advance, advanceFrom, passGate } from './advance.js';
import { cutShort } from './cut-short.js';
import { Draft } from './draft.js';
import { ENGINE_VERSIONS } from './engine-version.js';
import { armExits, exitOfTimer, meetExit, takeExit } from './exits.js';
import { finish } from './finish.js';
import { cancel, takeOrder, tryAgain } from './orders.js';
import { own } from './own.js';
import { resume } from './pause.js';
import { isPauseTimer, PAUSE_BOUND, PAUSE_RESUME } from './pause-timers.js';
import { performKey } from './perform-key.js';
import type { PerformStep } from './settle-failed.js';
import type { Ignored, Progress, StepEvent, StepHandler } from './step-handler.js';
import { stepHandlerOf } from './step-handler-of.js';
import { stepOf } from './step-of.js';
import { judge, verify, VERIFY } from './verification.js';

export { initialState } from './initial-state.js';

const TAKEN = null;
type Taken = typeof TAKEN | Ignored;

/**
 * The one way a run changes: pure, total, serialisable. Every event has an answer in every state; one that has nothing
 * to act on (late timer, closed step, the same pushed event twice) leaves an `event_ignored` line and nothing else.
 * Time never goes back: an earlier event is taken at `state.now`, and a timer at the instant it was due.
 * @returns the next state and what the host must do, in order; the given state is not touched. After a `follow_plan`
 * the host passes that plan.
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
      return ofStep(draft, event.key, performKey, 'no such step is being carried out', (handler, step, active) =>
        active.failed === undefined ? handler.settled?.(draft, step, active, event) : undefined,
      );
    case 'task_closed':
      return ofStep(draft, event.key, performKey, 'no such task is open', (handler, step, active) =>
        handler.closed?.(draft, step, active, event),
      );
    case 'answered':
      return ofStep(draft, event.key, performKey, 'no such question is open', (handler, step, active) =>
        handler.answered?.(draft, step, active, event),
      );
    case 'condition_met':
      return ofStep(draft, event.key, baseKey, 'nothing waits for this condition', (handler, step, active) =>
        handler.conditionMet?.(draft, step, active, event),
      );
    case 'account_event':
      return accountEvent(draft, event);
    case 'unknown':
      return { ignored: `${event.what} is not known here` };
    case 'pause':
    case 'resume':
    case 'cancel':
    case 'skip_step':
    case 'retry_step':
    case 'hand_over':
    case 'migrate':
      return takeOrder(draft, event);
    default:
      return { ignored: 'such events are not known here' };
  }
}

function started(draft: Draft, event: StepEvent<'started'>): Taken {
  if (draft.state.status !== 'new') return { ignored: 'the run has started before' };
  draft.update({ status: 'running', arm: event.arm });
  draft.record({ type: 'run_started', arm: event.arm });
  armExits(draft);
  advance(draft, null, { goto: draft.plan.first });
  return TAKEN;
}

function timerFired(draft: Draft, { timer }: StepEvent<'timer_fired'>): Taken {
  if (own(draft.state.timers, timer) === undefined) return { ignored: 'no such timer is set' };
  if (draft.state.paused && !isPauseTimer(timer)) return { ignored: 'the run is paused: it rings when the run goes on' };
  draft.timerFired(timer);
  const exit = exitOfTimer(draft, timer);
  if (exit) takeExit(draft, exit, []);
  else if (timer === VERIFY) verify(draft);
  else if (timer === PAUSE_RESUME) resume(draft, { by: 'sopwith', reason: 'the pause is over' });
  else if (timer === PAUSE_BOUND) cancel(draft, { by: 'sopwith', reason: 'pause_ran_out' });
  else return stepTimer(draft, timer);
  return TAKEN;
}

function stepTimer(draft: Draft, timer: string): Taken {
  const colon = timer.indexOf(':');
  const purpose = timer.slice(0, colon);
  return ofStep(draft, timer.slice(colon + 1), baseKey, 'its step is over', (handler, step, active) => {
    if (purpose !== 'retry') return handler.timer?.(draft, step, active, purpose);
    tryAgain(draft, step as PerformStep);
    return 'waiting';
  });
}

function exitMet(draft: Draft, event: StepEvent<'exit_met'>): Taken {
  if (draft.state.status === 'verifying') return { ignored: 'the steps are over; the run is being verified' };
  const exit = draft.plan.exits.find(({ id }) => id === event.exit);
  if (!exit) return { ignored: `the plan has no exit ${event.exit}` };
  meetExit(draft, exit, event.facts);
  return TAKEN;
}

/** An exit that waits for the event comes before the steps that do. */
function accountEvent(draft: Draft, { event }: StepEvent<'account_event'>): Taken {
  if (draft.state.status === 'verifying') return { ignored: 'the steps are over; the run is being verified' };
  const exit = draft.plan.exits.find((each) => each.event === event);
  if (exit) meetExit(draft, exit, []);
  if (exit && !draft.state.paused) return TAKEN;
  let heard = exit !== undefined;
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = stepOf(draft.plan, id);
    const progress = step && !active.gate ? stepHandlerOf(step).happened?.(draft, step, active, event) : undefined;
    if (!step || progress === undefined || (typeof progress === 'object' && 'ignored' in progress)) continue;
    heard = true;
    advanceFrom(draft, step, active, progress);
  }
  return heard ? TAKEN : { ignored: `nothing waits for ${event}` };
}

function evaluated(draft: Draft, event: StepEvent<'evaluated'>): Taken {
  if (event.request === VERIFY) {
    const { status, timers, observed } = draft.state;
    const due = status === 'verifying' && own(timers, VERIFY) === undefined && observed === undefined;
    if (!due) return { ignored: 'the objectives were not asked for' };
    judge(draft, event.results);
    return TAKEN;
  }
  const nobody = 'nobody waits for this answer';
  const question = String(event.request).lastIndexOf('?');
  return ofStep(draft, String(event.request).slice(0, question), baseKey, nobody, (handler, step, active) => {
    if (active.request !== event.request) return undefined;
    if (active.gate) return passGate(draft, step, event.results[0] ?? { value: null, facts: [] });
    return handler.evaluated?.(draft, step, active, event);
  });
}

function baseKey({ key }: ActiveStep): string {
  return key;
}

/**
 * Hands an event to the step under way that has this key; a key is `stepId#n`, and only its own `n` counts.
 * @param ask gives undefined when the event is not for the step
 */
function ofStep(
  draft: Draft,
  key: string,
  keyOf: (active: ActiveStep) => string,
  nobody: string,
  ask: (handler: StepHandler<PlanStep>, step: PlanStep, active: ActiveStep) => Progress | Ignored | undefined,
): Taken {
  const id = String(key).slice(0, String(key).indexOf('#'));
  const active = own(draft.state.active, id);
  const step = stepOf(draft.plan, id);
  if (!step || !active || keyOf(active) !== key) return { ignored: nobody };
  const progress = ask(stepHandlerOf(step), step, active);
  if (progress === undefined) return { ignored: nobody };
  if (typeof progress === 'object' && 'ignored' in progress) return progress;
  advanceFrom(draft, step, active, progress);
  return TAKEN;
}

function unsupportedReason(draft: Draft): string | undefined {
  const format: number = draft.plan.format;
  if (format !== PLAN_FORMAT) return `plan format ${format} is not known here (known: ${PLAN_FORMAT})`;
  const version = draft.state.engineVersion;
  if (ENGINE_VERSIONS.includes(version)) return undefined;
  return `engine version ${version} is not known here (known: ${ENGINE_VERSIONS.join(', ')})`;
}

/** A run this engine cannot read ends as failed with the reason on record: it must not act on a guess. */
function refuse(draft: Draft, event: RunEvent, reason: string): Taken {
  draft.record({ type: 'event_ignored', event: nameOf(event), reason });
  cutShort(draft, 'exit:unsupported');
  finish(draft, 'failed');
  return TAKEN;
}

function nameOf(event: RunEvent): string {
  switch (event.type) {
    case 'timer_fired':
      return `timer_fired ${event.timer}`;
    case 'evaluated':
      return `evaluated ${event.request}`;
    case 'exit_met':
      return `exit_met ${event.exit}`;
    case 'account_event':
      return `account_event ${event.event}`;
    case 'step_settled':
    case 'task_closed':
    case 'answered':
    case 'condition_met':
      return `${event.type} ${event.key}`;
    case 'skip_step':
    case 'retry_step':
      return `${event.type} ${event.step}`;
    default:
      return event.type;
  }
}
