import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../test/support/plan-builder.js';
import {
  ask,
  check,
  DAY,
  email,
  exitOn,
  exitWhen,
  modified,
  parallel,
  plan,
  runInput,
  START,
  task,
  verifyAfter,
  wait,
  waitForCondition,
  waitForEvent,
} from '../../test/support/run-builder.js';
import { UTC_CALENDAR } from '../model/calendar.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { RunOrder } from '../model/run.js';
import { EndlessRun, simulateRun, type Scenario, type ScenarioMoment } from './simulate-run.js';

type Order = RunOrder extends infer O ? (O extends RunOrder ? Omit<O, 'at' | 'id' | 'by' | 'reason'> : never) : never;

/** The current engine, with `logins` as a function of time. */
function world(timeline: readonly ScenarioMoment[] = [], logins: (asOf: number) => number | null = () => null): Scenario {
  const context = (asOf: number): EvaluationContext => ({
    asOf,
    calendar: UTC_CALENDAR,
    startedAt: START,
    read: (_path, at) => ({ value: null, asOf: at }),
    closedPeriod: (_metric, at) => ({ value: logins(at), asOf: at }),
  });
  return { run: runInput({ engineVersion: 2 }), context, timeline };
}

let orders = 0;
const order = (day: number, what: Order): ScenarioMoment => ({
  at: START + day * DAY,
  type: 'order',
  order: { at: 0, id: `o${orders++}`, by: 'anna', reason: 'asked to', ...what } as RunOrder,
});
const event = (day: number, name: string): ScenarioMoment => ({ at: START + day * DAY, type: 'event', event: name });
const answer = (day: number, step: string, word = 'agree'): ScenarioMoment => ({
  ...{ at: START + day * DAY, type: 'answer', step, answer: word, by: 'boris' },
});
const often = comparing('logins', '>=', 100);
const from = (day: number) => (asOf: number) => (asOf >= START + day * DAY ? 150 : 10);
const days = (at: number | undefined) => ((at ?? Number.NaN) - START) / DAY;

describe('what happens at the account', () => {
  test('an event ends the step that waits for it, and takes the exit that waits for it', () => {
    const waiting = plan([waitForEvent('booked', 'training_booked', '30d'), wait('w', '30d')], {
      exits: [exitOn('renewed', 'renewed')],
    });
    const { state } = simulateRun(waiting, world([event(3, 'training_booked'), event(9, 'renewed')]));
    expect(state.outcomes['booked']).toMatchObject({ outcome: 'happened', at: START + 3 * DAY });
    expect(state.exit).toMatchObject({ id: 'renewed', at: START + 9 * DAY });
  });

  test('an event that the playbook does not name is not told to its runs', () => {
    const { pushed, trace } = simulateRun(
      plan([wait('w', '9d')], { exits: [exitOn('renewed', 'renewed')] }),
      world([event(3, 'login')]),
    );
    expect(pushed).toEqual([]);
    expect(trace.some(({ type }) => type === 'event_ignored')).toBe(false);
  });

  test('what a step waits for is watched as exits are, and only while it waits', () => {
    let asked = 0;
    const waiting = plan([wait('first', '3d'), waitForCondition('up', often, '30d'), wait('rest', '30d')]);
    const { state, pushed } = simulateRun(
      waiting,
      world([], (asOf) => {
        asked += 1;
        return from(10.5)(asOf);
      }),
    );
    expect(state.outcomes['up']).toMatchObject({ outcome: 'happened', at: START + 11 * DAY });
    expect(pushed).toMatchObject([{ type: 'condition_met', key: 'up#2', facts: [{ name: 'logins', value: 150 }] }]);
    // Once when it starts, once on each morning, and once more with its facts.
    expect(asked).toBe(1 + 8 + 1);
  });

  test('an exit that is met with what a step waits for comes first', () => {
    const both = plan([waitForCondition('up', often, '30d')], { exits: [exitWhen('well', often)] });
    const { state, pushed } = simulateRun(both, world([], from(5)));
    expect(pushed.map(({ type }) => type)).toEqual(['exit_met']);
    expect(state.outcomes['up']).toMatchObject({ status: 'cancelled' });
  });

  test('two steps that wait for the same are both told, in the order they started', () => {
    const both = plan([parallel('both', { a: [waitForCondition('x', often, '9d')], b: [waitForCondition('y', often, '9d')] })]);
    const { pushed } = simulateRun(both, world([], from(5)));
    expect(pushed).toMatchObject([{ key: 'x#2' }, { key: 'y#4' }]);
  });
});

describe('what people say', () => {
  test('a question is answered once it is open; before and after that the answer is a miss', () => {
    const asking = plan([wait('w', '2d'), ask('q', '5d')]);
    const { state, misses } = simulateRun(asking, world([answer(1, 'q'), answer(4, 'q', 'disagree'), answer(5, 'q')]));
    expect(state.outcomes['q']).toMatchObject({ outcome: 'disagree', by: 'boris' });
    expect(misses.map(({ reason }) => reason)).toEqual(['the question was not open', 'the run was over']);
  });

  const verified = plan([wait('w', '2d')], {
    verify: {
      ...verifyAfter('30d', often),
      subjective: [
        {
          id: 'value',
          ask: 'account.csm',
          elseAsk: null,
          question: { en: 'Well?' },
          answers: ['agree', 'disagree'],
          good: ['agree'],
          expires: { amount: 9, unit: 'd' },
        },
      ],
    },
  });

  test('a question of the verification may be answered before it is put, and the answer is given then', () => {
    for (const day of [1, 35]) {
      const { trace, misses } = simulateRun(verified, world([answer(day, 'value')]));
      const said = trace.find(({ type }) => type === 'subjective_verified');
      expect(said).toMatchObject({ answer: 'agree', good: true, at: START + Math.max(day, 32) * DAY });
      expect(misses).toEqual([]);
    }
  });

  test('an answer to a question that is never put is a miss', () => {
    const { misses } = simulateRun(verified, world([answer(1, 'value'), order(1.5, { type: 'cancel' })]));
    expect(misses.map(({ reason }) => reason)).toEqual(['the question was never put']);
  });
});

describe('what people order', () => {
  test('an order is asked first whether it can be carried out; a refused one leaves nothing in the record', () => {
    const book = plan([wait('w', '9d')]);
    const { misses, pushed, trace } = simulateRun(
      book,
      world([order(1, { type: 'resume' }), order(2, { type: 'skip_step', step: 'nobody' }), order(99, { type: 'cancel' })]),
    );
    expect(misses.map(({ reason }) => reason)).toEqual([
      'the run is not paused',
      'the playbook has no step nobody',
      'the run was over',
    ]);
    expect(pushed).toEqual([]);
    expect(trace.some(({ type }) => type === 'event_ignored')).toBe(false);
  });

  test('an order carries the instant of its moment', () => {
    const { pushed } = simulateRun(plan([wait('w', '9d')]), world([order(2, { type: 'hand_over', to: 'carla' })]));
    expect(pushed).toMatchObject([{ type: 'hand_over', at: START + 2 * DAY, to: 'carla' }]);
  });

  test('while a run is paused its exits are looked for; the one that is met is held and not looked for again', () => {
    const book = plan([wait('w', '30d')], { exits: [exitWhen('well', often)] });
    const { state, pushed, trace } = simulateRun(
      book,
      world([order(1, { type: 'pause', resumeAt: null }), order(20, { type: 'resume' })], from(5)),
    );
    expect(pushed.map(({ type }) => type)).toEqual(['pause', 'exit_met', 'resume']);
    expect(trace.filter(({ type }) => type === 'event_held')).toMatchObject([{ at: START + 5 * DAY }]);
    expect(state.exit).toMatchObject({ id: 'well', at: START + 20 * DAY });
  });

  test('a timer that a pause kept from ringing rings after everything of the instant at which the run goes on', () => {
    const book = plan([wait('w', '2d'), email('late')]);
    const { state } = simulateRun(
      book,
      world([
        order(1, { type: 'pause', resumeAt: null }),
        order(5, { type: 'resume' }),
        order(5, { type: 'skip_step', step: 'w' }),
      ]),
    );
    expect(state.outcomes['w']).toMatchObject({ status: 'skipped', at: START + 5 * DAY });
  });

  test('a pause ends by itself at the moment that was named', () => {
    const { state } = simulateRun(
      plan([wait('w', '2d'), email('late')]),
      world([order(1, { type: 'pause', resumeAt: START + 4 * DAY })]),
    );
    expect(days(state.outcomes['late']?.at)).toBe(4);
  });

  test('a run that nobody resumes is cancelled in the end', () => {
    const { state } = simulateRun(plan([wait('w', '2d')]), world([order(1, { type: 'pause', resumeAt: null })]));
    expect([state.result, days(state.now)]).toEqual(['cancelled', 181]);
  });

  test('after a migration the run follows the other plan, and its watch looks for what that one says', () => {
    const old = plan([wait('w', '30d')]);
    const next = plan([wait('w', '60d')], { version: 2, exits: [exitWhen('well', often)] });
    const ended = simulateRun(old, world([order(3, { type: 'migrate', plan: next })], from(10)));
    expect(ended.plan.version).toBe(2);
    expect(ended.state.exit).toMatchObject({ id: 'well', at: START + 10 * DAY });
    expect(ended.trace).toContainEqual(expect.objectContaining({ type: 'run_migrated', from: 1, to: 2 }));
  });

  test('a step that failed is tried again under a key of its own, and its task is closed under that', () => {
    const book = plan([task('call'), wait('w', '9d')]);
    let tries = 0;
    const { state, pushed } = simulateRun(book, {
      ...world([
        order(1, { type: 'retry_step', step: 'call' }),
        { at: START + 2 * DAY, type: 'close', step: 'call', outcome: 'reached', by: 'anna' },
      ]),
      settle: () => ({ settlement: { status: (tries += 1) > 1 ? 'opened' : 'failed', outcome: null, reason: 'away' } }),
    });
    expect(pushed.at(-1)).toMatchObject({ type: 'task_closed', key: 'call#1.2' });
    expect(state.outcomes['call']).toMatchObject({ status: 'done', outcome: 'reached' });
  });

  test('an automatic retry meets a channel that works again', () => {
    const book = plan([modified(email('a'), { retry: { times: 3, every: '2h' } }), email('b')]);
    const { state } = simulateRun(book, {
      ...world(),
      settle: ({ at }) =>
        at < START + 6 * 3_600_000
          ? { settlement: { status: 'failed', outcome: null, reason: 'provider_down' } }
          : { settlement: { status: 'done', outcome: 'sent' } },
    });
    expect(state.outcomes['a']).toMatchObject({ status: 'done', at: START + 6 * 3_600_000 });
  });
});

describe('a run that never ends', () => {
  test('is given up with the reason: it asks too often', () => {
    const restless = plan([check('look', often, { every: '1min', upTo: '365d' })]);
    expect(() => simulateRun(restless, world())).toThrow(EndlessRun);
    expect(() => simulateRun(restless, world())).toThrow(/test_playbook does not end: it takes more than 50000 events/);
  });

  test('is given up with the reason: a channel never answers', () => {
    const never: Scenario = { ...world(), settle: () => ({ settlement: { status: 'leaving', outcome: null } }) };
    expect(() => simulateRun(plan([email('a')]), never)).toThrow(/waits for something that never comes/);
  });
});
