import type { Plan } from '../../../workflows/model/plan.js';
import type { RunEvent, RunState } from '../../../workflows/model/run.js';
import { nextEvent } from '../../../workflows/run/next-event.js';
import { initialState, transition } from '../../../workflows/run/transition.js';
import { START } from '../../support/run-builder.js';
import { benchRun } from './bench-plans.js';

/** An id as long as those of the account's events: a word and a UUID. */
const idOf = (event: number): string => `event:00000000-0000-4000-8000-${String(event).padStart(12, '0')}`;

/**
 * A run after so many events of the machine, or at its end when that comes earlier: channels work, no condition is met,
 * tasks expire, and every third event is one of the account that the run remembers and does nothing about.
 */
export function afterEvents(plan: Plan, wanted: number): { readonly state: RunState; readonly events: number } {
  let state = initialState(benchRun(plan, 'run-of-a-benchmark', START));
  const waiting: RunEvent[] = [{ type: 'started', at: START, arm: 'treatment' }];
  let events = 0;
  const take = (event: RunEvent): void => {
    const taken = transition(plan, state, event);
    events += 1;
    state = taken.state;
    for (const command of taken.commands) {
      if (command.type === 'evaluate') {
        const results = command.conditions.map(() => ({ value: false, facts: [] }));
        waiting.push({ type: 'evaluated', at: command.at, request: command.request, results });
      }
      if (command.type === 'perform') {
        const settlement = { status: command.verb === 'task' ? 'opened' : 'done', outcome: null } as const;
        waiting.push({ type: 'step_settled', at: command.at, key: command.key, settlement });
      }
    }
  };
  while (events < wanted && state.result === null) {
    if (events % 3 === 2) {
      take({ type: 'account_event', at: state.now, id: idOf(events), event: 'login' });
      continue;
    }
    const next = nextEvent(state, waiting, Infinity);
    if (!next) throw new Error('the run waits for something that never comes');
    if (next.index !== null) waiting.splice(next.index, 1);
    take(next.event);
  }
  return { state, events };
}
