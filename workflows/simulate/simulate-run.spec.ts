import { describe, expect, test } from '@jest/globals';
import { comparing } from '../../test/support/plan-builder.js';
import {
  check,
  DAY,
  email,
  exitAfter,
  exitWhen,
  plan,
  runInput,
  START,
  task,
  verifyAfter,
  wait,
} from '../../test/support/run-builder.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import { UTC_CALENDAR } from '../model/calendar.js';
import { simulateRun, type Scenario, type ScenarioMoment } from './simulate-run.js';

/** `logins` as a function of time. */
function world(logins: (asOf: number) => number | null = () => null): Pick<Scenario, 'run' | 'context' | 'timeline'> {
  const context = (asOf: number): EvaluationContext => ({
    asOf,
    calendar: UTC_CALENDAR,
    startedAt: START,
    read: (_path, at) => ({ value: null, asOf: at }),
    closedPeriod: (_metric, at) => ({ value: logins(at), asOf: at }),
  });
  return { run: runInput(), context, timeline: [] };
}

const recovered = exitWhen('recovered', comparing('logins', '>=', 100));
const close = (at: number, step: string): ScenarioMoment => ({ at, type: 'close', step, outcome: 'reached', by: 'csm-1' });

describe('simulateRun', () => {
  test('months pass in no time, and every line carries the instant it was due', () => {
    const book = plan([email('a'), wait('pause', '3mo'), email('b')], {
      verify: verifyAfter('30d', comparing('logins', '>=', 100)),
    });
    const { trace, state } = simulateRun(
      book,
      world(() => 120),
    );
    expect(state.result).toBe('success');
    const done = trace.filter(({ type }) => type === 'step_settled').map(({ at }) => new Date(at).toISOString().slice(0, 10));
    expect(done).toEqual(['2026-01-05', '2026-04-05', '2026-04-05']);
    expect(new Date(state.now).toISOString()).toBe('2026-05-05T08:00:00.000Z');
  });

  test('exits are looked at every day at 08:00 in the zone of the run', () => {
    const from = START + 4 * DAY + 3_600_000;
    const { state } = simulateRun(
      plan([wait('pause', '30d')], { exits: [recovered] }),
      world((at) => (at >= from ? 150 : 10)),
    );
    expect(state.exit).toEqual({ id: 'recovered', as: 'success', at: START + 5 * DAY });
  });

  test('exits are looked at at once when the timeline changes something, after what it closes', () => {
    const at = START + 4 * DAY + 3_600_000;
    const { state } = simulateRun(plan([task('call'), wait('pause', '30d')], { exits: [recovered] }), {
      ...world((now) => (now >= at ? 150 : 10)),
      timeline: [close(at, 'call'), { at, type: 'change' }],
    });
    expect(state.exit?.at).toBe(at);
    expect(state.outcomes['call']).toMatchObject({ outcome: 'reached', at });
    expect(state.outcomes['pause']).toMatchObject({ status: 'cancelled' });
  });

  test('what happens at the instant a timer is due comes before the timer', () => {
    const { state } = simulateRun(plan([task('call', { expires: '5d' })]), {
      ...world(),
      timeline: [close(START + 5 * DAY, 'call')],
    });
    expect(state.outcomes['call']).toMatchObject({ status: 'done', outcome: 'reached' });
  });

  test('a task closed when it is not open is a miss, and so is one after the run', () => {
    const { misses } = simulateRun(plan([wait('pause', '7d'), task('call', { expires: '7d' })]), {
      ...world(),
      timeline: [close(START + DAY, 'call'), close(START + DAY, 'nobody'), close(START + 90 * DAY, 'call')],
    });
    expect(misses.map(({ reason }) => reason)).toEqual(['the task was not open', 'the task was not open', 'the run was over']);
  });

  test('an outage settles late, and everything after it is later too', () => {
    const { trace } = simulateRun(plan([email('a'), email('b')]), {
      ...world(),
      settle: ({ step, at }) => ({ settlement: { status: 'done', outcome: 'sent' }, settledAt: step === 'a' ? at + DAY : at }),
    });
    const settled = trace.filter(({ type }) => type === 'step_settled');
    expect(settled.map(({ at }) => at)).toEqual([START + DAY, START + DAY]);
  });

  test('an exit during an outage wins over the message, which is never counted as sent', () => {
    const { state, trace } = simulateRun(plan([email('a')], { exits: [exitAfter('too_long', '1d')] }), {
      ...world(),
      settle: ({ at }) => ({ settlement: { status: 'done', outcome: 'sent' }, settledAt: at + 3 * DAY }),
    });
    expect(state).toMatchObject({ result: 'expired', outcomes: { a: { status: 'cancelled' } } });
    expect(trace.at(-1)?.type).toBe('run_finished');
  });

  test('pushed events are told in the order the run took them', () => {
    const { pushed } = simulateRun(plan([task('call'), wait('pause', '30d')], { exits: [recovered] }), {
      ...world((at) => (at >= START + 9 * DAY ? 150 : 10)),
      timeline: [close(START + DAY, 'call')],
    });
    expect(pushed).toMatchObject([
      { type: 'task_closed', key: 'call#1', at: START + DAY },
      { type: 'exit_met', exit: 'recovered', at: START + 9 * DAY, facts: [{ name: 'logins', value: 150 }] },
    ]);
  });

  test('with looks of their own, exits are looked at then and at no other time', () => {
    const looks: number[] = [];
    const book = plan([task('call'), wait('pause', '30d')], { exits: [recovered] });
    const { state } = simulateRun(book, {
      ...world((now) => (now >= START + DAY ? 150 : 10)),
      timeline: [close(START + 2 * DAY, 'call')],
      nextLook: (after) => {
        looks.push(after);
        return after < START + 10 * DAY ? START + 10 * DAY : Infinity;
      },
    });
    expect(state.exit?.at).toBe(START + 10 * DAY);
    expect(state.outcomes['call']).toMatchObject({ status: 'done', at: START + 2 * DAY });
    expect(looks[0]).toBe(START);
  });

  test('a run that is followed up to an instant stands there as it was', () => {
    const book = plan([email('a'), wait('pause', '5d'), email('b')]);
    const until = (at: number) => simulateRun(book, { ...world(), until: at });
    expect(until(START + 5 * DAY - 1).state).toMatchObject({
      result: null,
      status: 'running',
      outcomes: { a: { status: 'done' } },
    });
    expect(until(START + 5 * DAY).state).toMatchObject({ result: 'completed', outcomes: { b: { status: 'done' } } });
    const whole = simulateRun(book, world()).trace;
    expect(until(START + DAY).trace).toEqual(whole.filter(({ at }) => at <= START + DAY));
  });

  test('people react to what the run does; a reaction that comes too late changes nothing', () => {
    const book = plan([task('call', { expires: '5d' })]);
    const reacting = (days: number): Scenario => ({
      ...world(),
      react: (command) =>
        command.type === 'record' && command.entry.type === 'task_opened' ? [close(command.entry.at + days * DAY, 'call')] : [],
    });
    expect(simulateRun(book, reacting(2)).state.outcomes['call']).toMatchObject({ outcome: 'reached', at: START + 2 * DAY });
    expect(simulateRun(book, reacting(9)).state.outcomes['call']).toMatchObject({ status: 'expired' });
  });

  test('the same scenario twice gives the same run', () => {
    const book = plan([check('usage', comparing('logins', '>=', 100), { every: '1d', upTo: '2w' }), task('call')], {
      exits: [recovered],
    });
    const once = () =>
      JSON.stringify(
        simulateRun(
          book,
          world((at) => (at - START) / DAY),
        ),
      );
    expect(once()).toBe(once());
  });
});
