import type { Nudge } from './run-arbitraries.js';
import type { RunDriver } from './run-driver.js';
import type { RunEvent } from '../../workflows/model/run.js';
import { performKey } from '../../workflows/run/perform-key.js';
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
        const done = verb === 'task' || verb === 'ask' ? 'opened' : 'done';
        this.open.push(({ fails }) => {
          const settlement = fails ? { status: 'failed', outcome: null, reason: 'refused' } : { status: done, outcome: null };
          return { type: 'step_settled', at, key, settlement } as RunEvent;
        });
      }
    }
  }

  /** Something that may well happen now: an answer, the next timer, a task closed, an exit. */
  fitting(run: RunDriver, nudge: Nudge): RunEvent {
    const answer = this.open.shift();
    if (answer) return answer(nudge);
    const [id, open] = Object.entries(run.state.active).find(([, active]) => active.open) ?? [];
    const { at, pick, word } = nudge;
    if (open && pick % 3 === 0) {
      const key = performKey(open);
      if (id !== undefined && run.plan.steps[id]?.verb === 'task')
        return { type: 'task_closed', at, id: `c${key}`, key, outcome: word, by: 'csm-1' };
      return {
        type: 'answered',
        at,
        id: `q${key}:${pick}`,
        key,
        answer: pick % 2 === 0 ? 'agree' : word,
        by: 'decision-maker-1',
      };
    }
    if (pick % 11 === 0) return { type: 'account_event', at, id: `a${pick}`, event: 'upgraded' };
    const waits = Object.values(run.state.active).find(({ key }) => run.state.timers[`bound:${key}`] !== undefined);
    if (waits && pick % 5 === 0) return { type: 'condition_met', at, id: `m${pick}`, key: waits.key, facts: [] };
    const timer = earliestTimer(run.state);
    if (timer && pick % 7 !== 0) return { type: 'timer_fired', at: timer.due, timer: timer.timer };
    return { type: 'exit_met', at, id: `x${pick}`, exit: 'recovered', facts: [] };
  }
}

function eventOf(host: Host, run: RunDriver, nudge: Nudge): RunEvent {
  switch (nudge.kind) {
    case 'fitting':
      return host.fitting(run, nudge);
    case 'nonsense':
      return nudge.nonsense;
    case 'order':
      return nudge.order;
    case 'migrate':
      return { type: 'migrate', at: nudge.at, id: `g${nudge.pick}`, by: 'ops-1', reason: 'a better version', plan: nudge.to };
  }
}

/** Starts a run and throws events at it, fitting and senseless ones; `after` looks at it each time. */
export function fuzzRun(run: RunDriver, nudges: readonly Nudge[], after: () => void): void {
  const host = new Host();
  run.start();
  host.note(run);
  after();
  for (const nudge of nudges) {
    run.take(eventOf(host, run, nudge));
    host.note(run);
    after();
  }
}
