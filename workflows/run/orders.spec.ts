import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../test/support/plan-builder.js';
import {
  ask,
  asking,
  branch,
  DAY,
  email,
  exitAfter,
  exitOn,
  exitWhen,
  modified,
  outcomeIs,
  parallel,
  plan,
  START,
  task,
  verifyAfter,
  wait,
  waitForEvent,
} from '../../test/support/run-builder.js';
import { RunDriver } from '../../test/support/run-driver.js';
import { leavesAt } from './exits.js';
import { earliestTimer } from './next-event.js';

const recovered = exitWhen('recovered', comparing('logins', '>=', 100));
const refusals = (run: RunDriver) => run.entries('event_ignored').map(({ reason }) => reason);

describe('pause', () => {
  const book = plan([task('call'), email('after'), wait('settle', '7d'), email('end')], { exits: [recovered] });

  test('says who paused it, why, and until when at the latest', () => {
    const run = new RunDriver(book).start().order({ type: 'pause', resumeAt: null });
    expect(run.entries('run_paused')).toMatchObject([
      { by: 'manager-1', reason: 'on request', resumeAt: null, bound: START + 180 * DAY },
    ]);
  });

  test('a task may be closed meanwhile, and what follows waits for the end of the pause', () => {
    const run = new RunDriver(book).start().open('call').order({ type: 'pause', resumeAt: null });
    run.close('call', 'reached', START + DAY);
    expect(run.settled).toEqual({ call: 'done:reached' });
    expect([run.ordered('perform'), run.state.active]).toEqual([[], {}]);
    run.order({ type: 'resume' }, START + 5 * DAY);
    expect(run.ordered('perform')).toMatchObject([{ step: 'after', at: START + 5 * DAY }]);
  });

  test('an exit met meanwhile is taken first when the run goes on', () => {
    const run = new RunDriver(book).start().open('call').order({ type: 'pause', resumeAt: null });
    run.exit('recovered', START + DAY).close('call', 'reached', START + 2 * DAY);
    expect(run.state.exit).toBeNull();
    expect(run.entries('event_held')).toMatchObject([{ event: 'exit recovered' }]);
    run.order({ type: 'resume' }, START + 5 * DAY);
    expect(run.state).toMatchObject({ status: 'finished', exit: { id: 'recovered', at: START + 5 * DAY } });
    expect(run.ordered('perform')).toEqual([]);
  });

  test('timers keep their due time, and those that came due ring when the run goes on', () => {
    const run = new RunDriver(plan([wait('w', '7d'), email('end')])).start();
    run.order({ type: 'pause', resumeAt: null }, START + DAY);
    expect(earliestTimer(run.state)?.timer).toBe('pause:bound');
    run.fire('wait:w#1');
    expect(run.trace.at(-1)).toMatchObject({ type: 'event_ignored', reason: expect.stringContaining('paused') });
    run.order({ type: 'resume' }, START + 10 * DAY);
    expect(run.state.timers).toEqual({ 'wait:w#1': START + 7 * DAY });
    run.ring();
    expect(run.state.now).toBe(START + 10 * DAY);
    expect(run.ordered('perform')).toMatchObject([{ step: 'end' }]);
  });

  test('an exit whose time came meanwhile is taken before anything is sent', () => {
    const run = new RunDriver(
      plan([wait('w', '7d'), email('end')], { exits: [exitAfter('over', '9d'), exitAfter('later', '60d')] }),
    );
    run
      .start()
      .order({ type: 'pause', resumeAt: null }, START + DAY)
      .order({ type: 'resume' }, START + 20 * DAY);
    expect(run.state.exit).toEqual({ id: 'over', as: 'expired', at: START + 20 * DAY });
    expect([run.settled, run.state.timers]).toEqual([{ w: 'cancelled:null' }, {}]);
  });

  test('with when_paused: extend every timer moves by the length of the pause, and open tasks with it', () => {
    const exits = [exitAfter('over', '60d')];
    const run = new RunDriver(plan([task('call', { expires: '14d' })], { exits, whenPaused: 'extend' })).start().open('call');
    run.order({ type: 'pause', resumeAt: null }, START + DAY).order({ type: 'resume' }, START + 4 * DAY);
    expect(run.state.timers).toEqual({ 'exit:over': START + 63 * DAY, 'expire:call#1': START + 17 * DAY });
    expect(run.ordered('move_task')).toMatchObject([{ key: 'call#1', expires: START + 17 * DAY }]);
  });

  test('it ends by itself at the moment that was named', () => {
    const run = new RunDriver(book).start().order({ type: 'pause', resumeAt: START + 3 * DAY });
    expect(run.ring().state.now).toBe(START + 3 * DAY);
    expect(run.entries('run_resumed')).toMatchObject([{ by: 'sopwith' }]);
    expect(run.state.paused).toBeUndefined();
  });

  test('nobody resumes it: after half a year it is cancelled, and sends nothing stale', () => {
    const run = new RunDriver(book).start().order({ type: 'pause', resumeAt: null }).ring();
    expect(run.state).toMatchObject({ result: 'cancelled', timers: {} });
    expect(run.entries('run_cancelled')).toMatchObject([{ by: 'sopwith', reason: 'pause_ran_out' }]);
  });

  test('an event that a step waits for counts while paused; one that is an exit is held', () => {
    const waiting = plan([waitForEvent('signed', 'signed', '30d'), email('x')], { exits: [exitOn('left', 'champion_left')] });
    const run = new RunDriver(waiting).start().order({ type: 'pause', resumeAt: null });
    run.happens('signed').happens('champion_left');
    expect(run.settled).toEqual({ signed: 'done:happened' });
    expect(run.state.held).toEqual([{ exit: 'left', facts: [] }]);
  });

  test('the same exit met many times is held once', () => {
    const run = new RunDriver(book).start().order({ type: 'pause', resumeAt: null });
    for (let id = 0; id < 50; id += 1) run.exit('recovered', START, `again-${id}`);
    expect(run.state.held).toHaveLength(1);
  });

  test('a paused run does not leave by itself', () => {
    const run = new RunDriver(plan([wait('w', '9d')], { exits: [exitAfter('over', '3d')] })).start();
    expect(leavesAt(run.state)).toBe(START + 3 * DAY);
    expect(leavesAt(run.order({ type: 'pause', resumeAt: null }).state)).toBeNull();
  });

  test('lanes go on where each of them stood', () => {
    const run = new RunDriver(plan([parallel('both', { a: [task('x'), email('x2')], b: [task('y'), email('y2')] })])).start();
    run.open('x').open('y').order({ type: 'pause', resumeAt: null }).close('y', 'reached').close('x', 'reached');
    run.order({ type: 'resume' });
    expect(run.ordered('perform').map(({ step }) => step)).toEqual(['y2', 'x2']);
    run.settle('x2').settle('y2');
    expect(run.state.result).toBe('completed');
  });
});

describe('cancel', () => {
  test('takes back everything that is open or unsent, and gives no verdict', () => {
    const verify = verifyAfter('30d', comparing('logins', '>=', 100));
    const run = new RunDriver(plan([parallel('p', { a: [task('call')], b: [email('hi')], c: [ask('q')] })], { verify }));
    run.start().open('call').open('q').order({ type: 'cancel' });
    expect(run.ordered('close_task')).toMatchObject([{ key: 'call#2', reason: 'cancelled' }]);
    expect(run.ordered('close_question')).toMatchObject([{ key: 'q#4', reason: 'cancelled' }]);
    expect(run.ordered('abandon')).toMatchObject([{ key: 'hi#3' }]);
    expect(run.ordered('recall_messages')).toHaveLength(1);
    expect(run.state).toMatchObject({ status: 'finished', result: 'cancelled', active: {}, timers: {} });
    expect(run.entries('run_cancelled')).toMatchObject([{ by: 'manager-1', reason: 'on request' }]);
  });

  test('also while it is verified or paused', () => {
    const verify = verifyAfter('30d', comparing('logins', '>=', 100));
    expect(new RunDriver(plan([], { verify })).start().order({ type: 'cancel' }).state.result).toBe('cancelled');
    const paused = new RunDriver(plan([wait('w', '9d')])).start().order({ type: 'pause', resumeAt: null });
    expect(paused.order({ type: 'cancel' }).state).toMatchObject({ result: 'cancelled', timers: {} });
  });
});

describe('skip', () => {
  test('a step under way ends with the reason, and the run goes on at once', () => {
    const run = new RunDriver(plan([wait('w', '30d'), email('next')])).start();
    run.order({ type: 'skip_step', step: 'w' }, START + DAY);
    expect(run.entries('step_settled')).toMatchObject([
      { step: 'w', status: 'skipped', reason: 'on request', by: 'manager-1', at: START + DAY },
    ]);
    expect(run.state.timers).toEqual({});
    expect(run.ordered('perform')).toMatchObject([{ step: 'next' }]);
  });

  test('an open task is closed with it', () => {
    const run = new RunDriver(plan([task('call')])).start().open('call').order({ type: 'skip_step', step: 'call' });
    expect(run.ordered('close_task')).toMatchObject([{ key: 'call#1', reason: 'skipped' }]);
    expect(run.state.result).toBe('completed');
  });

  test('a step to come is left out when the run gets there', () => {
    const run = new RunDriver(plan([wait('w', '3d'), email('a'), email('b')])).start();
    run.order({ type: 'skip_step', step: 'a' });
    expect(run.entries('skip_planned')).toMatchObject([{ step: 'a', by: 'manager-1', reason: 'on request' }]);
    run.ring();
    expect(run.settled).toMatchObject({ a: 'skipped:null' });
    expect(run.ordered('perform')).toMatchObject([{ step: 'b' }]);
  });

  test.each([
    ['nowhere', 'the playbook has no step nowhere'],
    ['done', 'step done is over already'],
    ['both', 'step both is a parallel: name one of the steps inside it'],
  ])('%s is refused: %s', (step, reason) => {
    const run = new RunDriver(plan([email('done'), parallel('both', { a: [wait('w', '3d')] })])).start().settle('done');
    const before = run.state.active;
    run.order({ type: 'skip_step', step });
    expect(refusals(run)).toEqual([reason]);
    expect(run.state.active).toEqual(before);
  });
});

describe('retry by a person', () => {
  const book = plan([email('a'), wait('w', '7d'), email('b')]);
  const failed = () => new RunDriver(book).start().settle('a', { status: 'failed', reason: 'rejected' });

  test('a failed step is done again beside the run, which stays where it is', () => {
    const run = failed().order({ type: 'retry_step', step: 'a' }, START + DAY);
    expect(run.ordered('perform')).toMatchObject([{ key: 'a#1.2', step: 'a' }]);
    run.take({ type: 'step_settled', at: START + DAY, key: 'a#1.2', settlement: { status: 'done', outcome: 'sent' } });
    expect(run.state.outcomes['a']).toMatchObject({ status: 'done', outcome: 'sent' });
    expect(Object.keys(run.state.active)).toEqual(['w']);
    expect(run.ordered('perform')).toEqual([]);
  });

  test('the run does not end before the step that is tried again', () => {
    const run = failed().order({ type: 'retry_step', step: 'a' }).ring().settle('b');
    expect(run.state.status).toBe('running');
    run.take({
      type: 'step_settled',
      at: START,
      key: 'a#1.2',
      settlement: { status: 'failed', outcome: null, reason: 'rejected' },
    });
    expect(run.state.result).toBe('completed');
    expect(run.ordered('open_fallback')).toMatchObject([{ key: 'a#1.2' }]);
  });

  test('one that waits for its next try does not wait any longer', () => {
    const run = new RunDriver(plan([modified(email('a'), { retry: { times: 3, every: '1d' } })])).start();
    run.settle('a', { status: 'failed', reason: 'rejected' }).order({ type: 'retry_step', step: 'a' });
    expect(run.ordered('perform')).toMatchObject([{ key: 'a#1.2' }]);
    expect(run.state.timers).toEqual({});
  });

  test.each([
    ['b', 'step b has not come yet'],
    ['w', 'step w is under way'],
    ['nowhere', 'the playbook has no step nowhere'],
  ])('%s: %s', (step, reason) => {
    expect(refusals(failed().order({ type: 'retry_step', step }))).toEqual([reason]);
  });

  test('a step that went well is not done twice', () => {
    const run = new RunDriver(book).start().settle('a').order({ type: 'retry_step', step: 'a' });
    expect(refusals(run)).toEqual(['step a did not fail: it is done']);
  });
});

test('handed over, open tasks follow and later steps know the new owner', () => {
  const run = new RunDriver(plan([task('call'), email('after')])).start().open('call').order({ type: 'hand_over', to: 'csm-2' });
  expect(run.ordered('assign_tasks')).toMatchObject([{ to: 'csm-2' }]);
  expect(run.entries('run_handed_over')).toMatchObject([{ to: 'csm-2', by: 'manager-1' }]);
  expect(run.close('call', 'reached').ordered('perform')).toMatchObject([{ step: 'after', csm: 'csm-2' }]);
});

test.each([
  [{ type: 'resume' }, 'the run is not paused'],
  [{ type: 'pause', resumeAt: START - DAY }, 'the moment at which it is to go on is past: name a later one'],
] as const)('%j cannot be carried out: %s', (order, reason) => {
  expect(refusals(new RunDriver(plan([wait('w', '1d')])).start().order(order))).toEqual([reason]);
});

test('an order on a run that is over is refused with its end', () => {
  const run = new RunDriver(plan([])).start().order({ type: 'cancel' });
  expect(refusals(run)).toEqual(['the run is finished']);
});

test('the same order twice has one effect', () => {
  const run = new RunDriver(plan([wait('w', '1d')])).start();
  const order = { type: 'pause', at: START, id: 'o1', by: 'm', reason: 'r', resumeAt: null } as const;
  run.take(order).order({ type: 'resume' }).take(order);
  expect(run.state.paused).toBeUndefined();
  expect(refusals(run)).toEqual(['event o1 was honoured before']);
});

describe('exits by event', () => {
  const book = plan([waitForEvent('signed', 'champion_left', '30d'), email('x')], {
    exits: [exitOn('left', 'champion_left', 'lost')],
  });

  test('are taken at once, before a step that waits for the same event', () => {
    const run = new RunDriver(book).start().happens('champion_left', START + DAY);
    expect(run.state).toMatchObject({ result: 'lost', exit: { id: 'left', at: START + DAY } });
    expect(run.settled).toEqual({ signed: 'cancelled:null' });
  });
});

describe('questions of the verification', () => {
  const verify = { ...verifyAfter('30d', comparing('logins', '>=', 100)), subjective: [asking('sees_value', '14d')] };
  const due = () => new RunDriver(plan([], { verify })).start().ring();

  test('are put when the objectives are asked, and the run ends when both are in', () => {
    const run = due();
    expect(run.ordered('perform')).toMatchObject([{ step: 'verify.sees_value', verb: 'ask' }]);
    run.answer(true).open('verify.sees_value');
    expect(run.state.status).toBe('verifying');
    run.reply('verify.sees_value', 'agree', START + 32 * DAY);
    expect(run.entries('subjective_verified')).toMatchObject([
      { question: 'sees_value', answer: 'agree', good: true, by: 'decision-maker-1' },
    ]);
    expect(run.state.result).toBe('success');
  });

  test('nobody answers: unknown, not bad, and the run ends', () => {
    const run = due().answer(false).open('verify.sees_value').ring();
    expect(run.entries('subjective_verified')).toMatchObject([{ answer: null, good: null }]);
    expect(run.state).toMatchObject({ result: 'not_met', now: START + 44 * DAY });
  });

  test('one that cannot be put counts as not answered, and troubles nobody', () => {
    const run = due().answer(null).settle('verify.sees_value', { status: 'failed', reason: 'no_channel' });
    expect(run.ordered('open_fallback')).toEqual([]);
    expect(run.state.result).toBe('unknown');
  });

  test('answered before the objectives are measured: the run waits for them', () => {
    const run = due();
    const question = run.ordered('evaluate')[0]!;
    run.open('verify.sees_value').reply('verify.sees_value', 'disagree');
    expect(run.entries('subjective_verified')).toMatchObject([{ answer: 'disagree', good: false }]);
    expect(run.state.status).toBe('verifying');
    run.take({ type: 'evaluated', at: START, request: question.request, results: [{ value: true, facts: [] }] });
    expect(run.state.result).toBe('success');
  });

  test('without any objective a run that asked people is completed', () => {
    const only = { after: verify.after, objective: [], subjective: verify.subjective };
    const run = new RunDriver(plan([], { verify: only }))
      .start()
      .ring()
      .open('verify.sees_value')
      .reply('verify.sees_value', 'unsure');
    expect(run.state.result).toBe('completed');
  });
});

test('two branches are true: the first one written is taken', () => {
  const arms = [
    { when: outcomeIs('hi', 'sent'), steps: [email('one')] },
    { when: outcomeIs('hi', 'sent'), steps: [email('two')] },
  ];
  const run = new RunDriver(plan([email('hi'), branch('fork', arms)])).start().settle('hi');
  expect(run.ordered('perform').map(({ step }) => step)).toEqual(['one']);
});
