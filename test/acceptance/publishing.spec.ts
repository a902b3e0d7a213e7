import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../workflows/model/plan.js';
import { planMigration } from '../../workflows/run/migration.js';
import { RunDriver } from '../support/run-driver.js';
import { email, exitAfter, plan, task, wait } from '../support/run-builder.js';
import { day, lines, live, orders, settledOf } from './world.js';

const sevenDays = plan([email('hello'), wait('pause', '7d'), email('follow_up')]);
const version2 = (steps: Parameters<typeof plan>[0], rest: Partial<Plan> = {}): Plan =>
  plan(steps, { version: 2, contentHash: 'hash-2', ...rest });
const fiveDays = version2([email('hello'), wait('pause', '5d'), email('follow_up')]);
const tenDays = version2([email('hello'), wait('pause', '10d'), email('follow_up')]);
const noWait = version2([email('hello'), email('follow_up')]);

describe('case 3: a wait is edited and published while runs stand on it', () => {
  test('a run keeps the version it started on: seven days stay seven', () => {
    const run = live(sevenDays);
    expect(settledOf(run)['follow_up']).toEqual([7, 'sent']);
    expect(run.plan.version).toBe(1);
  });

  test.each([
    ['shortened to 5 days, moved on day 3: it is counted again from its start', fiveDays, 3, 5],
    ['shortened to 5 days, moved on day 6: past it, so the run goes on at once', fiveDays, 6, 6],
    ['shortened to 5 days, moved on day 5: the very instant counts as past', fiveDays, 5, 5],
    ['lengthened to 10 days, moved on day 3', tenDays, 3, 10],
    ['lengthened to 10 days, moved on day 7: before the timer of that instant', tenDays, 7, 10],
    ['deleted, moved on day 3: the run goes on at what follows', noWait, 3, 3],
  ] as const)('%s', (_what, to, moved, goesOn) => {
    const run = live(sevenDays, [orders(moved, { type: 'migrate', plan: to })]);
    expect(settledOf(run)['follow_up']).toEqual([goesOn, 'sent']);
    expect(lines(run, 'step_started').filter(({ step }) => step === 'follow_up')).toHaveLength(1);
    expect(run.plan.version).toBe(2);
  });

  test('what a move would do is told beforehand, and is what it then does', () => {
    const { state } = live(sevenDays, [], { until: day(6) });
    const found = planMigration(sevenDays, fiveDays, { ...state, now: day(6) });
    expect(found).toEqual({ moves: [{ subject: 'pause', does: 'advances', due: day(6) }] });
    const moved = live(sevenDays, [orders(6, { type: 'migrate', plan: fiveDays })]);
    expect(lines(moved, 'run_migrated')).toMatchObject([{ from: 1, to: 2, by: 'manager-1', reason: 'on request', ...found }]);
  });

  test('a run that is past the wait is not sent back to it', () => {
    const run = live(plan([wait('pause', '7d'), task('call', { expires: '30d' })]), [
      orders(8, { type: 'migrate', plan: version2([wait('pause', '10d'), task('call', { expires: '30d' })]) }),
    ]);
    expect(settledOf(run)).toEqual({ pause: [7, 'done'], call: [37, 'expired'] });
  });

  test('an open task keeps the terms under which its assignee took it', () => {
    const short = version2([task('call', { expires: '3d' })]);
    const run = live(plan([task('call', { expires: '30d' })]), [orders(8, { type: 'migrate', plan: short })]);
    expect(settledOf(run)['call']).toEqual([30, 'expired']);
  });

  test('an exit after a span of time is counted again from the start of the run', () => {
    const late = { ...sevenDays, exits: [exitAfter('over', '6d')] };
    const to = { ...fiveDays, exits: [exitAfter('over', '4d')] };
    expect(live(late, [orders(3, { type: 'migrate', plan: to })]).state.exit).toMatchObject({ id: 'over', at: day(4) });
    expect(live(late, [orders(4.5, { type: 'migrate', plan: to })]).state.exit).toMatchObject({ id: 'over', at: day(4.5) });
  });
});

describe('case 20: a holdout account stays one', () => {
  test('whatever version its run is moved to, nothing is sent to it', () => {
    const run = new RunDriver(sevenDays, { arm: 'holdout' }).start();
    run.order({ type: 'migrate', plan: fiveDays }, day(6)).ring();
    expect(run.state).toMatchObject({ arm: 'holdout', status: 'finished' });
    expect(run.settled).toEqual({ hello: 'skipped:null', pause: 'done:null', follow_up: 'skipped:null' });
  });
});
