import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../../test/support/plan-builder.js';
import {
  branch,
  chat,
  DAY,
  email,
  exitAfter,
  inApp,
  modified,
  outcomeIs,
  parallel,
  plan,
  setAttribute,
  START,
  task,
  verifyAfter,
  wait,
  webhook,
} from '../../../test/support/run-builder.js';
import { RunDriver } from '../../../test/support/run-driver.js';

describe('parallel', () => {
  const book = plan([parallel('both', { users: [inApp('tip')], owner: [task('call'), email('note')] }), email('after')]);

  test('its lanes begin at the same instant, in the order they are written', () => {
    const run = new RunDriver(book).start();
    expect(run.ordered('perform').map(({ step, at }) => [step, at])).toEqual([
      ['tip', START],
      ['call', START],
    ]);
    expect(run.state.active['both']?.lanes).toEqual(['users', 'owner']);
  });

  test('what follows waits for every lane', () => {
    const run = new RunDriver(book).start().open('call').settle('tip');
    expect(run.state.active['both']?.lanes).toEqual(['owner']);
    run.close('call', 'reached', START + DAY).settle('note');
    expect(run.settled).toMatchObject({ both: 'done:null' });
    expect(run.state.active['after']).toBeDefined();
  });

  test('lanes inside lanes, and a branch inside a lane, come together again', () => {
    const fork = branch('fork', [{ when: outcomeIs('hello', 'sent'), steps: [wait('short', '1d')] }], [wait('long', '9d')]);
    const inner = parallel('inner', { x: [email('x')], y: [wait('y', '2d')] });
    const run = new RunDriver(plan([parallel('outer', { a: [email('hello'), fork], b: [inner, email('z')] }), email('end')]));
    run.start().settle('hello').settle('x');
    expect(run.state.timers).toEqual({ 'wait:y#5': START + 2 * DAY, 'wait:short#7': START + DAY });
    run.ring().ring().settle('z');
    expect(run.settled).toMatchObject({ fork: 'done:null', short: 'done:null', inner: 'done:null', outer: 'done:null' });
    expect(Object.keys(run.state.active)).toEqual(['end']);
  });

  test('an exit ends all lanes', () => {
    const run = new RunDriver({ ...book, exits: [exitAfter('over', '3d')] }).start().open('call').fire('exit:over');
    expect(run.settled).toEqual({ both: 'cancelled:null', tip: 'cancelled:null', call: 'cancelled:null' });
    expect(run.ordered('close_task')).toMatchObject([{ key: 'call#3', reason: 'exit:over' }]);
    expect(run.ordered('abandon')).toMatchObject([{ key: 'tip#2' }]);
  });

  test('without any step in any lane it is over at once', () => {
    const run = new RunDriver(plan([parallel('none', { a: [], b: [] }), email('after')])).start();
    expect(run.settled).toEqual({ none: 'done:null' });
    expect(run.state.active['after']).toBeDefined();
  });
});

describe('when', () => {
  test('reads outcomes on the spot; a step it leaves out says so', () => {
    const second = modified(email('second'), { when: outcomeIs('call', 'reached') });
    const run = new RunDriver(plan([task('call'), second, email('after')])).start().open('call').close('call', 'no_answer');
    expect(run.ordered('evaluate')).toEqual([]);
    expect(run.entries('step_settled').at(-1)).toMatchObject({ step: 'second', status: 'skipped', reason: 'when_false' });
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['after']);
  });

  const live = plan([modified(task('call'), { when: comparing('logins', '<', 10) }), email('after')]);

  test('live data is asked first, and the step begins with the answer', () => {
    const run = new RunDriver(live).start();
    expect([run.ordered('perform'), run.entries('step_started')]).toEqual([[], []]);
    run.answer(true);
    expect(run.ordered('perform')).toMatchObject([{ key: 'call#1', verb: 'task' }]);
    expect(run.entries('step_started')).toMatchObject([{ step: 'call', due: START + 2 * DAY }]);
  });

  test('unknown is not true, and has a reason of its own', () => {
    const run = new RunDriver(live).start().answer(null);
    expect(run.entries('step_settled')).toMatchObject([{ step: 'call', status: 'skipped', reason: 'when_unknown' }]);
  });

  test('a whole parallel is left out with it', () => {
    const both = modified(parallel('both', { a: [email('x')], b: [email('y')] }), { when: comparing('logins', '<', 10) });
    const run = new RunDriver(plan([both, email('after')])).start().answer(false);
    expect(run.settled).toEqual({ both: 'skipped:null' });
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['after']);
  });
});

describe('a step that fails', () => {
  const failing = (ifItFails?: 'task' | 'continue' | 'stop') =>
    new RunDriver(
      plan([modified(email('a'), ifItFails ? { ifItFails } : {}), email('b')], {
        verify: verifyAfter('30d', comparing('logins', '>', 1)),
      }),
    )
      .start()
      .settle('a', { status: 'failed', reason: 'rejected' });

  test('opens a task for the CSM unless its playbook says otherwise, and the run goes on', () => {
    const run = failing();
    expect(run.ordered('open_fallback')).toMatchObject([{ key: 'a#1', step: 'a', reason: 'rejected' }]);
    expect(run.entries('fallback_opened')).toMatchObject([{ step: 'a', key: 'a#1', reason: 'rejected' }]);
    expect(run.state.outcomes['a']).toMatchObject({ status: 'failed', outcome: 'rejected', reason: 'rejected' });
    expect(run.state.active['b']).toBeDefined();
  });

  test('continue: the run goes on without a task', () => {
    const run = failing('continue');
    expect(run.ordered('open_fallback')).toEqual([]);
    expect(run.state.active['b']).toBeDefined();
  });

  test('stop: the run ends as failed at once, without a verdict', () => {
    const run = failing('stop');
    expect(run.state).toMatchObject({ status: 'finished', result: 'failed', active: {}, timers: {} });
    expect(run.ordered('open_fallback')).toEqual([]);
  });

  test('stop in one lane ends the others', () => {
    const lanes = { one: [modified(email('a'), { ifItFails: 'stop' })], two: [task('call')] };
    const run = new RunDriver(plan([parallel('both', lanes), email('after')])).start().open('call');
    run.settle('a', { status: 'failed', reason: 'rejected' });
    expect(run.settled).toMatchObject({ a: 'failed:rejected', call: 'cancelled:null', both: 'cancelled:null' });
    expect(run.ordered('close_task')).toMatchObject([{ reason: 'failed:a' }]);
    expect(run.state.result).toBe('failed');
  });

  test('one that was left out on purpose did not fail', () => {
    const run = new RunDriver(plan([email('a'), email('b')])).start().settle('a', { status: 'skipped', reason: 'nobody' });
    expect(run.ordered('open_fallback')).toEqual([]);
    expect(run.settled).toEqual({ a: 'skipped:nobody' });
  });

  test('under engine version 1 nothing but the next step follows', () => {
    const run = new RunDriver(plan([email('a'), email('b')]), { engineVersion: 1 }).start();
    run.settle('a', { status: 'failed', reason: 'rejected' });
    expect([run.ordered('open_fallback'), run.entries('fallback_opened')]).toEqual([[], []]);
    expect(run.state.active['b']).toBeDefined();
  });
});

describe('retry', () => {
  const book = plan([modified(webhook('a'), { retry: { times: 2, every: '1h' } }), email('b')]);
  const refused = { status: 'failed', reason: 'http_500' } as const;
  const at = (run: RunDriver, key: string, settlement: { status: 'failed' | 'done'; reason?: string }) =>
    run.take({ type: 'step_settled', at: run.state.now, key, settlement: { outcome: null, ...settlement } });

  test('a message that may have arrived is not sent again by itself: a person looks after it', () => {
    const mail = plan([modified(email('a'), { retry: { times: 2, every: '1h' } }), email('b')]);
    const run = new RunDriver(mail).start().settle('a', { status: 'failed', outcome: 'unknown', reason: 'unknown' });
    expect(run.settled).toEqual({ a: 'failed:unknown' });
    expect(run.ordered('open_fallback')).toMatchObject([{ step: 'a', reason: 'unknown' }]);
    expect(run.ordered('perform')).toMatchObject([{ step: 'b' }]);
  });

  test('tried again as often as is written, each time under a key of its own', () => {
    const run = at(new RunDriver(book).start(), 'a#1', refused);
    expect(run.state.timers).toEqual({ 'retry:a#1': START + 3_600_000 });
    expect(run.entries('step_retried')).toMatchObject([{ key: 'a#1', attempt: 2, by: 'sopwith', reason: 'http_500' }]);
    expect(run.fire('retry:a#1').ordered('perform')).toMatchObject([{ key: 'a#1.2' }]);
    at(run, 'a#1.2', refused).fire('retry:a#1');
    expect(run.ordered('perform')).toMatchObject([{ key: 'a#1.3' }]);
    at(run, 'a#1.3', refused);
    expect(run.entries('step_settled')).toMatchObject([
      { step: 'a', key: 'a#1', status: 'failed', outcome: 'failed', reason: 'http_500' },
    ]);
    expect(run.ordered('open_fallback')).toMatchObject([{ key: 'a#1.3' }]);
  });

  test('success on a later try is success, on the one record of the step', () => {
    const run = at(new RunDriver(book).start(), 'a#1', refused).fire('retry:a#1');
    at(run, 'a#1.2', { status: 'done' });
    expect(run.entries('step_settled')).toMatchObject([{ key: 'a#1', status: 'done', outcome: 'delivered' }]);
    expect(run.entries('step_started').filter(({ step }) => step === 'a')).toHaveLength(1);
  });

  test('a late answer to an earlier try is ignored', () => {
    const run = at(new RunDriver(book).start(), 'a#1', refused);
    at(run, 'a#1', { status: 'done' });
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'no such step is being carried out' });
    run.fire('retry:a#1');
    at(run, 'a#1', { status: 'done' });
    expect(run.state.active['a']).toBeDefined();
  });

  test('an exit while it waits for the next try takes nothing back that is not there', () => {
    const run = at(new RunDriver({ ...book, exits: [exitAfter('over', '1d')] }).start(), 'a#1', refused).fire('exit:over');
    expect(run.ordered('abandon')).toEqual([]);
    expect(run.settled).toEqual({ a: 'cancelled:null' });
  });
});

test.each([
  [webhook('x'), 'delivered'],
  [chat('x'), 'posted'],
  [setAttribute('x'), 'set'],
])('what a channel did has a word: %j', (step, word) => {
  expect(new RunDriver(plan([step, wait('w', '1d')])).start().settle('x').settled).toEqual({ x: `done:${word}` });
});
