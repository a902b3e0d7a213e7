import type { PlanStep } from '../model/plan.js';
import type { ActiveStep } from '../model/run.js';
import type { Draft } from './draft.js';
import { stepHandlerOf } from './step-handler-of.js';
import { stepOf } from './step-of.js';

/** Ends everything: timers, what is under way (performs are abandoned, open tasks closed) and what was to come. */
export function cutShort(draft: Draft, reason: string): void {
  for (const timer of Object.keys(draft.state.timers)) draft.cancelTimer(timer);
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = stepOf(draft.plan, id);
    if (!step) throw new Error(`run engine: step ${id} is under way but not in the plan`);
    endEarly(draft, step, active, reason);
  }
  draft.forget('parked', 'held', 'paused', 'skips');
}

/** Ends one step under way, for good; one whose `when` is still asked never started. */
export function endEarly(draft: Draft, step: PlanStep, active: ActiveStep, reason: string): void {
  if (active.gate) {
    draft.dropGate(step);
    return;
  }
  takeBack(draft, step, active, reason);
  draft.settle(step, active, { status: 'cancelled', outcome: null, reason });
}

/** Takes back what a step has begun, and its timers. One that only waits to be tried again has begun nothing. */
export function takeBack(draft: Draft, step: PlanStep, active: ActiveStep, reason: string): void {
  if (active.failed === undefined) stepHandlerOf(step).cutShort?.(draft, step, active, reason);
  draft.cancelTimersOf(active);
}
