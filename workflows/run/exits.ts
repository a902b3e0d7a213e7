import type { Fact } from '../model/fact.js';
import type { PlanExit } from '../model/plan.js';
import type { RunState } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { cutShort } from './cut-short.js';
import type { Draft } from './draft.js';
import { beginVerification } from './verification.js';

const PREFIX = 'exit:';

/** The timer of an exit that comes after a span of time. */
export function exitTimer(exit: string): string {
  return `${PREFIX}${exit}`;
}

/** Starts the timers of exits that come after a span of time. */
export function armExits(draft: Draft): void {
  for (const { id, after } of draft.plan.exits) if (after) draft.setTimer(exitTimer(id), draft.later(after));
}

/** The exit a timer belongs to. */
export function exitOfTimer(draft: Draft, timer: string): PlanExit | undefined {
  return timer.startsWith(PREFIX) ? draft.plan.exits.find(({ id }) => id === timer.slice(PREFIX.length)) : undefined;
}

/** When the run leaves by itself if nothing else happens; null = it never does, or not while it is paused. */
export function leavesAt({ timers, paused }: Pick<RunState, 'timers' | 'paused'>): Instant | null {
  if (paused) return null;
  const dues = Object.entries(timers).flatMap(([timer, due]) => (timer.startsWith(PREFIX) ? [due] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** An exit that was met: taken at once, or, while the run is paused, when it goes on. */
export function meetExit(draft: Draft, exit: PlanExit, facts: readonly Fact[]): void {
  if (!draft.state.paused) {
    takeExit(draft, exit, facts);
    return;
  }
  draft.record({ type: 'event_held', event: `exit ${exit.id}` });
  const held = draft.state.held ?? [];
  if (!held.some((each) => each.exit === exit.id)) draft.update({ held: [...held, { exit: exit.id, facts }] });
}

/** Takes an exit, at once: nothing that was under way or still to come happens; then the run is verified. */
export function takeExit(draft: Draft, exit: PlanExit, facts: readonly Fact[]): void {
  draft.update({ exit: { id: exit.id, as: exit.as, at: draft.at } });
  draft.record({ type: 'exit_taken', exit: exit.id, as: exit.as, facts });
  cutShort(draft, `exit:${exit.id}`);
  beginVerification(draft);
}
