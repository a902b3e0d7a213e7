import type { Nudge } from './run-arbitraries.js';
import type { RunDriver } from './run-driver.js';
import type { RunEvent } from '../../workflows/model/run.js';
import { earliestTimer } from '../../workflows/run/next-event.js';

/** Questions and performs that the host has not answered yet. */
class Host {
  private readonly open: ((nudge: Nudge) => RunEvent)[] = [];

  note(run: RunDriver): void {
    for (const command of run.commands) {
      if (command.type === 'evaluate') {
        const { at, request, conditions } = command;
        this.open.push(({ value }) => ({
          type: 'evaluated',
          at,
          request,
          results: conditions.map(() => ({ value, facts: [] })),
        }));
      }
      if (command.type === 'perform') {
        const { at, key, verb } = command;
        const status = verb === 'task' ? 'opened' : 'done';
        this.open.push(() => ({ type: 'step_settled', at, key, settlement: { status, outcome: null } }));
      }
    }
  }

  /** Something that may well happen now: an answer, the next timer, a task closed, an exit. */
  fitting(run: RunDriver, nudge: Nudge): RunEvent {
    const answer = this.open.shift();
    if (answer) return answer(nudge);
    const open = Object.values(run.state.active).find((active) => active.open);
    const { at, pick } = nudge;
    if (open && pick % 3 === 0)
      return { type: 'task_closed', at, id: `c${open.key}`, key: open.key, outcome: nudge.word, by: 'csm-1' };
    const timer = earliestTimer(run.state);
    if (timer && pick % 7 !== 0) return { type: 'timer_fired', at: timer.due, timer: timer.timer };
    return { type: 'exit_met', at, id: `x${pick}`, exit: 'recovered', facts: [] };
  }
}

/** Starts a run and throws events at it, fitting and senseless ones; `after` looks at it each time. */
export function fuzzRun(run: RunDriver, nudges: readonly Nudge[], after: () => void): void {
  const host = new Host();
  run.start();
  host.note(run);
  after();
  for (const nudge of nudges) {
    run.take(nudge.kind === 'fitting' ? host.fitting(run, nudge) : nudge.nonsense);
    host.note(run);
    after();
  }
}
