import { describe, expect, test } from '@jest/globals';
import {
  buildZone,
  DAY,
  email,
  exitAfter,
  exitWhen,
  plan,
  START,
  task,
  verifyAfter,
  wait,
} from '../../test/support/run-builder.js';
import { comparing } from '../../test/support/plan-builder.js';
import { RunDriver } from '../../test/support/run-driver.js';
import { transition } from './transition.js';

const recovered = exitWhen('recovered', comparing('logins', '>=', 100));

describe('starting', () => {
  test('a run starts once, arms its exits and begins its first step', () => {
    const run = new RunDriver(plan([email('hello')], { exits: [exitAfter('too_long', '60d')] })).start();
    expect(run.trace.map(({ type }) => type)).toEqual(['run_started', 'timer_set', 'step_started']);
    expect(run.state.timers).toEqual({ 'exit:too_long': START + 60 * DAY });
    run.start();
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', event: 'started', reason: 'the run has started before' });
  });

  test('before it has started a run takes nothing else', () => {
    const run = new RunDriver(plan([email('hello')])).exit('recovered');
    expect(run.state.status).toBe('new');
    expect(run.entries('event_ignored')).toHaveLength(1);
    expect(run.start().state.status).toBe('running');
  });

  test('a plan without steps is completed at once', () => {
    const run = new RunDriver(plan([])).start();
    expect(run.state).toMatchObject({ status: 'finished', result: 'completed' });
  });

  test('the given state and plan are never touched', () => {
    const frozen = plan([wait('pause', '7d')]);
    const run = new RunDriver(frozen);
    const before = JSON.stringify([frozen, run.state]);
    transition(frozen, Object.freeze(run.state), { type: 'started', at: START, arm: 'treatment' });
    expect(JSON.stringify([frozen, run.state])).toBe(before);
  });

  test('a plan of another format ends as failed, with the reason on record and nothing performed', () => {
    const run = new RunDriver({ ...plan([email('hello')]), format: 2 as 1 }).start();
    expect(run.state).toMatchObject({ status: 'finished', result: 'failed' });
    expect(run.entries('event_ignored')[0]?.reason).toBe('plan format 2 is not known here (known: 1)');
    expect(run.ordered('perform')).toEqual([]);
  });

  test('a state of another engine version ends as failed, and what was open is closed', () => {
    const run = new RunDriver(plan([task('call')], { exits: [exitAfter('too_long', '60d')] })).start().open('call');
    run.state = { ...run.state, engineVersion: 99 as 1 };
    run.fire('exit:too_long');
    expect(run.state).toMatchObject({ status: 'finished', result: 'failed', active: {}, timers: {} });
    expect(run.ordered('close_task')).toHaveLength(1);
  });

  test('steps that go in circles are a broken plan, which is thrown', () => {
    const broken = plan([email('a')]);
    const circle = { ...broken, steps: { a: { ...broken.steps['a']!, next: 'a' } } };
    expect(() => new RunDriver(circle, { arm: 'holdout' }).start()).toThrow('goes in circles');
    expect(() => new RunDriver({ ...broken, first: 'nowhere' }).start()).toThrow('does not exist');
  });
});

describe('time', () => {
  test('time never goes back: an earlier event is taken at the present instant', () => {
    const run = new RunDriver(plan([email('a'), wait('pause', '1d')])).start().settle('a', {}, START + 500);
    expect(run.take({ type: 'timer_fired', at: START - DAY, timer: 'nobody' }).state.now).toBe(START + 500);
    expect(run.trace.at(-1)?.at).toBe(START + 500);
  });

  test('a timer is taken at the instant it was due, however late the host is', () => {
    const run = new RunDriver(plan([wait('pause', '7d'), wait('more', '1d')])).start();
    run.take({ type: 'timer_fired', at: START + 30 * DAY, timer: 'wait:pause#1' });
    expect(run.state.now).toBe(START + 7 * DAY);
    expect(run.state.timers).toEqual({ 'wait:more#2': START + 8 * DAY });
  });

  test('a day keeps the wall clock over a change of the clocks', () => {
    const berlin = buildZone('Europe/Berlin', [
      ['2025-10-26T01:00:00Z', 60],
      ['2026-03-29T01:00:00Z', 120],
    ]);
    const at = Date.parse('2026-03-28T08:00:00Z');
    const run = new RunDriver(plan([wait('pause', '1d')]), { calendar: berlin, startedAt: at }).start();
    expect(run.state.timers['wait:pause#1']! - at).toBe(23 * 3_600_000);
  });
});

describe('ignored events', () => {
  test('a late timer and an unknown one leave a line and change nothing else', () => {
    const run = new RunDriver(plan([wait('pause', '7d'), wait('more', '7d')])).start().fire('wait:pause#1');
    const before = run.state;
    run.fire('wait:pause#1').fire('constructor');
    expect(run.entries('event_ignored').map(({ reason }) => reason)).toEqual(['no such timer is set', 'no such timer is set']);
    expect(run.state).toEqual({ ...before, traceSeq: before.traceSeq + 2 });
  });

  test('the same pushed event twice has one effect', () => {
    const run = new RunDriver(plan([task('call'), task('again')])).start().open('call');
    const key = run.key('call');
    run.close('call', 'reached').open('again');
    run.take({ type: 'task_closed', at: run.state.now, id: 'close:call', key, outcome: 'no_answer', by: 'csm-2' });
    expect(run.state.outcomes['call']).toMatchObject({ outcome: 'reached', by: 'csm-1' });
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'event close:call was honoured before' });
    expect(run.state.active['again']).toBeDefined();
  });

  test('the newest 200 ids of pushed events are remembered', () => {
    const run = new RunDriver(plan([wait('pause', '7d')])).start();
    for (let n = 0; n < 250; n += 1) run.exit('unknown_exit', run.state.now, `e${n}`);
    expect(run.state.seen).toHaveLength(200);
    expect(run.exit('unknown_exit', run.state.now, 'e249').trace.at(-1)).toMatchObject({
      reason: 'event e249 was honoured before',
    });
  });

  test('an answer nobody waits for is ignored', () => {
    const run = new RunDriver(plan([wait('pause', '7d')])).start();
    run.take({ type: 'evaluated', at: START, request: 'pause#1?2', results: [] });
    run.take({ type: 'evaluated', at: START, request: 'verify', results: [] });
    run.take({ type: 'step_settled', at: START, key: 'pause#1', settlement: { status: 'done', outcome: null } });
    run.take({ type: 'step_settled', at: START, key: 'constructor#1', settlement: { status: 'done', outcome: null } });
    run.take({ type: 'task_closed', at: START, id: 'x', key: 'pause#1', outcome: 'reached', by: 'me' });
    expect(run.entries('event_ignored')).toHaveLength(5);
    expect(run.state.active['pause']).toBeDefined();
  });

  test('a finished run stays finished', () => {
    const run = new RunDriver(plan([], { exits: [recovered] })).start();
    const finished = run.state;
    run.exit('recovered').start().fire('verify');
    expect(run.state).toMatchObject({ status: 'finished', result: 'completed', exit: null });
    expect(run.commands.every(({ type }) => type === 'record')).toBe(true);
    expect(run.state.traceSeq).toBe(finished.traceSeq + 3);
  });
});

describe('exits', () => {
  const book = plan([email('hello'), wait('pause', '30d'), email('later')], {
    exits: [recovered, exitAfter('too_long', '60d')],
    verify: verifyAfter('30d', comparing('logins', '>=', 100)),
  });

  test('a step that a channel left undone because of an exit on its way is ended by that exit, not passed over', () => {
    const book = plan([email('hello'), task('call'), email('after')], { exits: [recovered] });
    const run = new RunDriver(book).start().settle('hello', { status: 'leaving', outcome: null });
    expect(Object.keys(run.state.active)).toEqual(['hello']);
    run.exit('recovered', START + DAY);
    expect(run.settled).toEqual({ hello: 'cancelled:null' });
    expect(run.state).toMatchObject({ status: 'finished', result: 'success' });
  });

  test('an exit on day 1 of a 30-day wait takes effect at once: timers cancelled, later steps never sent', () => {
    const run = new RunDriver(book)
      .start()
      .settle('hello')
      .exit('recovered', START + DAY);
    expect(run.entries('timer_cancelled').map(({ timer }) => timer)).toEqual(['exit:too_long', 'wait:pause#2']);
    expect(run.state).toMatchObject({ status: 'verifying', active: {}, timers: { verify: START + 31 * DAY } });
    expect(run.state.outcomes['pause']).toEqual({
      status: 'cancelled',
      outcome: null,
      reason: 'exit:recovered',
      at: START + DAY,
    });
    run.fire('wait:pause#2');
    expect(run.ordered('perform')).toEqual([]);
    expect(run.state.outcomes['later']).toBeUndefined();
  });

  test('an exit closes the open task with its reason and stops its timers', () => {
    const run = new RunDriver(plan([task('call', { escalate: '3bd' })], { exits: [recovered] })).start().open('call');
    run.exit('recovered', START + DAY);
    expect(run.ordered('close_task')).toEqual([
      { type: 'close_task', key: 'call#1', step: 'call', reason: 'exit:recovered', at: START + DAY },
    ]);
    expect(run.ordered('cancel_timer').map(({ timer }) => timer)).toEqual(['escalate:call#1', 'expire:call#1']);
    expect(run.state).toMatchObject({ status: 'finished', result: 'success', timers: {} });
  });

  test('a message that is being sent is abandoned, and its late answer is ignored', () => {
    const run = new RunDriver(book).start().exit('recovered', START + 1);
    expect(run.ordered('abandon')).toEqual([{ type: 'abandon', key: 'hello#1', step: 'hello' }]);
    run.take({ type: 'step_settled', at: START + 2, key: 'hello#1', settlement: { status: 'done', outcome: 'sent' } });
    expect(run.settled).toEqual({ hello: 'cancelled:null' });
    expect(run.trace.at(-1)?.type).toBe('event_ignored');
  });

  test('an exit after a span of time is a timer of the run itself', () => {
    const run = new RunDriver(plan([wait('long', '90d')], { exits: [exitAfter('too_long', '60d')] })).start();
    run.fire('exit:too_long');
    expect(run.state).toMatchObject({ result: 'expired', exit: { id: 'too_long', as: 'expired', at: START + 60 * DAY } });
  });

  test("an exit's own word wins over the objective, which is measured all the same", () => {
    const run = new RunDriver(book).start().exit('recovered').fire('verify').answer(false);
    expect(run.entries('verified')).toMatchObject([{ objective: 'objective_1', primary: true, value: false }]);
    expect(run.state.result).toBe('success');
  });

  test('the second exit is too late', () => {
    const run = new RunDriver(book).start().exit('recovered').exit('too_long');
    expect(run.state.exit?.id).toBe('recovered');
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'the steps are over; the run is being verified' });
  });

  test('an exit that the plan does not have is ignored', () => {
    const run = new RunDriver(book).start().exit('constructor');
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'the plan has no exit constructor' });
  });
});

describe('verification', () => {
  const book = plan([email('hello')], {
    exits: [exitAfter('too_long', '60d')],
    verify: verifyAfter('30d', comparing('logins', '>=', 100), comparing('nps', '>=', 0)),
  });

  test('it comes after the last step, without the exits that had timers', () => {
    const run = new RunDriver(book).start().settle('hello');
    expect(run.state).toMatchObject({ status: 'verifying', timers: { verify: START + 30 * DAY } });
    expect(run.fire('verify').ordered('evaluate')).toMatchObject([
      {
        request: 'verify',
        at: START + 30 * DAY,
        startedAt: START,
        conditions: [{ text: 'logins >= 100' }, { text: 'nps >= 0' }],
      },
    ]);
  });

  test.each([
    [true, 'success'],
    [false, 'not_met'],
    [null, 'unknown'],
  ] as const)('the primary objective being %s makes the result %s', (value, result) => {
    const run = new RunDriver(book).start().settle('hello').fire('verify').answer(value, !value);
    expect(run.state.result).toBe(result);
    expect(run.commands.at(-1)).toEqual({ type: 'finish', result });
    expect(run.entries('verified')).toHaveLength(2);
  });

  test('an objective without an answer is unknown, never met', () => {
    const run = new RunDriver(book).start().settle('hello').fire('verify').answer();
    expect(run.state.result).toBe('unknown');
  });
});
