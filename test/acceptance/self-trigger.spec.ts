import { describe, expect, test } from '@jest/globals';
import { decideEnrollment } from '../../workflows/enroll/decide-enrollment.js';
import { judgeTrigger } from '../../workflows/enroll/judge-trigger.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import type { FactValue } from '../../workflows/model/fact.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { Duration } from '../../workflows/model/time.js';
import { earliestTimer } from '../../workflows/run/next-event.js';
import { EpisodeLedger } from '../../workflows/simulate/backtest/episode-ledger.js';
import { accountData } from '../support/account-data-builder.js';
import { being, OPEN_TO_ALL } from '../support/plan-builder.js';
import { plan, setAttribute, wait } from '../support/run-builder.js';
import { RunDriver } from '../support/run-driver.js';
import { day } from './world.js';

/** An account of tier gold, a playbook that starts when the tier becomes gold, and runs of it that change the tier. */
class Book {
  private tier: FactValue = 'gold';
  private readonly runs: RunDriver[] = [];
  private readonly ledger = new EpisodeLedger((id) => {
    const run = this.runs.find(({ state }) => idOf(state.startedAt) === id);
    return run?.state.status === 'finished' ? run.state.now : null;
  });

  constructor(private readonly plan: Plan) {}

  /** Days with a decision, and what it was. */
  year(): (readonly [day: number, what: string])[] {
    return Array.from({ length: 365 }, (_, today) => this.look(today)).flat();
  }

  private look(today: number): (readonly [number, string])[] {
    const at = day(today);
    for (const run of this.runs) {
      for (let next = earliestTimer(run.state); next && next.due <= at; next = earliestTimer(run.state))
        this.carryOut(run.fire(next.timer));
    }
    const data = accountData({ attributes: { tier: this.tier }, loadedAsOf: at });
    const { open, close } = judgeTrigger(this.plan, [data], this.ledger.open, { at, after: day(today - 1), calendar: null });
    this.ledger.close(close, at);
    return open.map(({ accountId, key }) => {
      this.ledger.begin(accountId, key, at);
      const history = this.ledger.history(accountId, at);
      const context = accountContext(data, { asOf: at });
      const decision = decideEnrollment({ plan: this.plan, account: accountId, context, history, usedInPeriod: 0, at });
      if (decision.decision === 'skip') return [today, decision.reason] as const;
      const run = new RunDriver(this.plan, { runId: idOf(at), startedAt: at });
      this.runs.push(run);
      this.ledger.enroll(accountId, idOf(at), at);
      this.carryOut(run.start());
      return [today, 'enroll'] as const;
    });
  }

  private carryOut(run: RunDriver): void {
    for (let [order] = run.ordered('perform'); order; [order] = run.ordered('perform')) {
      const step = this.plan.steps[order.step];
      if (step?.verb === 'set') this.tier = step.to as FactValue;
      run.settle(order.step, { outcome: 'set' });
    }
  }
}

const idOf = (startedAt: number): string => `run:${startedAt}`;

function year(steps: Parameters<typeof plan>[0], againAfter: Duration | null): (readonly [day: number, what: string])[] {
  const cadence = { every: 'day', weekday: null, at: { hour: 8, minute: 0 } } as const;
  const start = { kind: 'becomes_true', cadence, when: being('account.tier', 'gold') } as const;
  return new Book(plan(steps, { start, enroll: { ...OPEN_TO_ALL, againAfter } })).year();
}

describe('case 14: a playbook whose action satisfies its own trigger does not loop', () => {
  const off = setAttribute('off', 'tier', 'silver');
  const on = setAttribute('on', 'tier', 'gold');

  test('what makes true what is true already starts nothing: only becoming true does', () => {
    expect(year([on], { amount: 0, unit: 'd' })).toEqual([[0, 'enroll']]);
  });

  test('one that turns it off and on again runs once, for that is what a playbook without again_after does', () => {
    expect(year([off, wait('pause', '36h'), on], null)).toEqual([
      [0, 'enroll'],
      [2, 'once_only'],
    ]);
  });

  test('with a cool-down it never comes sooner than that after its own end', () => {
    // The first run ends on day 1.5; what it did is looked at on day 2 and never again, for nothing changes after it.
    expect(year([off, wait('pause', '36h'), on], { amount: 90, unit: 'd' })).toEqual([
      [0, 'enroll'],
      [2, 'cool_down'],
    ]);
  });

  test('while its own run is under way it starts no second one', () => {
    expect(year([off, wait('pause', '36h'), on, wait('settle', '30d')], { amount: 0, unit: 'd' })).toEqual([
      [0, 'enroll'],
      [2, 'already_running'],
    ]);
  });
});
