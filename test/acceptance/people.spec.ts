import { describe, expect, test } from '@jest/globals';
import { decideEnrollment } from '../../workflows/enroll/decide-enrollment.js';
import { accountContext } from '../../workflows/evaluate/account-context.js';
import { punctuality } from '../../workflows/verify/on-time.js';
import { runVerdict } from '../../workflows/verify/run-verdict.js';
import { accountData } from '../support/account-data-builder.js';
import { comparing, planOf } from '../support/plan-builder.js';
import { RunDriver } from '../support/run-driver.js';
import { ask, check, email, parallel, plan, START, task, verifyAfter, wait } from '../support/run-builder.js';
import { closes, day, lines, live, orders, settledOf } from './world.js';

const busy = plan([
  parallel('all', {
    person: [task('call'), email('after')],
    question: [ask('value')],
    message: [wait('pause', '9d'), email('late')],
  }),
]);

describe('case 9: a playbook is retired', () => {
  const running = () => new RunDriver(busy).start().open('call').open('value');

  test('it takes nobody in from then on, and the record says why', () => {
    const data = accountData();
    const history = { running: null, lastEndedAt: null, everEnrolled: false, retired: 'retired by manager-1: replaced' };
    const question = {
      plan: planOf(),
      account: data.id,
      context: accountContext(data, { asOf: START }),
      usedInPeriod: 0,
      at: START,
    };
    expect(decideEnrollment({ ...question, history })).toMatchObject({
      reason: 'playbook_retired',
      detail: 'retired by manager-1: replaced',
    });
  });

  test('drain: runs under way go on to their end, as they were promised', () => {
    expect(settledOf(live(busy, [closes(2, 'call')]))).toMatchObject({
      call: [2, 'reached'],
      after: [2, 'sent'],
      late: [9, 'sent'],
    });
  });

  test('stop: whatever a run is doing, nothing is left open, waiting or unsent', () => {
    const run = running().order({ type: 'cancel' }, day(1));
    expect(run.state).toMatchObject({ status: 'finished', result: 'cancelled', active: {}, timers: {} });
    expect(run.ordered('close_task')).toMatchObject([{ step: 'call', reason: 'cancelled' }]);
    expect(run.ordered('close_question')).toMatchObject([{ step: 'value', reason: 'cancelled' }]);
    expect(run.ordered('recall_messages')).toMatchObject([{ reason: 'cancelled' }]);
    expect(run.entries('run_cancelled')).toMatchObject([{ by: 'manager-1', reason: 'on request' }]);
  });

  test('freeze: nothing new starts until it is reopened, and then it goes on where it stood', () => {
    const frozen = live(busy, [orders(1, { type: 'pause', resumeAt: null }), closes(2, 'call'), orders(20, { type: 'resume' })]);
    expect(settledOf(frozen)).toMatchObject({
      call: [2, 'reached'],
      after: [20, 'sent'],
      pause: [20, 'done'],
      late: [20, 'sent'],
    });
  });

  test('frozen for ever it ends by itself, and leaves no task behind', () => {
    const run = running().order({ type: 'pause', resumeAt: null }, day(1)).ring();
    expect(run.entries('run_cancelled')).toMatchObject([{ at: day(181), by: 'sopwith', reason: 'pause_ran_out' }]);
    expect(run.ordered('close_task')).toMatchObject([{ step: 'call' }]);
  });
});

describe('case 10: a CSM leaves', () => {
  test('the open tasks of a run go to whoever takes over, and so does what comes later', () => {
    const run = new RunDriver(busy).start().open('call');
    run.order({ type: 'hand_over', to: 'csm-2' }, day(3));
    expect(run.ordered('assign_tasks')).toEqual([{ type: 'assign_tasks', to: 'csm-2', at: day(3) }]);
    run.close('call', 'reached', day(4));
    expect(run.ordered('perform')).toMatchObject([{ step: 'after', csm: 'csm-2' }]);
  });

  test('who handed it over, to whom, when and why is on record', () => {
    const run = live(busy, [orders(3, { type: 'hand_over', to: 'csm-2' })], { until: day(4) });
    expect(lines(run, 'run_handed_over')).toMatchObject([{ at: day(3), to: 'csm-2', by: 'manager-1', reason: 'on request' }]);
    expect(run.state.active['call']?.open).toBe(true);
  });

  test('while a run is paused as well', () => {
    const run = new RunDriver(busy).start().open('call').order({ type: 'pause', resumeAt: null }, day(1));
    run.order({ type: 'hand_over', to: 'csm-2' }, day(2));
    expect(run.ordered('assign_tasks')).toMatchObject([{ to: 'csm-2' }]);
  });
});

describe('case 11: a deadline is moved twice', () => {
  test('whether a task was done in time is judged by the date it had first', () => {
    const run = live(plan([task('call', { due: '3d', expires: '14d' })], { whenPaused: 'extend' }), [
      ...[1, 5].map((from) => orders(from, { type: 'pause', resumeAt: day(from + 3) })),
      closes(9, 'call'),
    ]);
    const [opened] = lines(run, 'task_opened');
    expect(lines(run, 'task_opened')).toHaveLength(1);
    expect(opened).toMatchObject({ due: day(3), expires: day(14) });
    const owed = { dueAt: opened?.due ?? 0, doneAt: lines(run, 'step_settled')[0]?.at ?? null, status: 'done' };
    expect(punctuality([owed], day(20))).toMatchObject({ onTime: 0, late: 1 });
  });

  test('the day on which it closes itself is another matter: it moves with the run', () => {
    const run = new RunDriver(plan([task('call', { due: '3d', expires: '14d' })], { whenPaused: 'extend' })).start().open('call');
    for (const from of [1, 5]) run.order({ type: 'pause', resumeAt: day(from + 3) }, day(from)).ring();
    expect(run.ordered('move_task')).toMatchObject([{ expires: day(20) }]);
    expect(run.ring().settled).toEqual({ call: 'expired:expired' });
    expect(run.state.now).toBe(day(20));
  });
});

describe('case 12: a task is ticked, and the data say otherwise', () => {
  const opened = comparing('seats_opened', '>=', 10);

  test('the step is done, the check says not met, and the run is not a success', () => {
    const book = plan([task('train'), wait('pause', '7d'), check('effect', opened)], { verify: verifyAfter('7d', opened) });
    const run = live(book, [closes(1, 'train')], { facts: { seats_opened: [[0, 4]] } });
    expect(settledOf(run)).toEqual({ train: [1, 'reached'], pause: [8, 'done'], effect: [8, 'not_met'] });
    expect(run.state.result).toBe('not_met');
  });

  test('the verdict keeps what was claimed apart from what was observed', () => {
    const step = {
      runId: 'r',
      step: 'train',
      verb: 'task',
      dueAt: day(2),
      doneAt: day(1),
      status: 'done',
      outcome: 'reached',
    } as const;
    const closed = { openedAt: day(0), dueAt: day(2), closedAt: day(1), noteAtLeast: 20, noteLength: 5, simulated: false };
    const verdict = runVerdict({
      run: {
        ...{ id: 'r', playbook: 'p', version: 1, accountId: 'acme', csmId: 'csm-1', arm: 'treatment', status: 'finished' },
        ...{ result: 'not_met', exitId: null, startedAt: day(0), finishedAt: day(15) },
      },
      steps: [step],
      tasks: [{ runId: 'r', kind: 'step', assigneeId: 'csm-1', status: 'done', ...closed }],
      objectives: [{ runId: 'r', objective: 'o', primary: true, at: day(15), value: false }],
      hasObjective: true,
      asOf: day(20),
    });
    expect(verdict.executed).toMatchObject({ reached: 1, done: 1, evidence: { given: 0, asked: 1 } });
    expect(verdict.observed.verdict).toBe('not_met');
  });
});
