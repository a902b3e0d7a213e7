import { describe, expect, test } from '@jest/globals';
import { RunDriver } from '../support/run-driver.js';
import { being, comparing } from '../support/plan-builder.js';
import { email, exitOn, exitWhen, inApp, parallel, plan, task, verifyAfter, wait, waitForEvent } from '../support/run-builder.js';
import { closes, day, dayOf, happens, leaves, lines, live, orders, settledOf } from './world.js';

const recovered = exitWhen('recovered', comparing('logins', '>=', 100));

describe('case 1: the goal is met on day 1 of a 30-day wait', () => {
  const rescue = plan([
    parallel('meanwhile', { person: [task('call', { expires: '60d' })], message: [wait('pause', '30d'), email('late')] }),
    email('last'),
  ]);
  const book = { ...rescue, exits: [recovered] };

  test('the run ends on day 1, not at the end of the wait', () => {
    const run = live(book, [leaves(1, 'recovered')]);
    expect(run.state.result).toBe('success');
    expect(dayOf(lines(run, 'run_finished')[0]?.at)).toBe(1);
  });

  test('what becomes true by itself is seen at the next look, at most a day later', () => {
    const run = live(book, [], { facts: { logins: [[0, 5], [1.5, 120]] } }); // prettier-ignore
    expect(dayOf(lines(run, 'exit_taken')[0]?.at)).toBe(2);
    expect(lines(run, 'exit_taken')[0]?.facts).toMatchObject([{ name: 'logins', value: 120 }]);
  });

  test('the open task is closed with the exit as its reason, every timer is cancelled, and nothing later is ever sent', () => {
    const run = new RunDriver(book).start().open('call').exit('recovered', day(1));
    expect(run.ordered('close_task')).toMatchObject([{ step: 'call', reason: 'exit:recovered', at: day(1) }]);
    expect(run.state).toMatchObject({ status: 'finished', timers: {}, active: {} });
    expect(run.settled).toEqual({ call: 'cancelled:null', pause: 'cancelled:null', meanwhile: 'cancelled:null' });
    // What is on its way to it all the same comes to nothing.
    run.fire('wait:pause#3').happens('anything', day(31));
    run.take({ type: 'task_closed', at: day(31), id: 'late', key: 'call#2', outcome: 'reached', by: 'csm-1' });
    expect(run.commands.filter(({ type }) => type !== 'record')).toEqual([]);
    expect(run.entries('step_started').map(({ step }) => step)).toEqual(['meanwhile', 'call', 'pause']);
  });

  test('the outcome is verified all the same, counted from the exit and not from the plan', () => {
    const run = live({ ...book, verify: verifyAfter('14d', comparing('logins', '>=', 100)) }, [leaves(1, 'recovered')], {
      facts: { logins: [[0, 120]] },
    });
    expect(lines(run, 'verified')).toMatchObject([{ at: day(15), value: true }]);
  });
});

describe('case 2: something happens while the run is paused', () => {
  const pausedFrom2To10 = [orders(2, { type: 'pause', resumeAt: null }), orders(10, { type: 'resume' })];
  const waiting = plan([waitForEvent('booked', 'call_booked', '30d'), email('thanks')]);

  test('an event that a step waits for is heard at once; what follows it starts when the run goes on', () => {
    const run = live(waiting, [...pausedFrom2To10, happens(5, 'call_booked')]);
    expect(settledOf(run)).toEqual({ booked: [5, 'happened'], thanks: [10, 'sent'] });
  });

  test('a task that is closed meanwhile is closed, on the day it was closed', () => {
    const run = live(plan([task('call'), email('thanks')]), [...pausedFrom2To10, closes(4, 'call')]);
    expect(settledOf(run)).toEqual({ call: [4, 'reached'], thanks: [10, 'sent'] });
  });

  test('an exit that is met meanwhile is held, and taken before anything else when the run goes on', () => {
    const book = plan([wait('pause', '3d'), email('late')], { exits: [exitOn('renewed', 'contract_renewed')] });
    const run = live(book, [...pausedFrom2To10, happens(5, 'contract_renewed')]);
    expect(lines(run, 'event_held')).toMatchObject([{ at: day(5), event: 'exit renewed' }]);
    expect(lines(run, 'exit_taken')).toMatchObject([{ at: day(10), exit: 'renewed' }]);
    expect(settledOf(run)).toEqual({ pause: [10, 'cancelled'] });
  });

  test.each([
    ['keep', '3d', 10],
    ['keep', '20d', 20],
    ['extend', '3d', 11],
    ['extend', '20d', 28],
  ] as const)('when_paused: %s, a wait of %s that was paused for 8 days ends on day %i', (whenPaused, length, ends) => {
    const run = live(plan([wait('pause', length), inApp('note')], { whenPaused }), pausedFrom2To10);
    expect(settledOf(run)['pause']).toEqual([ends, 'done']);
  });

  test('extended, an open task stays open for as long as its assignee could not count on it', () => {
    const run = new RunDriver(plan([task('call', { expires: '14d' })], { whenPaused: 'extend' })).start().open('call');
    run.order({ type: 'pause', resumeAt: null }, day(2)).order({ type: 'resume' }, day(10));
    expect(run.ordered('move_task')).toMatchObject([{ step: 'call', expires: day(22) }]);
  });
});

describe('case 13: a customer churns while a run is under way', () => {
  test('the event ends the run at once: nothing more is sent to somebody who left', () => {
    const book = plan([wait('pause', '30d'), email('late')], { exits: [exitOn('churned', 'account_churned', 'lost')] });
    const run = live(book, [happens(3.25, 'account_churned')]);
    expect(run.state).toMatchObject({ result: 'lost', exit: { id: 'churned', at: day(3.25) } });
    expect(Object.keys(settledOf(run))).toEqual(['pause']);
  });

  test('so does its status, wherever it was set', () => {
    const churned = exitWhen('churned', being('account.status', 'churned'), 'lost');
    const book = plan([wait('pause', '30d'), email('late')], { exits: [churned] });
    const run = live(book, [{ at: day(3.25), type: 'change' }], {
      facts: { 'account.status': [[0, 'active'], [3.25, 'churned']] }, // prettier-ignore
    });
    expect(run.state).toMatchObject({ result: 'lost', exit: { at: day(3.25) } });
  });
});

describe('case 16: the same signal again', () => {
  test('an event that is told twice, or again under its own id, has one effect and leaves one line about the second', () => {
    const run = new RunDriver(plan([waitForEvent('first', 'login', '9d'), waitForEvent('second', 'login', '9d')])).start();
    run.happens('login', day(1), 'login-1').happens('login', day(1), 'login-1').happens('login', day(2), 'login-1');
    expect(run.settled).toEqual({ first: 'done:happened' });
    expect(run.entries('event_ignored').map(({ reason }) => reason)).toEqual(Array(2).fill('event login-1 was honoured before'));
    run.happens('login', day(2), 'login-2');
    expect(run.settled).toEqual({ first: 'done:happened', second: 'done:happened' });
  });
});
