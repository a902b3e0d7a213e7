import { evaluateCondition } from '../condition/evaluate-condition.js';
import { readsOnlyOutcomes } from '../condition/reads-only-outcomes.js';
import type { Evaluation } from '../model/fact.js';
import type { PlanStep } from '../model/plan.js';
import type { ActiveStep, LaneName } from '../model/run.js';
import { cutShort } from './cut-short.js';
import type { Draft } from './draft.js';
import { finish } from './finish.js';
import { laneOf } from './lanes.js';
import { outcomeContext } from './outcome-context.js';
import { own } from './own.js';
import type { Progress } from './step-handler.js';
import { stepHandlerOf } from './step-handler-of.js';
import { questionOf } from './step-of.js';
import { beginVerification, questionEnded } from './verification.js';

/**
 * Goes on until the run, or one lane of it, has to wait for something: several steps may pass within one instant.
 * A plan has no way back, so more moves than steps means a broken plan or engine, which is thrown.
 * @param lane where the progress was made; null = among the run's own steps
 */
export function advance(draft: Draft, lane: LaneName | null, progress: Progress): void {
  let current = progress;
  let inLane = lane;
  for (let moves = 0; current !== 'waiting' && draft.state.status === 'running'; moves += 1) {
    if ('fork' in current) {
      for (const first of current.fork) advance(draft, laneOf(draft.plan, first), { goto: first });
      return;
    }
    if ('stop' in current) {
      cutShort(draft, current.stop);
      finish(draft, 'failed');
      return;
    }
    if (current.goto === null && inLane) {
      ({ lane: inLane, progress: current } = endLane(draft, inLane));
      continue;
    }
    const tried = current.goto === null && Object.values(draft.state.active).some(({ detached }) => detached);
    if (draft.state.paused || tried) {
      draft.park(inLane, current.goto);
      return;
    }
    if (current.goto === null) {
      cutShort(draft, 'over');
      beginVerification(draft);
      return;
    }
    const step = own(draft.plan.steps, current.goto);
    if (!step || moves > draft.plan.order.length * 2) {
      const what = step ? 'goes in circles' : 'does not exist';
      throw new Error(`run engine: step ${current.goto} of ${draft.plan.playbook} v${draft.plan.version} ${what}`);
    }
    inLane = laneOf(draft.plan, step.id);
    current = begin(draft, step);
  }
}

/** Goes on from a step that took an event. What follows a step tried again by a person was done before. */
export function advanceFrom(draft: Draft, step: PlanStep, active: ActiveStep, progress: Progress): void {
  if (progress === 'waiting') return;
  const question = questionOf(step.id);
  if (question !== null) questionEnded(draft, question);
  else if (active.detached) goOn(draft);
  else advance(draft, laneOf(draft.plan, step.id), progress);
}

/** Takes up what was parked. */
export function goOn(draft: Draft): void {
  const { parked, paused } = draft.state;
  if (!parked || paused) return;
  draft.forget('parked');
  for (const { lane, goto } of parked) advance(draft, lane, { goto });
}

/** The lane's steps are over; the last lane to end ends its `parallel`. */
function endLane(draft: Draft, { parallel, lane }: LaneName): { lane: LaneName | null; progress: Progress } {
  const outer = laneOf(draft.plan, parallel);
  const active = own(draft.state.active, parallel);
  const step = own(draft.plan.steps, parallel);
  if (!step || !active?.lanes) return { lane: outer, progress: 'waiting' };
  const open = active.lanes.filter((id) => id !== lane);
  if (open.length > 0) {
    draft.keep(step, { ...active, lanes: open });
    return { lane: outer, progress: 'waiting' };
  }
  draft.settle(step, active, { status: 'done', outcome: null });
  return { lane: outer, progress: { goto: step.next } };
}

function begin(draft: Draft, step: PlanStep): Progress {
  const skip = own(draft.state.skips ?? {}, step.id);
  if (skip) {
    const { [step.id]: _taken, ...skips } = draft.state.skips ?? {};
    draft.update({ skips });
    return leaveOut(draft, step, skip.reason, skip.by);
  }
  const { when } = step;
  if (!when) return stepHandlerOf(step).start(draft, step);
  if (readsOnlyOutcomes(when.condition)) {
    return passGate(draft, step, evaluateCondition(when.condition, outcomeContext(draft.state)));
  }
  draft.gate(step, when);
  return 'waiting';
}

/** Starts a step whose `when` was answered, or leaves it out with the reason. */
export function passGate(draft: Draft, step: PlanStep, { value, facts }: Evaluation): Progress {
  draft.record({ type: 'asked', step: step.id, condition: step.when?.text ?? '', value, facts });
  if (value === true) return stepHandlerOf(step).start(draft, step);
  return leaveOut(draft, step, value === null ? 'when_unknown' : 'when_false');
}

function leaveOut(draft: Draft, step: PlanStep, reason: string, by?: string): Progress {
  const active = draft.begin(step, draft.at);
  draft.settle(step, active, { status: 'skipped', outcome: null, reason, ...(by === undefined ? {} : { by }) });
  return { goto: step.next };
}
