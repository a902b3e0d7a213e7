import type { Plan, PlanStep } from '../model/plan.js';
import type { LaneName, MigrationMove, RunOrder } from '../model/run.js';
import { addDuration } from '../model/calendar.js';
import { advance } from './advance.js';
import { endEarly } from './cut-short.js';
import type { Draft } from './draft.js';
import { ENGINE_VERSION } from './engine-version.js';
import { exitTimer } from './exits.js';
import { laneOf } from './lanes.js';
import { planMigration, successorOf } from './migration.js';
import { own } from './own.js';
import type { PerformStep } from './settle-failed.js';

/** A step that has to begin once the new version is in force, and where. */
interface Entrance {
  readonly lane: LaneName | null;
  readonly goto: string | null;
}

/** Moves a run to another version; each thing under way meets with what `planMigration` says. */
export function migrate(draft: Draft, { plan: to, by, reason }: Extract<RunOrder, { type: 'migrate' }>): void {
  const from = draft.plan;
  const found = planMigration(from, to, draft.state);
  if ('refused' in found) return;
  const { moves } = found;
  draft.record({ type: 'run_migrated', from: from.version, to: to.version, by, reason, moves });
  const parked = (draft.state.parked ?? []).map((entry) => translated(from, to, draft, entry));
  const entrances = moves.flatMap((move) => leaveOld(draft, from, to, move));
  draft.follow(to);
  draft.update({ engineVersion: ENGINE_VERSION });
  for (const move of moves) reschedule(draft, move);
  rebound(draft, to);
  draft.forget('parked');
  for (const { lane, goto } of parked) draft.park(lane, goto);
  performUndone(draft);
  for (const { lane, goto } of entrances) advance(draft, lane, { goto });
}

function translated(from: Plan, to: Plan, draft: Draft, entry: Entrance): Entrance {
  if (entry.goto === null || own(to.steps, entry.goto)) return entry;
  return { ...entry, goto: successorOf(from, to, draft.state, entry.goto) };
}

/** Cuts short what is gone or becomes something else. @returns where the run goes on instead */
function leaveOld(draft: Draft, from: Plan, to: Plan, { subject, does, goesTo = null }: MigrationMove): Entrance[] {
  if (does !== 'removed' && does !== 'restarts') return [];
  const step = own(from.steps, subject);
  const active = own(draft.state.active, subject);
  if (!step || !active) {
    draft.cancelTimer(exitTimer(subject));
    return [];
  }
  endEarly(draft, step, active, 'migrated');
  if (active.detached) return [];
  const lane = laneOf(from, subject);
  // A lane whose `parallel` is gone as well has no way on of its own.
  if (lane && !own(to.steps, lane.parallel)) return [];
  return [{ lane, goto: does === 'restarts' ? subject : goesTo }];
}

function reschedule(draft: Draft, { subject, does, due }: MigrationMove): void {
  if (due === undefined || (does !== 'rescheduled' && does !== 'advances')) return;
  const active = own(draft.state.active, subject);
  draft.setTimer(active ? timerOf(own(draft.plan.steps, subject), active.key) : exitTimer(subject), due);
}

function timerOf(step: PlanStep | undefined, key: string): string {
  return `${step?.verb === 'wait_for' ? 'bound' : 'wait'}:${key}`;
}

/** A check that is asked again and again has its last question at another time. */
function rebound(draft: Draft, to: Plan): void {
  for (const [id, active] of Object.entries(draft.state.active)) {
    const step = own(to.steps, id);
    if (step?.verb !== 'check' || active.until === undefined || !step.upTo) continue;
    draft.keep(step, { ...active, until: addDuration(draft.state.calendar, active.startedAt, step.upTo) });
  }
}

/** An exit that was on its way may not be in the new version: what was left undone for its sake is carried out. */
function performUndone(draft: Draft): void {
  for (const [id, { leaving, ...active }] of Object.entries(draft.state.active)) {
    const step = own(draft.plan.steps, id);
    if (!leaving || !step) continue;
    draft.keep(step, active);
    draft.perform(step as PerformStep, active);
  }
}
