import { addDuration } from '../model/calendar.js';
import { PLAN_FORMAT, type Plan, type PlanStep } from '../model/plan.js';
import type { ActiveStep, LaneName, MigrationMove, RunState } from '../model/run.js';
import type { Duration, Instant } from '../model/time.js';
import { exitTimer } from './exits.js';
import { laneOf, sameLane } from './lanes.js';
import { own } from './own.js';

export type MigrationPlan = { readonly refused: string } | { readonly moves: readonly MigrationMove[] };

function refusal(from: Plan, to: Plan, state: RunState): string | null {
  const format: number = to.format;
  if (format !== PLAN_FORMAT) return `version ${to.version} has plan format ${format}, which is not known here`;
  if (to.playbook !== from.playbook) return `version ${to.version} is of another playbook, ${to.playbook}`;
  if (to.version === from.version) return `the run is on version ${to.version} already`;
  if (state.status !== 'running') return 'the steps of the run are over: there is nothing left to move';
  for (const id of Object.keys(state.active)) {
    if (own(to.steps, id) && !sameLane(laneOf(from, id), laneOf(to, id)))
      return `step ${id} is under way and stands in another lane in version ${to.version}`;
  }
  return null;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Where a run goes on instead of a step that is gone: at the next step of the same lane that still exists; else behind
 * the last step that was done and still exists; null = the steps of the lane are over.
 */
export function successorOf(from: Plan, to: Plan, state: RunState, step: string): string | null {
  const lane = laneOf(from, step);
  const stands = (id: string): boolean => own(to.steps, id) !== undefined && sameLane(laneOf(to, id), lane);
  for (let id = own(from.steps, step)?.next ?? null; id !== null; id = own(from.steps, id)?.next ?? null) {
    if (stands(id)) return id;
  }
  const before = from.order.slice(0, Math.max(0, from.order.indexOf(step)));
  const done = before.filter((id) => own(state.outcomes, id) && sameLane(laneOf(from, id), lane) && stands(id)).at(-1);
  let next = done === undefined ? firstOf(to, lane) : (own(to.steps, done)?.next ?? null);
  while (next !== null && own(state.outcomes, next)) next = own(to.steps, next)?.next ?? null;
  return next;
}

function firstOf(plan: Plan, lane: LaneName | null): string | null {
  if (!lane) return plan.first;
  const parallel = own(plan.steps, lane.parallel);
  if (parallel?.verb !== 'parallel') return null;
  return parallel.lanes.find(({ id }) => id === lane.lane)?.first ?? null;
}

/** A new length counted from when the step started. */
function moved(state: RunState, subject: string, startedAt: Instant, length: Duration): MigrationMove {
  const due = addDuration(state.calendar, startedAt, length);
  return due <= state.now ? { subject, does: 'advances', due: state.now } : { subject, does: 'rescheduled', due };
}

function moveOf(state: RunState, active: ActiveStep, before: PlanStep, after: PlanStep): MigrationMove {
  const stays: MigrationMove = { subject: before.id, does: 'stays' };
  const restarts: MigrationMove = { subject: before.id, does: 'restarts' };
  if (before.verb !== after.verb) return restarts;
  if (active.gate) return same(before, after) ? stays : restarts;
  if (before.verb === 'wait' && after.verb === 'wait') {
    if (same([before.until, before.until && before.duration], [after.until, after.until && after.duration]))
      return same(before.duration, after.duration) ? stays : moved(state, before.id, active.startedAt, after.duration);
    return restarts;
  }
  if (before.verb === 'wait_for' && after.verb === 'wait_for') {
    if (before.event !== after.event || !same(before.condition, after.condition)) return restarts;
    return same(before.atMost, after.atMost) ? stays : moved(state, before.id, active.startedAt, after.atMost);
  }
  if (before.verb === 'branch') return same(before, after) ? stays : restarts;
  return stays;
}

function exitMoves(from: Plan, to: Plan, state: RunState): MigrationMove[] {
  const moves: MigrationMove[] = [];
  for (const exit of from.exits) {
    const kept = to.exits.find(({ id }) => id === exit.id);
    if (own(state.timers, exitTimer(exit.id)) !== undefined && !kept?.after) moves.push({ subject: exit.id, does: 'removed' });
  }
  for (const { id, after } of to.exits) {
    const before = from.exits.find((exit) => exit.id === id);
    if (after && !same(before?.after, after)) moves.push(moved(state, id, state.startedAt, after));
  }
  return moves;
}

/**
 * What moving a run to another version of its playbook would do, without doing it. Spans that changed are counted again
 * from when their step (or the run) started; an open task or question keeps its own terms.
 */
export function planMigration(from: Plan, to: Plan, state: RunState): MigrationPlan {
  const refused = refusal(from, to, state);
  if (refused !== null) return { refused };
  const steps = Object.entries(state.active).flatMap(([id, active]): MigrationMove[] => {
    const before = own(from.steps, id);
    const after = own(to.steps, id);
    if (!before) return [];
    if (after) return [moveOf(state, active, before, after)];
    return [{ subject: id, does: 'removed', goesTo: successorOf(from, to, state, id) }];
  });
  return { moves: [...steps, ...exitMoves(from, to, state)] };
}
