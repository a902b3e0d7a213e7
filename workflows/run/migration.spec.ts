import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../test/support/plan-builder.js';
import {
  check,
  DAY,
  email,
  exitAfter,
  modified,
  outcomeIs,
  parallel,
  plan,
  START,
  task,
  verifyAfter,
  wait,
  waitForEvent,
  type Draft,
} from '../../test/support/run-builder.js';
import { RunDriver } from '../../test/support/run-driver.js';
import type { Plan } from '../../workflows/model/plan.js';
import { planMigration } from './migration.js';

const v2 = (steps: readonly Draft[], rest: Partial<Plan> = {}): Plan => plan(steps, { version: 2, ...rest });

/** A run that was started on a plan and then moved to another; `days` = when. */
function moved(run: RunDriver, to: Plan, days: number): RunDriver {
  const found = planMigration(run.plan, to, { ...run.state, now: START + days * DAY });
  run.order({ type: 'migrate', plan: to }, START + days * DAY);
  const [entry] = run.entries('run_migrated');
  // What was foretold is what happens.
  expect(entry?.moves ?? 'refused').toEqual('refused' in found ? 'refused' : found.moves);
  return run;
}

const waiting = () => new RunDriver(plan([wait('w', '7d'), email('end')])).start();

describe('a wait that is another length in the new version', () => {
  test('a run that nobody moves keeps the length it started with', () => {
    expect(waiting().state.timers).toEqual({ 'wait:w#1': START + 7 * DAY });
  });

  test('shortened from 7 to 5 days: a run on day 3 waits until day 5', () => {
    const run = moved(waiting(), v2([wait('w', '5d'), email('end')]), 3);
    expect(run.state.timers).toEqual({ 'wait:w#1': START + 5 * DAY });
  });

  test('shortened from 7 to 5 days: a run on day 6 goes on at once', () => {
    const run = moved(waiting(), v2([wait('w', '5d'), email('end')]), 6);
    expect(run.entries('run_migrated')[0]?.moves).toEqual([{ subject: 'w', does: 'advances', due: START + 6 * DAY }]);
    expect(run.ring().ordered('perform')).toMatchObject([{ step: 'end', at: START + 6 * DAY }]);
  });

  test('lengthened to 30 days: counted from when the wait began', () => {
    expect(moved(waiting(), v2([wait('w', '30d'), email('end')]), 6).state.timers).toEqual({ 'wait:w#1': START + 30 * DAY });
  });

  test('the bound of a wait_for moves in the same way', () => {
    const run = new RunDriver(plan([waitForEvent('w', 'signed', '7d')])).start();
    expect(moved(run, v2([waitForEvent('w', 'signed', '21d')]), 3).state.timers).toEqual({ 'bound:w#1': START + 21 * DAY });
  });
});

describe('a step that is gone', () => {
  test('a deleted wait: the run goes on with what came after it', () => {
    const run = moved(waiting(), v2([email('end')]), 3);
    expect(run.entries('run_migrated')[0]?.moves).toEqual([{ subject: 'w', does: 'removed', goesTo: 'end' }]);
    expect(run.entries('step_settled')).toMatchObject([{ step: 'w', status: 'cancelled', reason: 'migrated' }]);
    expect(run.ordered('perform')).toMatchObject([{ step: 'end', at: START + 3 * DAY }]);
    expect(run.state.timers).toEqual({});
  });

  test('an open task is closed with the reason', () => {
    const run = new RunDriver(plan([task('call'), email('end')])).start().open('call');
    expect(moved(run, v2([email('end')]), 1).ordered('close_task')).toMatchObject([{ key: 'call#1', reason: 'migrated' }]);
  });

  test('nothing that came after it is left: the run goes on behind the last step that was done', () => {
    const run = new RunDriver(plan([email('a'), wait('w', '7d'), email('old')])).start().settle('a');
    moved(run, v2([email('a'), email('new'), email('newer')]), 1);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['new']);
  });

  test('nothing is left at all: the steps are over', () => {
    expect(moved(waiting(), v2([]), 1).state.result).toBe('completed');
  });

  test('the last step of a lane: the lane is over', () => {
    const lanes = (b: readonly Draft[]) => [parallel('p', { a: [email('x')], b }), email('end')];
    const run = new RunDriver(plan(lanes([wait('w', '7d')]))).start().settle('x');
    moved(run, v2(lanes([email('other')])), 1);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['other']);
    expect(run.settle('other').state.active).toHaveProperty('end');
  });

  test('a whole parallel: the run goes on behind it, once', () => {
    const run = new RunDriver(plan([parallel('p', { a: [wait('x', '3d')], b: [task('y')] }), email('end')])).start().open('y');
    moved(run, v2([email('end')]), 1);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['end']);
    expect(run.settled).toMatchObject({ p: 'cancelled:null', x: 'cancelled:null', y: 'cancelled:null' });
  });
});

describe('a step that is there', () => {
  test('an open task keeps its own terms', () => {
    const run = new RunDriver(plan([task('call', { expires: '14d' })])).start().open('call');
    moved(run, v2([task('call', { expires: '3d' }), email('new')]), 1);
    expect(run.state.timers).toEqual({ 'expire:call#1': START + 14 * DAY });
    expect(
      run
        .close('call', 'reached')
        .ordered('perform')
        .map(({ step }) => step),
    ).toEqual(['new']);
  });

  test('under the same id something else now: begun anew', () => {
    const run = moved(waiting(), v2([email('w'), email('end')]), 2);
    expect(run.entries('run_migrated')[0]?.moves).toEqual([{ subject: 'w', does: 'restarts' }]);
    expect(run.ordered('perform')).toMatchObject([{ key: 'w#2', step: 'w' }]);
  });

  test('a check that was to be asked for longer is asked for longer', () => {
    const logins = comparing('logins', '>=', 100);
    const run = new RunDriver(plan([check('c', logins, { every: '7d', upTo: '7d' })])).start().answer(false);
    moved(run, v2([check('c', logins, { every: '7d', upTo: '21d' })]), 1);
    run.ring().answer(false).ring().answer(false);
    expect(run.state.timers).toEqual({ 'ask:c#1': START + 21 * DAY });
  });

  test('in another lane than before: refused, nothing changes', () => {
    const run = new RunDriver(plan([parallel('p', { a: [wait('w', '7d')] })])).start();
    const before = run.state;
    moved(run, v2([wait('w', '7d')]), 1);
    expect(run.trace.at(-1)).toMatchObject({
      type: 'event_ignored',
      reason: 'step w is under way and stands in another lane in version 2',
    });
    expect(run.state.timers).toEqual(before.timers);
  });
});

test('a step left undone for an exit that the new version has not is carried out', () => {
  const run = new RunDriver(plan([email('a')], { exits: [exitAfter('old', '30d')] })).start().settle('a', { status: 'leaving' });
  moved(run, v2([email('a'), email('b')]), 1);
  expect(run.ordered('perform')).toMatchObject([{ key: 'a#1', step: 'a' }]);
  run.settle('a');
  expect(run.ordered('perform')).toMatchObject([{ step: 'b' }]);
});

describe('exits', () => {
  const book = (after: string) => [wait('w', after)];

  test('one that is gone is taken back; a new or changed one counts from the start of the run', () => {
    const run = new RunDriver(plan(book('90d'), { exits: [exitAfter('old', '30d'), exitAfter('kept', '60d')] })).start();
    moved(run, v2(book('90d'), { exits: [exitAfter('kept', '40d'), exitAfter('fresh', '50d')] }), 10);
    expect(run.state.timers).toMatchObject({ 'exit:kept': START + 40 * DAY, 'exit:fresh': START + 50 * DAY });
    expect(run.state.timers['exit:old']).toBeUndefined();
  });

  test('one whose time is past is foretold as such, and taken at once', () => {
    const run = new RunDriver(plan(book('90d'))).start();
    moved(run, v2(book('90d'), { exits: [exitAfter('over', '5d')] }), 10);
    expect(run.entries('run_migrated')[0]?.moves).toContainEqual({ subject: 'over', does: 'advances', due: START + 10 * DAY });
    expect(run.ring().state).toMatchObject({ result: 'expired', exit: { id: 'over', at: START + 10 * DAY } });
  });
});

describe('what follows', () => {
  test('a paused run moves too, and goes on in the new version', () => {
    const run = new RunDriver(plan([task('call'), email('old'), email('end')])).start().open('call');
    run.order({ type: 'pause', resumeAt: null }).close('call', 'reached');
    moved(run, v2([task('call'), email('end')]), 2).order({ type: 'resume' }, START + 3 * DAY);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['end']);
  });

  test('the verdict is that of the new version', () => {
    const run = moved(waiting(), v2([wait('w', '7d')], { verify: verifyAfter('10d', comparing('nps', '>=', 0)) }), 1);
    run.ring().ring();
    expect(run.ordered('evaluate')[0]?.conditions.map(({ text }) => text)).toEqual(['nps >= 0']);
  });

  test('a gate that was asked is asked again when the step is another', () => {
    const gated = (text: number) => modified(email('a'), { when: comparing('logins', '<', text) });
    const run = new RunDriver(plan([gated(10), email('end')])).start();
    moved(run, v2([modified(email('a'), { when: outcomeIs('x', 'y') }), email('end')]), 0);
    expect(run.settled).toEqual({ a: 'skipped:null' });
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['end']);
  });

  test('a run of the first engine is carried on by the newest', () => {
    const run = new RunDriver(plan([wait('w', '7d')]), { engineVersion: 1 }).start();
    expect(moved(run, v2([wait('w', '7d')]), 1).state.engineVersion).toBe(2);
  });
});

test.each([
  [v2([], { playbook: 'other' }), 'version 2 is of another playbook, other'],
  [plan([]), 'the run is on version 1 already'],
  [v2([], { format: 9 as 1 }), 'version 2 has plan format 9, which is not known here'],
])('refused with the reason: %#', (to, refused) => {
  const run = waiting();
  expect(planMigration(run.plan, to, run.state)).toEqual({ refused });
});

test('a run that is being verified has nothing left to move', () => {
  const run = new RunDriver(plan([], { verify: verifyAfter('9d', comparing('nps', '>=', 0)) })).start();
  expect(planMigration(run.plan, v2([]), run.state)).toEqual({
    refused: 'the steps of the run are over: there is nothing left to move',
  });
});
