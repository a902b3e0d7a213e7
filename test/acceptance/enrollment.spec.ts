import { describe, expect, test } from '@jest/globals';
import type { AccountData } from '../../workflows/model/account-data.js';
import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import type { EnrollRules, Plan } from '../../workflows/model/plan.js';
import { holdoutArm } from '../../workflows/enroll/holdout-arm.js';
import { BookSweeps } from '../../workflows/simulate/backtest/book-sweeps.js';
import { accountData, closedPeriods, instant } from '../support/account-data-builder.js';
import { catalogueOf, metric } from '../support/metric-catalogue.js';
import { OPEN_TO_ALL, planOf } from '../support/plan-builder.js';

const DAY = 86_400_000;
/** Mondays at 08:00 are days 0, 7, 14, ... */
const FROM = instant('2026-01-05T00:00:00Z');

type Decided = readonly [day: number, account: string, what: string];

/**
 * The sweeps of a book whose accounts log in as often as told, day by day from day 0 on (the last one goes on); the trigger
 * is "fewer than 10 logins on the last closed day", asked daily at 08:00.
 */
function sweeps(
  enroll: Partial<EnrollRules>,
  logins: Readonly<Record<string, readonly number[]>>,
  { runLasts = 0.5, days = 30, account = {}, plan = {} }: { runLasts?: number; days?: number; account?: Partial<AccountData>; plan?: Partial<Plan> } = {}, // prettier-ignore
): Decided[] {
  const book = { ...planOf({ enroll: { ...OPEN_TO_ALL, ...enroll } }), ...plan };
  const ends = new Map<string, number>();
  const accounts = Object.entries(logins).map(([id, told]) => {
    const values = Array.from({ length: days + 1 }, (_, index) => told[Math.min(index, told.length - 1)] ?? 0);
    // What is told for day 0 is the last closed day before it.
    const until = new Date(FROM + days * DAY).toISOString();
    const data = accountData({ id, series: { logins: closedPeriods('day', until, values) }, ...account });
    return { data, csm: null, manager: null, contacts: [], events: [] };
  });
  const to = FROM + days * DAY - 1;
  const swept = new BookSweeps(
    {
      plans: [book],
      catalogue: catalogueOf(metric('logins', 'day', { kind: 'count_events', event: 'login' })),
      accounts,
      calendars: [UTC_CALENDAR],
      from: FROM,
      to,
      until: to,
    },
    (runId) => ends.get(runId) ?? null,
  );
  return swept.windows.flatMap((window) =>
    swept.decide(window).map(({ at, account: id, decision, runId }): Decided => {
      if (runId !== null) ends.set(runId, at + runLasts * DAY);
      const what = decision.decision === 'enroll' ? decision.arm : decision.reason;
      return [Math.floor((at - FROM) / DAY), id, what];
    }),
  );
}

const [BAD, GOOD] = [3, 50];
/** True on days 0, 2, 4 and 9. */
const flapping = { acme: [BAD, GOOD, BAD, GOOD, BAD, GOOD, GOOD, GOOD, GOOD, BAD, GOOD] };
const whatOf = (decided: readonly Decided[]): (readonly [number, string])[] => decided.map(([day, , what]) => [day, what]);

describe('case 4: a condition is true, then false, then true again', () => {
  test('as it matches: again_after 0d enrolls at every time it becomes true', () => {
    expect(whatOf(sweeps({}, flapping))).toEqual([0, 2, 4, 9].map((day) => [day, 'treatment']));
  });

  test('without again_after it is once per account, for ever', () => {
    expect(whatOf(sweeps({ againAfter: null }, flapping))).toEqual([
      [0, 'treatment'],
      [2, 'once_only'],
      [4, 'once_only'],
      [9, 'once_only'],
    ]);
  });

  test('the cool-down counts from the end of the last run, not from its start', () => {
    const againAfter = { amount: 5, unit: 'd' } as const;
    // The run lasts from day 0 to day 3: it is possible again on day 8.
    expect(whatOf(sweeps({ againAfter }, flapping, { runLasts: 3 }))).toEqual([
      [0, 'treatment'],
      [2, 'already_running'],
      [4, 'cool_down'],
      [9, 'treatment'],
    ]);
    expect(whatOf(sweeps({ againAfter }, flapping, { runLasts: 4.5 })).at(-1)).toEqual([9, 'cool_down']);
  });

  test('never twice at once, whatever the policy: a run that has not ended keeps the account out', () => {
    expect(whatOf(sweeps({}, flapping, { runLasts: 7 }))).toEqual([
      [0, 'treatment'],
      [2, 'already_running'],
      [4, 'already_running'],
      [9, 'treatment'],
    ]);
  });

  test('at most so many in a period, over the whole book; in the next period there is room again', () => {
    const week = [BAD, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, BAD, GOOD];
    expect(sweeps({ atMost: { count: 2, per: 'week' } }, { acme: week, bolt: week, cord: week })).toEqual([
      [0, 'acme', 'treatment'],
      [0, 'bolt', 'treatment'],
      [0, 'cord', 'cap_reached'],
      [7, 'acme', 'treatment'],
      [7, 'bolt', 'treatment'],
      [7, 'cord', 'cap_reached'],
    ]);
  });

  test('every time it became true there is one decision on record, also when it was no', () => {
    for (const againAfter of [null, { amount: 0, unit: 'd' }, { amount: 90, unit: 'd' }] as const)
      expect(sweeps({ againAfter }, flapping)).toHaveLength(4);
  });
});

describe('case 13: a customer who has churned', () => {
  test('is never enrolled, without any playbook having to say so', () => {
    expect(whatOf(sweeps({}, flapping, { account: { status: 'churned' } }))).toEqual(
      [0, 2, 4, 9].map((day) => [day, 'account_churned']),
    );
  });
});

describe('case 16: the same signal while a case is open', () => {
  test('a condition that stays true for a month is one case with one run', () => {
    expect(whatOf(sweeps({}, { acme: [BAD] }))).toEqual([[0, 'treatment']]);
  });
});

describe('case 20: the control group', () => {
  const book = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`account-${index}`, [BAD, GOOD, BAD, GOOD]]));
  const control = (decided: readonly Decided[], day: number): string[] =>
    decided.flatMap(([on, account, what]) => (on === day && what === 'holdout' ? [account] : []));

  test('an account that was held out is held out at its next enrollment', () => {
    const decided = sweeps({ holdout: 0.2 }, book);
    expect(control(decided, 0).length).toBeGreaterThan(20);
    expect(control(decided, 2)).toEqual(control(decided, 0));
  });

  test('editing and publishing a playbook moves nobody: the version is no part of the draw', () => {
    const before = sweeps({ holdout: 0.2 }, book);
    const edited = sweeps({ holdout: 0.2, priority: 90 }, book, { plan: { version: 7, contentHash: 'other', goal: 'Other' } });
    expect(control(edited, 0)).toEqual(control(before, 0));
  });

  test('a larger share adds accounts to the control group and takes none out', () => {
    const small = control(sweeps({ holdout: 0.1 }, book), 0);
    const large = control(sweeps({ holdout: 0.3 }, book), 0);
    expect(small.length).toBeLessThan(large.length);
    expect(large).toEqual(expect.arrayContaining(small));
  });

  test('who is held out of one playbook is not for that reason held out of another', () => {
    const accounts = Object.keys(book);
    const held = (playbook: string) => accounts.filter((account) => holdoutArm(playbook, account, 0.5) === 'holdout');
    const both = held('rescue').filter((account) => held('onboarding').includes(account));
    expect(both.length).toBeGreaterThan(accounts.length * 0.15);
    expect(both.length).toBeLessThan(accounts.length * 0.35);
  });
});
