import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../../test/support/plan-builder.js';
import { ask, DAY, email, plan, START, waitForCondition, waitForEvent, waitUntil } from '../../../test/support/run-builder.js';
import { RunDriver } from '../../../test/support/run-driver.js';

const HOUR = 3_600_000;

describe('wait_for an event', () => {
  const book = plan([waitForEvent('signed', 'contract_signed', '30d'), email('thanks')]);

  test('ends when the event happens', () => {
    const run = new RunDriver(book).start();
    expect(run.state.timers).toEqual({ 'bound:signed#1': START + 30 * DAY });
    run.happens('contract_signed', START + 3 * DAY);
    expect(run.settled).toEqual({ signed: 'done:happened' });
    expect(run.state.timers).toEqual({});
    expect(run.ordered('perform')).toMatchObject([{ step: 'thanks', at: START + 3 * DAY }]);
  });

  test('runs out with a word of its own', () => {
    const run = new RunDriver(book).start().fire('bound:signed#1');
    expect(run.settled).toEqual({ signed: 'expired:ran_out' });
    expect(run.ordered('perform')).toMatchObject([{ step: 'thanks' }]);
  });

  test('another event is none of its business, and says so', () => {
    const run = new RunDriver(book).start().happens('logged_in');
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'nothing waits for logged_in' });
    expect(run.state.active['signed']).toBeDefined();
  });

  test('one that happened before the step began does not count', () => {
    const run = new RunDriver(plan([email('first'), waitForEvent('signed', 'contract_signed', '30d')])).start();
    run.happens('contract_signed').settle('first');
    expect(run.state.active['signed']).toBeDefined();
  });
});

describe('wait_for a condition', () => {
  const book = plan([waitForCondition('back', comparing('logins', '>=', 100), '30d'), email('thanks')]);

  test('is asked at once: what is true already is not waited for', () => {
    const run = new RunDriver(book).start().answer(true);
    expect(run.settled).toEqual({ back: 'done:happened' });
    expect(run.state.now).toBe(START);
  });

  test.each([false, null])('%s so far: it waits until it is told, and keeps the facts', (value) => {
    const run = new RunDriver(book).start().answer(value);
    expect(run.state.active['back']).toEqual({ key: 'back#1', startedAt: START });
    const facts = [{ name: 'logins', type: 'number' as const, value: 120, asOf: START }];
    run.take({ type: 'condition_met', at: START + 2 * DAY, id: 'm1', key: 'back#1', facts });
    expect(run.entries('condition_met')).toMatchObject([{ step: 'back', condition: 'logins >= 100', facts }]);
    expect(run.settled).toEqual({ back: 'done:happened' });
  });

  test('being told about an earlier wait changes nothing', () => {
    const run = new RunDriver(book).start().answer(false);
    run.take({ type: 'condition_met', at: START, id: 'm1', key: 'back#0', facts: [] });
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'nothing waits for this condition' });
  });

  test('unknown for ever ends with the bound', () => {
    const run = new RunDriver(book).start().answer(null).fire('bound:back#1');
    expect(run.settled).toEqual({ back: 'expired:ran_out' });
  });
});

describe('wait until', () => {
  const before = { kind: 'date', offset: { amount: 30, unit: 'd' }, direction: 'before', anchor: 'contract.end' } as const;
  const book = plan([waitUntil('month_before', before, '90d'), email('renew')]);
  const answered = (run: RunDriver, end: number | null): RunDriver => {
    const [question] = run.ordered('evaluate');
    if (!question) throw new Error('nothing was asked');
    const facts = end === null ? [] : [{ name: 'contract.end', type: 'date' as const, value: end, asOf: START }];
    const { at, request } = question;
    return run.take({ type: 'evaluated', at, request, results: [{ value: end !== null, facts }] });
  };

  test('a date is asked for when the step begins', () => {
    const run = answered(new RunDriver(book).start(), START + 50 * DAY);
    expect(run.state.timers).toEqual({ 'wait:month_before#1': START + 20 * DAY });
    expect(run.fire('wait:month_before#1').ordered('perform')).toMatchObject([{ step: 'renew', at: START + 20 * DAY }]);
  });

  test('a date that is past is not waited for', () => {
    const run = answered(new RunDriver(book).start(), START + 10 * DAY);
    expect(run.settled).toEqual({ month_before: 'done:null' });
    expect(run.state.now).toBe(START);
  });

  test('never longer than its bound', () => {
    const run = answered(new RunDriver(book).start(), START + 365 * DAY);
    expect(run.state.timers).toEqual({ 'wait:month_before#1': START + 90 * DAY });
  });

  test('a date nobody knows is waited for as long as the bound, never skipped', () => {
    const run = answered(new RunDriver(book).start(), null);
    expect(run.state.timers).toEqual({ 'wait:month_before#1': START + 90 * DAY });
    expect(run.entries('asked')).toMatchObject([{ step: 'month_before', value: false }]);
  });

  test.each([
    ['later the same day', 1, 9, START + HOUR],
    ['a time of day that is past is next week', 1, 7, START + 7 * DAY - HOUR],
    ['the next such day', 4, 8, START + 3 * DAY],
  ])('a weekday: %s', (_title, weekday, hour, due) => {
    const until = { kind: 'weekday', weekday, at: { hour, minute: 0 } } as const;
    const run = new RunDriver(plan([waitUntil('monday', until, '14d')])).start();
    expect(run.state.timers).toEqual({ 'wait:monday#1': due });
  });
});

describe('ask', () => {
  const book = plan([ask('renew', '14d', ['yes_please', 'not_now']), email('after')]);

  test('once put it waits for an answer, and the answer is the outcome', () => {
    const run = new RunDriver(book).start().open('renew');
    expect(run.entries('question_opened')).toMatchObject([{ step: 'renew', expires: START + 14 * DAY }]);
    run.reply('renew', 'yes_please', START + DAY);
    expect(run.state.outcomes['renew']).toEqual({
      ...{ status: 'done', outcome: 'yes_please', by: 'decision-maker-1', at: START + DAY },
    });
    expect(run.state.timers).toEqual({});
  });

  test('a word that was not offered is no answer', () => {
    const run = new RunDriver(book).start().open('renew').reply('renew', 'maybe');
    expect(run.trace.at(-1)).toMatchObject({
      type: 'event_ignored',
      reason: '"maybe" is none of the answers: yes_please, not_now',
    });
    expect(run.state.active['renew']?.open).toBe(true);
  });

  test('nobody answers: the question is taken back, and the run goes on', () => {
    const run = new RunDriver(book).start().open('renew').fire('expire:renew#1');
    expect(run.ordered('close_question')).toMatchObject([{ key: 'renew#1', reason: 'expired' }]);
    expect(run.settled).toEqual({ renew: 'expired:no_answer' });
    expect(run.state.active['after']).toBeDefined();
  });

  test('answered before the news that it is put: the answer counts, the news is ignored', () => {
    const run = new RunDriver(book).start().reply('renew', 'not_now');
    run.take({ type: 'step_settled', at: START, key: 'renew#1', settlement: { status: 'opened', outcome: null } });
    expect(run.settled).toEqual({ renew: 'done:not_now' });
    expect(run.trace.at(-1)?.type).toBe('event_ignored');
  });

  test('a control account is asked nothing, on the same clock', () => {
    const run = new RunDriver(book, { arm: 'holdout' }).start();
    expect([run.ordered('perform'), run.state.timers]).toEqual([[], { 'shadow:renew#1': START + 14 * DAY }]);
    run.fire('shadow:renew#1');
    expect(run.entries('step_settled')).toMatchObject([
      { step: 'renew', status: 'skipped', reason: 'holdout' },
      { step: 'after', status: 'skipped' },
    ]);
  });
});
