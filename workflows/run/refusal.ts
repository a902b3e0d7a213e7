import type { Plan } from '../model/plan.js';
import type { RunOrder, RunState } from '../model/run.js';
import { planMigration } from './migration.js';
import { own } from './own.js';
import { stepOf } from './step-of.js';

/** Why an order about a run cannot be carried out as things stand, in a sentence; null = it can. */
export function refusalOf(plan: Plan, state: RunState, order: RunOrder): string | null {
  if (state.status === 'finished') return `the run is over (${state.result ?? 'finished'})`;
  if (state.status === 'new') return 'the run has not started yet: try again in a moment';
  switch (order.type) {
    case 'cancel':
      return null;
    case 'resume':
      return state.paused ? null : 'the run is not paused';
    case 'pause':
      return pauseRefusal(state, order);
    case 'hand_over':
      return overRefusal(state) ?? (state.csm === order.to ? `the run is with ${order.to} already` : null);
    case 'skip_step':
      return overRefusal(state) ?? skipRefusal(plan, state, order.step);
    case 'retry_step':
      return overRefusal(state) ?? retryRefusal(plan, state, order.step);
    case 'migrate': {
      const found = planMigration(plan, order.plan, state);
      return 'refused' in found ? found.refused : null;
    }
  }
}

function overRefusal({ status }: RunState): string | null {
  return status === 'verifying' ? 'the steps of the run are over; it is being verified' : null;
}

function pauseRefusal(state: RunState, { resumeAt, at }: Extract<RunOrder, { type: 'pause' }>): string | null {
  if (state.paused) return `the run is paused already, by ${state.paused.by}: ${state.paused.reason}`;
  if (resumeAt !== null && !(resumeAt > at)) return 'the moment at which it is to go on is past: name a later one';
  return overRefusal(state);
}

function skipRefusal(plan: Plan, state: RunState, id: string): string | null {
  const step = own(plan.steps, id);
  if (!step) return `the playbook has no step ${id}`;
  const active = own(state.active, id);
  if (active && !active.gate && (step.verb === 'branch' || step.verb === 'parallel'))
    return `step ${id} is a ${step.verb}: name one of the steps inside it`;
  if (active) return null;
  if (own(state.outcomes, id)) return `step ${id} is over already`;
  return own(state.skips ?? {}, id) ? `step ${id} is left out already` : null;
}

function retryRefusal(plan: Plan, state: RunState, id: string): string | null {
  if (!stepOf(plan, id)) return `the playbook has no step ${id}`;
  if (state.paused) return 'the run is paused: resume it first';
  const active = own(state.active, id);
  if (active) return active.failed === undefined ? `step ${id} is under way` : null;
  const outcome = own(state.outcomes, id);
  if (!outcome) return `step ${id} has not come yet`;
  if (outcome.status !== 'failed') return `step ${id} did not fail: it is ${outcome.status}`;
  return outcome.key === undefined ? `step ${id} failed under an older engine that keeps nothing to try again` : null;
}
