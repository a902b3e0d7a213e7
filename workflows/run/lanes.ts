import type { Plan } from '../model/plan.js';
import type { LaneName } from '../model/run.js';
import { own } from './own.js';

type Lanes = ReadonlyMap<string, LaneName | null>;

/** Plans never change, so the lanes of one are found once. */
const FOUND = new WeakMap<Plan, Lanes>();

function lanesOf(plan: Plan): Lanes {
  const lanes = new Map<string, LaneName | null>();
  // Arms of a branch join at its `next`, so a step may be met again: the first visit has been there already.
  const visit = (first: string | null, lane: LaneName | null): void => {
    for (let id = first; id !== null && !lanes.has(id);) {
      const step = own(plan.steps, id);
      if (!step) return;
      lanes.set(id, lane);
      if (step.verb === 'branch') {
        for (const arm of step.arms) visit(arm.first, lane);
        visit(step.otherwise, lane);
      }
      if (step.verb === 'parallel') for (const inner of step.lanes) visit(inner.first, { parallel: id, lane: inner.id });
      id = step.next;
    }
  };
  visit(plan.first, null);
  return lanes;
}

/** The innermost lane a step stands in; null = none, it is one of the run's own steps. */
export function laneOf(plan: Plan, step: string): LaneName | null {
  let lanes = FOUND.get(plan);
  if (!lanes) {
    lanes = lanesOf(plan);
    FOUND.set(plan, lanes);
  }
  return lanes.get(step) ?? null;
}

/** Whether two places are the same lane; null = the run's own steps. */
export function sameLane(a: LaneName | null, b: LaneName | null): boolean {
  return a?.parallel === b?.parallel && a?.lane === b?.lane;
}
