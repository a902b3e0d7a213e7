import { describe, expect, test } from '@jest/globals';
import { BEGIN, historyAccount, historyInput, PROMPT_PEOPLE } from '../../../test/support/history-builder.js';
import { comparing, OPEN_TO_ALL } from '../../../test/support/plan-builder.js';
import { ask, email, exitOn, exitWhen, plan, task, verifyAfter, wait } from '../../../test/support/run-builder.js';
import { holdoutArm } from '../../enroll/holdout-arm.js';
import type { Plan } from '../../model/plan.js';
import { backtest } from './backtest.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** 08:00 on a day of the history. */
const eight = (day: number): number => BEGIN + day * DAY + 8 * HOUR;

const RESCUE: Partial<Plan> = {
  playbook: 'rescue',
  start: {
    ...{ kind: 'becomes_true', cadence: { every: 'day', weekday: null, at: { hour: 8, minute: 0 } } },
    when: comparing('logins', '<', 10),
  },
  enroll: OPEN_TO_ALL,
};
const rescue = (steps: Parameters<typeof plan>[0], rest: Partial<Plan> = {}): Plan => plan(steps, { ...RESCUE, ...rest });
/** Few logins from one day up to, but without, another. */
const low =
  (from: number, to: number) =>
  (day: number): number =>
    day >= from && day < to ? 3 : 50;

describe('who would have entered', () => {
  test('an account enters on the first morning after its trigger became true, with the facts that say so', () => {
    const { entries } = backtest(historyInput([rescue([wait('pause', '1d')])], [historyAccount('acme', low(4, 9))]));
    expect(entries).toMatchObject([
      { playbook: 'rescue', account: 'acme', at: eight(5), key: 'check#1', decision: 'enroll', run: 'pb:rescue:acme:check#1' },
    ]);
    expect(entries[0]?.facts).toMatchObject([{ name: 'logins', value: 3 }]);
    expect(entries[0]?.because).toContain('logins was 3');
  });

  test('it enters again only after the trigger was false, and not while it is running or cooling down', () => {
    const twice = (day: number): number => (low(4, 9)(day) === 3 || low(12, 40)(day) === 3 ? 3 : 50);
    const decisions = (rest: Partial<Plan>): string[] =>
      backtest(historyInput([rescue([wait('pause', '2d')], rest)], [historyAccount('acme', twice)])).entries.map(
        ({ at, decision, reason }) => `${(at - BEGIN) / DAY - 1 / 3} ${reason ?? decision}`,
      );
    const again = (amount: number): Partial<Plan> => ({ enroll: { ...OPEN_TO_ALL, againAfter: { amount, unit: 'd' } } });
    expect(decisions({})).toEqual(['5 enroll', '13 enroll']);
    expect(decisions(again(10))).toEqual(['5 enroll', '13 cool_down']);
    expect(decisions({ enroll: { ...OPEN_TO_ALL, againAfter: null } })).toEqual(['5 enroll', '13 once_only']);
    const long = rescue([wait('pause', '20d')]);
    const { entries } = backtest(historyInput([long], [historyAccount('acme', twice)]));
    expect(entries.map(({ reason }) => reason)).toEqual([null, 'already_running']);
  });

  test('a cap is used up over the whole book in the order of the accounts', () => {
    const accounts = ['a', 'b', 'c'].map((id) => historyAccount(id, low(4, 9)));
    const capped = rescue([], { enroll: { ...OPEN_TO_ALL, atMost: { count: 2, per: 'day' } } });
    const { entries } = backtest(historyInput([capped], accounts));
    expect(entries.map(({ account, reason }) => `${account} ${reason ?? 'in'}`)).toEqual(['a in', 'b in', 'c cap_reached']);
  });

  test('the control group is that of the real experiment, and nothing is done to it', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `account-${String(index).padStart(2, '0')}`);
    const half = rescue([email('hello'), task('call')], { enroll: { ...OPEN_TO_ALL, holdout: 0.5 } });
    const { entries, followed } = backtest(historyInput([half], ids.map((id) => historyAccount(id, low(4, 9))))); // prettier-ignore
    for (const { account, decision } of entries)
      expect(decision === 'holdout').toBe(holdoutArm('rescue', account, 0.5) === 'holdout');
    const held = followed.filter(({ run }) => run.input.arm === 'holdout');
    expect(held.length).toBeGreaterThan(5);
    for (const { run } of held) expect([run.reached.size, run.work.size]).toEqual([0, 0]);
  });

  test('a more important playbook is asked first, and one that cannot be asked stops no other', () => {
    const plans = [
      rescue([], { playbook: 'late', enroll: { ...OPEN_TO_ALL, priority: 10 } }),
      rescue([], { playbook: 'first', enroll: { ...OPEN_TO_ALL, priority: 90 } }),
      rescue([], { playbook: 'broken', start: { ...RESCUE.start, when: { text: '?', condition: null } } as never }),
    ];
    const { entries, errors } = backtest(historyInput(plans, [historyAccount('acme', low(4, 9))]));
    expect(entries.map(({ playbook }) => playbook)).toEqual(['first', 'late']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('broken:');
  });
});

describe('what the runs would have done', () => {
  test('people close tasks as the model says, and the run goes on from there', () => {
    const { followed } = backtest(historyInput([rescue([task('call'), email('thanks')])], [historyAccount('acme', low(4, 9))]));
    const settled = followed[0]?.trace.filter(({ type }) => type === 'step_settled');
    expect(settled).toMatchObject([
      { step: 'call', outcome: 'reached', by: 'autopilot:anna', at: eight(5) + HOUR },
      { step: 'thanks', outcome: 'sent', at: eight(5) + HOUR },
    ]);
  });

  test('an overdue task goes to the manager as well, who may close it', () => {
    const people = { ...PROMPT_PEOPLE, people: { anna: { never: true } as const } };
    const escalated = rescue([task('call', { escalate: '3d' })]);
    const { followed } = backtest(historyInput([escalated], [historyAccount('acme', low(4, 9))], { people }));
    expect(followed[0]?.trace.find(({ type }) => type === 'step_settled')).toMatchObject({
      by: 'autopilot:maria',
      at: eight(8) + HOUR,
    });
  });

  test('a note that is too short closes nothing', () => {
    const strict = rescue([{ ...task('call'), noteAtLeast: 100 } as never]);
    const { rows } = backtest(historyInput([strict], [historyAccount('acme', low(4, 9))]));
    expect(rows.tasks).toMatchObject([{ status: 'expired', simulated: false, noteLength: 0 }]);
  });

  test('a run leaves in the first sweep that finds its exit, at midnight too', () => {
    const { followed } = backtest(
      historyInput(
        [rescue([wait('pause', '30d')], { exits: [exitWhen('back', comparing('logins', '>=', 40))] })],
        [historyAccount('acme', low(4, 9))],
      ),
    );
    expect(followed[0]?.trace.find(({ type }) => type === 'exit_taken')).toMatchObject({ exit: 'back', at: BEGIN + 10 * DAY });
  });

  test('an event of the account that the playbook waits for ends it at its own time', () => {
    const at = BEGIN + 6 * DAY + 5 * HOUR;
    const waiting = rescue([wait('pause', '30d')], { exits: [exitOn('upgraded', 'plan_upgraded')] });
    const account = historyAccount('acme', low(4, 9), { events: [{ name: 'plan_upgraded', at }] });
    const { followed } = backtest(historyInput([waiting], [account]));
    expect(followed[0]?.trace.find(({ type }) => type === 'exit_taken')).toMatchObject({ exit: 'upgraded', at });
  });

  test('a message nobody can get fails, and the CSM has a task about it', () => {
    const { rows, followed } = backtest(
      historyInput([rescue([email('hello')])], [historyAccount('acme', low(4, 9), { contacts: [] })]),
    );
    expect(rows.steps).toMatchObject([{ step: 'hello', status: 'failed' }]);
    expect([...(followed[0]?.run.work.values() ?? [])]).toMatchObject([{ kind: 'fallback', assignee: 'anna' }]);
  });

  test('a question is answered by the model, and the answer is what branches read', () => {
    const people = {
      ...PROMPT_PEOPLE,
      questions: { answered: 1, within: { amount: 1, unit: 'd' }, answers: { agree: 1 } },
    } as const;
    const account = historyAccount('acme', low(4, 9), {
      contacts: [{ kind: 'contact', id: 'boss', role: 'decision_maker', hasMail: true, seen: [] }],
    });
    const { followed } = backtest(historyInput([rescue([ask('intent')])], [account], { people }));
    expect(followed[0]?.trace.find(({ type }) => type === 'step_settled')).toMatchObject({
      step: 'intent',
      outcome: 'agree',
      by: 'autopilot:boss',
    });
  });

  test('nothing is followed beyond the last instant: what is under way then is told as such', () => {
    const late = rescue([wait('pause', '30d')]);
    const { rows, followed } = backtest(historyInput([late], [historyAccount('acme', low(50, 60))]));
    expect(rows.runs).toMatchObject([{ status: 'running', result: null, finishedAt: null }]);
    expect(rows.steps).toMatchObject([{ step: 'pause', status: 'active', doneAt: null }]);
    expect(followed[0]?.trace.at(-1)?.type).not.toBe('run_finished');
  });
});

describe('what it costs and what came by itself', () => {
  const accounts = ['a', 'b', 'c', 'd'].map((id) => historyAccount(id, low(4, 9)));

  test('the work of tasks counts in the week in which they are opened, done or not, against what a person has', () => {
    const lazy = { ...PROMPT_PEOPLE, otherwise: { never: true } as const };
    const steps = [{ ...task('call'), takes: { amount: 2, unit: 'h' } } as never];
    const { hours } = backtest(historyInput([rescue(steps)], accounts, { people: lazy, capacity: 7 }));
    expect(hours).toEqual([{ csm: 'anna', week: '2026-03-02', hours: 8, capacity: 7, over: true, tasks: 4 }]);
    const usual = backtest(historyInput([rescue([task('call')])], accounts, { people: lazy }));
    expect(usual.hours).toMatchObject([{ hours: 1, over: false }]);
  });

  test('each person at the customer is counted for each week; one of us is not a contact', () => {
    const steps = [email('one'), email('two'), { ...email('to_us'), to: 'account.csm' } as never];
    const { touches } = backtest(historyInput([rescue(steps)], accounts));
    expect(touches).toMatchObject({ total: 8, contacts: 4, perContactWeek: { 2: 4 } });
    expect(touches.weeks).toEqual([{ week: '2026-03-02', touches: 8, contacts: 4, most: 2 }]);
    expect(touches.most[0]).toMatchObject({ contact: 'a-champion', account: 'a', touches: 2, playbooks: ['rescue'] });
  });

  test('what the accounts did afterwards is history and no effect of the playbook', () => {
    const stays = historyAccount('e', low(4, 60));
    const verified = rescue([email('hello')], { verify: verifyAfter('7d', comparing('logins', '>=', 40)) });
    const { afterwards, rows } = backtest(historyInput([verified], [...accounts, stays]));
    expect(afterwards.map(({ weeks, entries, reached }) => [weeks, entries, reached])).toEqual([
      [4, 5, 5],
      [8, 5, 0],
      [12, 5, 0],
    ]);
    expect(afterwards[0]).toMatchObject({
      trigger: { still: 1, gone: 4, unknown: 0 },
      movements: [{ name: 'logins', known: 5, before: 3, after: 50, higher: 4, lower: 0, same: 1 }],
    });
    expect(rows.objectives.map(({ value }) => value)).toEqual([true, true, true, true, false]);
  });

  test('where history ends nothing is told of what comes after it', () => {
    const { afterwards } = backtest(historyInput([rescue([])], accounts, { known: BEGIN + 20 * DAY }));
    expect(afterwards.map(({ reached }) => reached)).toEqual([0, 0, 0]);
  });

  test('nobody in, nothing out', () => {
    const quiet = backtest(historyInput([rescue([email('hello')])], [historyAccount('acme', () => 50)]));
    expect(quiet).toMatchObject({ entries: [], hours: [], errors: [], touches: { total: 0, contacts: 0, most: [] } });
    expect(backtest(historyInput([], [])).entries).toEqual([]);
  });
});
