import type { Draft } from './draft.js';
import { stepHandlerOf } from './step-handler-of.js';
import { stepOf } from './step-of.js';

/** Ends everything: timers, what is under way (performs are abandoned, open tasks closed) and what was to come. */
export function cutShort(draft: Draft, reason: string): void {
  for (const timer of Object.keys(draft.state.timers)) draft.cancelTimer(timer);
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = stepOf(draft.plan, id);
    if (!step) throw new Error(`run engine: step ${id} is under way but not in the plan`);
    if (!active.gate && active.failed === undefined) stepHandlerOf(step).cutShort?.(draft, step, active, reason);
    draft.settle(step, active, { status: 'cancelled', outcome: null, reason });
  }
  draft.forget('parked', 'held', 'paused', 'skips');
}
