import type { Fact } from '../model/fact.js';
import type { PlanExit } from '../model/plan.js';
import type { RunState } from '../model/run.js';
import type { Instant } from '../model/time.js';
import type { Draft } from './draft.js';
import { own } from './own.js';
import { stepHandlerOf } from './step-handler-of.js';
import { beginVerification } from './verification.js';

const PREFIX = 'exit:';

/** Starts the timers of exits that come after a span of time. */
export function armExits(draft: Draft): void {
  for (const { id, after } of draft.plan.exits) if (after) draft.setTimer(`${PREFIX}${id}`, draft.later(after));
}

/** The exit a timer belongs to. */
export function exitOfTimer(draft: Draft, timer: string): PlanExit | undefined {
  return timer.startsWith(PREFIX) ? draft.plan.exits.find(({ id }) => id === timer.slice(PREFIX.length)) : undefined;
}

/** When the run leaves by itself if nothing else happens; null = it never does. */
export function leavesAt({ timers }: Pick<RunState, 'timers'>): Instant | null {
  const dues = Object.entries(timers).flatMap(([timer, due]) => (timer.startsWith(PREFIX) ? [due] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Cancels every timer that is set. */
export function cancelAllTimers(draft: Draft): void {
  for (const timer of Object.keys(draft.state.timers)) draft.cancelTimer(timer);
}

/** Ends what is under way: performs are abandoned, open tasks closed, the steps cancelled with a reason. */
export function cutShort(draft: Draft, exit: string): void {
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = own(draft.plan.steps, id);
    if (!step) throw new Error(`run engine: step ${id} is under way but not in the plan`);
    stepHandlerOf(step).cutShort?.(draft, step, active, exit);
    draft.settle(step, active, { status: 'cancelled', outcome: null, reason: `exit:${exit}` });
  }
}

/** Takes an exit, at once: nothing that was under way or still to come happens; then the run is verified. */
export function takeExit(draft: Draft, exit: PlanExit, facts: readonly Fact[]): void {
  draft.update({ exit: { id: exit.id, as: exit.as, at: draft.at } });
  draft.record({ type: 'exit_taken', exit: exit.id, as: exit.as, facts });
  cancelAllTimers(draft);
  cutShort(draft, exit.id);
  beginVerification(draft);
}
