import type { PlanExit } from '../model/plan.js';
import type { RunOrder } from '../model/run.js';
import type { Duration } from '../model/time.js';
import { goOn } from './advance.js';
import type { Draft } from './draft.js';
import { exitOfTimer, takeExit } from './exits.js';
import { own } from './own.js';
import { PAUSE_BOUND, PAUSE_RESUME, isPauseTimer } from './pause-timers.js';
import { performKey } from './perform-key.js';
import { stepOf } from './step-of.js';

/** A run that nobody resumes for this long is cancelled: what it would send then was meant for another time. */
export const PAUSE_LIMIT: Duration = { amount: 180, unit: 'd' };

/** Nothing new starts from now on; the run goes on listening. */
export function pause(draft: Draft, { by, reason, resumeAt }: Extract<RunOrder, { type: 'pause' }>): void {
  const bound = draft.later(PAUSE_LIMIT);
  draft.record({ type: 'run_paused', by, reason, resumeAt, bound });
  draft.setTimer(PAUSE_BOUND, bound);
  if (resumeAt !== null) draft.setTimer(PAUSE_RESUME, resumeAt);
  draft.update({ paused: { since: draft.at, by, reason, resumeAt } });
}

/** Goes on: an exit that was met meanwhile comes first, then the steps that were due, then the timers. */
export function resume(draft: Draft, { by, reason }: { readonly by: string; readonly reason: string }): void {
  const { paused, held = [] } = draft.state;
  if (!paused) return;
  draft.record({ type: 'run_resumed', by, reason });
  for (const timer of [PAUSE_RESUME, PAUSE_BOUND]) draft.cancelTimer(timer);
  draft.forget('paused', 'held');
  if (draft.plan.whenPaused === 'extend') extend(draft, draft.at - paused.since);
  for (const { exit: id, facts } of held) {
    const exit = draft.plan.exits.find((each) => each.id === id);
    if (!exit) continue;
    takeExit(draft, exit, facts);
    return;
  }
  const overdue = dueExit(draft);
  if (overdue) takeExit(draft, overdue, []);
  else goOn(draft);
}

/** The exit whose time came during the pause, the earliest of several: nothing is sent any more to an account that has left. */
function dueExit(draft: Draft): PlanExit | undefined {
  const due = Object.entries(draft.state.timers).filter(([timer, at]) => at <= draft.at && exitOfTimer(draft, timer));
  const [first] = due.sort(([, a], [, b]) => a - b);
  return first && exitOfTimer(draft, first[0]);
}

/** Moves everything that waits by the length of the pause. */
function extend(draft: Draft, length: number): void {
  for (const [timer, due] of Object.entries(draft.state.timers)) if (!isPauseTimer(timer)) draft.setTimer(timer, due + length);
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = stepOf(draft.plan, id);
    if (!step) continue;
    const { startedAt, until } = active;
    draft.keep(step, { ...active, startedAt: startedAt + length, ...(until === undefined ? {} : { until: until + length }) });
    const expires = own(draft.state.timers, `expire:${active.key}`);
    if (step.verb !== 'task' || expires === undefined) continue;
    draft.command({ type: 'move_task', key: performKey(active), step: id, expires, at: draft.at });
  }
}
