import type { Plan } from '../../workflows/model/plan.js';
import type { LaneName, RunState } from '../../workflows/model/run.js';
import { laneOf } from '../../workflows/run/lanes.js';
import { stepOf } from '../../workflows/run/step-of.js';

/** Whether a lane is the other one or stands inside it. */
function isIn(plan: Plan, lane: LaneName | null, outer: LaneName): boolean {
  for (let at = lane; at; at = laneOf(plan, at.parallel)) {
    if (at.parallel === outer.parallel && at.lane === outer.lane) return true;
  }
  return false;
}

/** Why a run would never go on, whatever happens; null = everything it waits for has an upper bound. */
export function stuckReason(plan: Plan, state: RunState): string | null {
  if (state.status === 'finished' || state.status === 'new') return null;
  if (state.paused) return state.timers['pause:bound'] === undefined ? 'paused without a bound' : null;
  const active = Object.entries(state.active);
  const timed = (key: string): boolean => Object.keys(state.timers).some((timer) => timer.endsWith(`:${key}`));
  for (const [id, { key, request, open, failed, gate, lanes }] of active) {
    const step = stepOf(plan, id);
    if (!step) return `${id} is under way and not in the plan`;
    if (request !== undefined || gate) continue;
    if (step.verb === 'parallel') {
      const empty = (lanes ?? []).find(
        (lane) =>
          !active.some(([inner]) => isIn(plan, laneOf(plan, inner), { parallel: id, lane })) &&
          !(state.parked ?? []).some((parked) => isIn(plan, parked.lane, { parallel: id, lane })),
      );
      if (empty !== undefined || (lanes ?? []).length === 0) return `lane ${empty ?? '(none)'} of ${id} holds nothing`;
      continue;
    }
    const waits = open === true || failed !== undefined || ['wait', 'wait_for', 'check', 'branch'].includes(step.verb);
    if (waits && !timed(key)) return `${id} waits without a bound`;
  }
  if (active.length > 0) return null;
  if (state.status === 'verifying') {
    const asked = state.observed === undefined && (plan.verify?.objective ?? []).length > 0;
    return asked || state.timers['verify'] !== undefined ? null : 'verifying without a question';
  }
  return 'nothing is under way';
}
