import { describe, expect, test } from '@jest/globals';
import type { ZoneCalendar } from '../../workflows/model/calendar.js';
import { zoneCalendarFor } from '../../workflows/evaluate/zone-calendar-for.js';
import { RunDriver } from '../support/run-driver.js';
import { comparing } from '../support/plan-builder.js';
import { branch, email, modified, outcomeIs, plan, START, task, wait, waitUntil, webhook } from '../support/run-builder.js';
import { day, lines, live, settledOf, type Facts } from './world.js';

describe('case 5: the same person in two accounts', () => {
  test('each account has its own run, and of each run a step is carried out once, whoever repeats what', () => {
    for (const account of ['acme', 'bolt']) {
      const run = new RunDriver(plan([email('hello'), wait('pause', '3d')]), { account, runId: `pb:test:${account}:1` });
      const performed = run.start().ordered('perform');
      expect(performed.map(({ key }) => key)).toEqual(['hello#1']);
      run.settle('hello');
      const again = {
        type: 'step_settled',
        at: day(1),
        key: 'hello#1',
        settlement: { status: 'done', outcome: 'sent' },
      } as const;
      run.take(again).start().take(again);
      expect(run.ordered('perform')).toEqual([]);
      expect(run.entries('step_settled').filter(({ step }) => step === 'hello')).toHaveLength(1);
    }
  });
});

describe('case 6: two branches are true', () => {
  const seats = (atLeast: number) => comparing('seats', '>=', atLeast);
  const fork = plan([
    branch('size', [
      { when: seats(10), steps: [email('small')] },
      { when: seats(50), steps: [email('large')] },
    ], [email('none')]),
  ]); // prettier-ignore
  const taken = (facts: Facts) => Object.keys(settledOf(live(fork, [], { facts }))).filter((step) => step !== 'size');

  test('the first that is written is taken, and it alone', () => {
    expect(taken({ seats: [[0, 100]] })).toEqual(['small']);
    expect(taken({ seats: [[0, 5]] })).toEqual(['none']);
  });

  test('it is no race: all arms are answered as of one instant, in one answer', () => {
    const run = new RunDriver(fork).start();
    expect(run.ordered('evaluate')).toMatchObject([{ at: START, conditions: [seats(10), seats(50)] }]);
    run.answer(true, true);
    expect(run.entries('branch_taken')).toMatchObject([{ arm: 0, because: 'seats >= 10 is true' }]);
  });

  test('an arm that cannot be answered is not taken, and does not hide the one behind it', () => {
    const run = new RunDriver(fork).start().answer(null, true);
    expect(run.entries('branch_taken')).toMatchObject([{ arm: 1 }]);
  });
});

describe('case 7: a delay would end on a Saturday', () => {
  const from = Date.parse('2025-12-01T00:00:00Z');
  const to = Date.parse('2027-01-01T00:00:00Z');
  const days = (zone: string): ZoneCalendar => ({
    ...zoneCalendarFor(undefined, zone, from, to),
    // Tuesday 7 April: the Monday before it is a day off, too, so that a weekend has four days.
    holidays: ['2026-04-06', '2026-04-07'],
  });
  const sent = (zone: string, startedAt: string, pause: ReturnType<typeof wait>): string => {
    const run = live(plan([pause, email('late')]), [], { run: { calendar: days(zone), startedAt: Date.parse(startedAt) } });
    return new Date(lines(run, 'step_settled').at(-1)?.at ?? 0).toISOString();
  };
  const mondayAtNine = waitUntil('pause', { kind: 'weekday', weekday: 1, at: { hour: 9, minute: 0 } }, '14d');

  test('counted in working days it ends on the next one, at the same time of day, and holidays are skipped', () => {
    // Thursday 09:00 in Berlin: Friday, then the weekend and two holidays, then Wednesday.
    expect(sent('Europe/Berlin', '2026-04-02T07:00:00Z', wait('pause', '2bd'))).toBe('2026-04-08T07:00:00.000Z');
    // Begun on a Saturday, one working day leads to the first day of work and not past it.
    expect(sent('Europe/Berlin', '2026-01-10T08:00:00Z', wait('pause', '1bd'))).toBe('2026-01-12T08:00:00.000Z');
  });

  test('until Monday 09:00 means nine on the wall of the account, in winter and in summer', () => {
    expect(sent('Asia/Shanghai', '2026-01-07T08:00:00Z', mondayAtNine)).toBe('2026-01-12T01:00:00.000Z');
    expect(sent('America/New_York', '2026-01-07T08:00:00Z', mondayAtNine)).toBe('2026-01-12T14:00:00.000Z');
    // Begun on Friday, in winter time; the clocks change on Sunday.
    expect(sent('Europe/Berlin', '2026-03-27T11:00:00Z', mondayAtNine)).toBe('2026-03-30T07:00:00.000Z');
  });

  test('a task is due in working days of the account, holidays skipped', () => {
    const run = new RunDriver(plan([task('call', { due: '2bd' })]), {
      calendar: days('Europe/Berlin'),
      startedAt: Date.parse('2026-04-02T07:00:00Z'),
    });
    const [opened] = run.start().open('call').entries('task_opened');
    expect(new Date(opened?.due ?? 0).toISOString()).toBe('2026-04-08T07:00:00.000Z');
  });

  test('written in calendar days a wait is a wait in calendar days: nobody moves it in secret', () => {
    expect(sent('Europe/Berlin', '2026-01-05T08:00:00Z', wait('pause', '5d'))).toBe('2026-01-10T08:00:00.000Z');
  });
});

describe('case 8: the mail provider is down for six hours', () => {
  const SIX_HOURS = 6 * 3_600_000;
  const three = plan([email('a'), wait('one', '1d'), email('b'), wait('two', '1d'), email('c')]);

  test('steps come later and in their order; none is lost, none is done twice, and the run goes on from when it was sent', () => {
    const performed: string[] = [];
    const run = live(three, [], {
      settle: ({ key, step, at }) => {
        performed.push(key);
        return { settlement: { status: 'done', outcome: 'sent' }, settledAt: step === 'b' ? at + SIX_HOURS : at };
      },
    });
    expect(settledOf(run)).toEqual({
      a: [0, 'sent'],
      one: [1, 'done'],
      b: [1.25, 'sent'],
      two: [2.25, 'done'],
      c: [2.25, 'sent'],
    });
    expect(performed).toEqual(['a#1', 'b#3', 'c#5']);
    expect(run.state.result).toBe('completed');
  });

  test('a channel that gives up at once is asked again as the playbook says: one step, one outcome', () => {
    const patient = modified(webhook('notify'), { retry: { times: 5, every: '2h' } });
    const tries: string[] = [];
    const run = live(plan([patient]), [], {
      settle: ({ key, at }) => {
        tries.push(key);
        const away = at < START + SIX_HOURS;
        return {
          settlement: away ? { status: 'failed', outcome: null, reason: 'away' } : { status: 'done', outcome: 'delivered' },
        };
      },
    });
    expect(tries).toEqual(['notify#1', 'notify#1.2', 'notify#1.3', 'notify#1.4']);
    expect(lines(run, 'step_settled')).toMatchObject([{ key: 'notify#1', status: 'done', at: START + SIX_HOURS }]);
  });

  test.each([
    ['task', 'completed', ['a', 'after']],
    ['continue', 'completed', ['a', 'after']],
    ['stop', 'failed', ['a']],
  ] as const)('down for good, if_it_fails: %s decides, and the run is %s', (ifItFails, result, steps) => {
    const run = live(plan([modified(email('a'), { ifItFails }), email('after')]), [], {
      settle: ({ step }) => ({
        settlement: step === 'a' ? { status: 'failed', outcome: null, reason: 'away' } : { status: 'done', outcome: 'sent' },
      }),
    });
    expect(run.state.result).toBe(result);
    expect(lines(run, 'step_settled').map(({ step }) => step)).toEqual(steps);
    // By default somebody is told: nothing is silently not sent.
    expect(lines(run, 'fallback_opened')).toHaveLength(ifItFails === 'task' ? 1 : 0);
  });

  test('what failed is an outcome that the playbook can ask about', () => {
    const told = plan([email('a'), branch('went', [{ when: outcomeIs('a', 'away'), steps: [task('by_hand')] }])]);
    const run = live(told, [], { settle: () => ({ settlement: { status: 'failed', outcome: null, reason: 'away' } }) });
    expect(lines(run, 'branch_taken')).toMatchObject([{ arm: 0 }]);
  });
});
