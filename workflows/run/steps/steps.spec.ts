import { describe, expect, test } from '@jest/globals';
import { being, comparing } from '../../../test/support/plan-builder.js';
import { branch, check, DAY, email, inApp, outcomeIs, plan, START, task, wait } from '../../../test/support/run-builder.js';
import { RunDriver } from '../../../test/support/run-driver.js';

describe('email and in_app', () => {
  test('a channel carries it out; its word is the outcome', () => {
    const run = new RunDriver(plan([email('hello'), inApp('tip')])).start();
    expect(run.ordered('perform')).toEqual([{ type: 'perform', key: 'hello#1', step: 'hello', verb: 'email', at: START }]);
    run.settle('hello', { detail: { recipients: 1 } }).settle('tip');
    expect(run.settled).toEqual({ hello: 'done:sent', tip: 'done:posted' });
    expect(run.entries('step_settled')[0]).toMatchObject({ by: 'sopwith', detail: { recipients: 1 } });
    expect(run.state.result).toBe('completed');
  });

  test('a message that cannot go out does not stop the run; the reason is its outcome', () => {
    const run = new RunDriver(plan([email('hello'), inApp('tip')])).start();
    run.settle('hello', { status: 'failed', reason: 'no_recipient' });
    expect(run.state.outcomes['hello']).toMatchObject({ status: 'failed', outcome: 'no_recipient', reason: 'no_recipient' });
    expect(run.state.active['tip']).toBeDefined();
  });

  test('a channel that says a message was opened is wrong, which is on record', () => {
    const run = new RunDriver(plan([email('hello')])).start().open('hello');
    expect(run.settled).toEqual({ hello: 'failed:unexpected_answer' });
  });

  test('a holdout account gets nothing: messages are skipped at once, a task when it would have been due, waits go on as usual', () => {
    const book = plan([email('hello'), inApp('tip'), task('call', { due: '2d' }), wait('pause', '7d')]);
    const run = new RunDriver(book, { arm: 'holdout' }).start();
    expect(run.settled).toEqual({ hello: 'skipped:null', tip: 'skipped:null' });
    expect(run.state.timers).toEqual({ 'shadow:call#3': START + 2 * DAY });
    run.fire('shadow:call#3');
    expect(run.ordered('perform')).toEqual([]);
    expect(run.settled).toEqual({ hello: 'skipped:null', tip: 'skipped:null', call: 'skipped:null' });
    expect(run.entries('step_settled').every(({ reason }) => reason === 'holdout')).toBe(true);
    expect(run.state.timers).toEqual({ 'wait:pause#4': START + 9 * DAY });
  });
});

describe('task', () => {
  const book = plan([task('call', { due: '2bd', escalate: '3bd', expires: '14d' }), email('after')]);

  test('once open it has a due time in working days, an escalation and an upper bound', () => {
    const friday = Date.parse('2026-01-09T08:00:00Z');
    const run = new RunDriver(book, { startedAt: friday }).start().open('call');
    expect(run.entries('task_opened')).toMatchObject([{ due: friday + 4 * DAY, expires: friday + 14 * DAY }]);
    expect(run.state.timers).toEqual({ 'escalate:call#1': friday + 5 * DAY, 'expire:call#1': friday + 14 * DAY });
  });

  test('a person closes it: timers stop, the word is the outcome, the person is on record', () => {
    const run = new RunDriver(book)
      .start()
      .open('call')
      .close('call', 'reached', START + DAY);
    expect(run.state.outcomes['call']).toEqual({ status: 'done', outcome: 'reached', by: 'csm-1', at: START + DAY });
    expect(run.state.timers).toEqual({});
    expect(run.state.active['after']).toBeDefined();
  });

  test('overdue it is handed to somebody else as well, and stays open', () => {
    const run = new RunDriver(book).start().open('call').fire('escalate:call#1');
    expect(run.ordered('escalate_task')).toMatchObject([{ key: 'call#1', to: 'account.manager', at: START + 3 * DAY }]);
    expect(run.state.active['call']?.open).toBe(true);
  });

  test('nobody closes it: it expires, is closed with that reason, and the run goes on', () => {
    const run = new RunDriver(book).start().open('call').fire('escalate:call#1').fire('expire:call#1');
    expect(run.ordered('close_task')).toMatchObject([{ key: 'call#1', reason: 'expired', at: START + 14 * DAY }]);
    expect(run.settled).toEqual({ call: 'expired:expired' });
    expect(run.state.active['after']).toBeDefined();
  });

  test('closed before the news that it is open: the close counts, the news is ignored', () => {
    const run = new RunDriver(book).start().close('call', 'reached');
    run.take({ type: 'step_settled', at: START, key: 'call#1', settlement: { status: 'opened', outcome: null } });
    expect(run.settled).toEqual({ call: 'done:reached' });
    expect(run.state.timers).toEqual({});
    expect(run.trace.at(-1)?.type).toBe('event_ignored');
  });

  test('opened twice is opened once', () => {
    const run = new RunDriver(book)
      .start()
      .open('call')
      .open('call', START + DAY);
    expect(run.entries('task_opened')).toHaveLength(1);
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'the task is already open' });
  });

  test('one that cannot be opened fails, and the run goes on', () => {
    const run = new RunDriver(book).start().settle('call', { status: 'failed', reason: 'no_csm' });
    expect(run.settled).toEqual({ call: 'failed:no_csm' });
    expect(run.state.active['after']).toBeDefined();
  });
});

describe('check', () => {
  const expectation = comparing('logins', '>=', 100);

  test.each([
    [true, 'met'],
    [false, 'not_met'],
    [null, 'unknown'],
  ] as const)('asked once, %s is %s', (value, word) => {
    const run = new RunDriver(plan([check('usage', expectation)])).start();
    expect(run.ordered('evaluate')).toMatchObject([{ request: 'usage#1?2', at: START, conditions: [expectation] }]);
    run.answer(value);
    expect(run.settled).toEqual({ usage: `done:${word}` });
    expect(run.entries('asked')).toMatchObject([{ condition: 'logins >= 100', value }]);
  });

  const repeated = plan([check('usage', expectation, { every: '7d', upTo: '21d' })]);

  test('asked again at its pace until met', () => {
    const run = new RunDriver(repeated).start().answer(false);
    expect(run.state.timers).toEqual({ 'ask:usage#1': START + 7 * DAY });
    run.fire('ask:usage#1').answer(null).fire('ask:usage#1').answer(true);
    expect(run.state).toMatchObject({ now: START + 14 * DAY, result: 'completed' });
    expect(run.entries('asked').map(({ value }) => value)).toEqual([false, null, true]);
    expect(run.settled).toEqual({ usage: 'done:met' });
  });

  test('never met, the last answer inside the bound is the outcome', () => {
    const run = new RunDriver(repeated).start().answer(false);
    for (let times = 0; times < 3; times += 1) run.fire('ask:usage#1').answer(times < 2 ? false : null);
    expect(run.state.now).toBe(START + 21 * DAY);
    expect(run.settled).toEqual({ usage: 'done:unknown' });
  });

  test('an answer to an earlier question is ignored', () => {
    const run = new RunDriver(repeated).start().answer(false).fire('ask:usage#1');
    run.take({ type: 'evaluated', at: START, request: 'usage#1?2', results: [{ value: true, facts: [] }] });
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: 'nobody waits for this answer' });
    expect(run.state.active['usage']).toBeDefined();
  });

  test('a pace of zero asks once, not for ever', () => {
    const run = new RunDriver(plan([check('usage', expectation, { every: '0d', upTo: '21d' })])).start().answer(false);
    expect(run.settled).toEqual({ usage: 'done:not_met' });
  });
});

describe('branch', () => {
  const byOutcome = plan([
    task('call'),
    branch(
      'fork',
      [
        { when: outcomeIs('call', 'reached'), steps: [email('plan')] },
        { when: outcomeIs('call', 'no_answer'), steps: [] },
      ],
      [email('recap')],
    ),
    wait('pause', '7d'),
  ]);

  test('arms that read only outcomes are decided in the same instant, without asking', () => {
    const run = new RunDriver(byOutcome).start().open('call').close('call', 'reached');
    expect(run.ordered('evaluate')).toEqual([]);
    expect(run.entries('branch_taken')).toMatchObject([{ arm: 0, because: 'call.outcome is "reached" is true' }]);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['plan']);
    expect(run.settle('plan').state.active['pause']).toBeDefined();
  });

  test('an arm without steps goes on behind the branch', () => {
    const run = new RunDriver(byOutcome).start().open('call').close('call', 'no_answer');
    expect(run.entries('branch_taken')).toMatchObject([{ arm: 1 }]);
    expect(run.state.active['pause']).toBeDefined();
  });

  test('nothing true takes otherwise, and the record says what was false', () => {
    const run = new RunDriver(byOutcome).start().open('call').fire('expire:call#1');
    expect(run.entries('branch_taken')[0]).toMatchObject({
      arm: 'otherwise',
      because: 'call.outcome is "reached" is false; call.outcome is "no_answer" is false',
    });
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['recap']);
  });

  test('an outcome that does not exist is unknown and takes otherwise', () => {
    const run = new RunDriver(byOutcome, { arm: 'holdout' }).start();
    run.fire(Object.keys(run.state.timers).find((timer) => timer.startsWith('shadow:')) ?? 'no shadow timer');
    expect(run.entries('branch_taken')[0]).toMatchObject({ arm: 'otherwise', because: expect.stringContaining('is unknown') });
    expect(run.settled).toMatchObject({ recap: 'skipped:null' });
  });

  const live = plan([
    branch(
      'fork',
      [
        { when: comparing('logins', '<', 10), steps: [email('few')] },
        { when: being('account.segment', 'smb'), steps: [email('small')] },
      ],
      [email('rest')],
    ),
  ]);

  test('live data is asked for all arms at once; the first true one wins', () => {
    const run = new RunDriver(live).start();
    expect(run.ordered('evaluate')[0]?.conditions).toHaveLength(2);
    run.answer(true, true);
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['few']);
    expect(run.entries('asked')).toHaveLength(1);
  });

  test('unknown is not true: the next arm is looked at, then otherwise, with the reason', () => {
    const run = new RunDriver(live).start().answer(null, false);
    expect(run.entries('branch_taken')[0]).toMatchObject({
      arm: 'otherwise',
      because: 'logins < 10 is unknown; account.segment is "smb" is false',
    });
    expect(new RunDriver(live).start().answer(null, true).ordered('perform')[0]?.step).toBe('small');
  });
});
