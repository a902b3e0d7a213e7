import type { Plan } from '../model/plan.js';
import { innerLists } from './step-places.js';

/** Where a live run is in its own plan. */
export interface RunPosition {
  readonly active: readonly string[];
  /** Steps begun so far, those under way included. */
  readonly started: readonly string[];
  /** Its steps are over: it waits for its verification. */
  readonly verifying: boolean;
}

/** A run's place relative to a step; `passed_by` = no way leads there any more. */
export type Standing = 'before' | 'at' | 'after' | 'passed_by';

function reachable(plan: Plan, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    for (const next of [step.next, ...innerLists(step).map(({ first }) => first)]) if (next !== null) open.push(next);
  }
  return seen;
}

/**
 * Where a run stands to a step of the plan it is pinned to. A run that has begun no step stands before all of them.
 * A step of a lane goes on with its parallel step, which is under way as long as its lanes are.
 */
export function standingOf(plan: Plan, run: RunPosition, step: string): Standing {
  if (run.active.includes(step)) return 'at';
  if (run.started.includes(step)) return 'after';
  if (run.verifying) return 'passed_by';
  const first = plan.first === null ? [] : [plan.first];
  const from = run.started.length === 0 ? first : run.active;
  return reachable(plan, from).has(step) ? 'before' : 'passed_by';
}
