import type { Catalogue } from '../../workflows/model/catalogue.js';
import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import type { Plan } from '../../workflows/model/plan.js';
import type { BacktestInput } from '../../workflows/simulate/backtest/backtest.js';
import type { HistoryAccount } from '../../workflows/simulate/backtest/history.js';
import type { Autopilot } from '../../workflows/simulate/behaviour/autopilot.js';
import { accountData, closedPeriods, instant } from './account-data-builder.js';

/** Monday. */
export const BEGIN = instant('2026-03-02');
export const DAYS = 60;
const DAY = 86_400_000;

/** A book with one daily metric, `logins`, and nothing else. */
export const LOGINS: Catalogue = {
  contentHash: 'hash',
  metrics: {
    logins: {
      ...{ id: 'logins', title: { en: 'Logins' }, type: 'number', per: 'day' },
      ...{ source: { kind: 'count_events', event: 'login' }, whenEmpty: 'zero', range: [0, null] },
    },
  },
  healths: [],
  segments: [],
};

/**
 * An account whose daily logins are 50 until the period begins and then what `loginsOn` says of each day, day 0 being the
 * first one; with a CSM and her manager, and a champion who has an address.
 */
export function historyAccount(
  id: string,
  loginsOn: (day: number) => number | null,
  change: Partial<HistoryAccount> = {},
): HistoryAccount {
  const before = Array.from({ length: 30 }, () => 50);
  const values = [...before, ...Array.from({ length: DAYS }, (_, day) => loginsOn(day))];
  const end = BEGIN + DAYS * DAY;
  return {
    data: accountData({
      ...{ id, loadedAsOf: end },
      series: { logins: closedPeriods('day', new Date(end).toISOString(), values) },
    }),
    csm: { kind: 'member', id: 'anna', hasMail: true },
    manager: { kind: 'member', id: 'maria', hasMail: true },
    contacts: [{ kind: 'contact', id: `${id}-champion`, role: 'champion', hasMail: true, seen: [] }],
    events: [],
    ...change,
  };
}

/** People who close every task after exactly one hour, with the first outcome. */
export const PROMPT_PEOPLE: Autopilot = {
  ...{ seed: '1', people: {}, inApp: null },
  otherwise: {
    ...{ never: false, closes: 1, note: 'Spoke with them.' },
    after: [
      { amount: 1, unit: 'h' },
      { amount: 1, unit: 'h' },
    ],
    outcomes: { reached: 1 },
  },
};

/** A backtest of plans over all of the days. */
export function historyInput(
  plans: readonly Plan[],
  accounts: readonly HistoryAccount[],
  change: Partial<BacktestInput> = {},
): BacktestInput {
  const end = BEGIN + DAYS * DAY;
  return {
    ...{ plans, accounts, catalogue: LOGINS, calendars: [UTC_CALENDAR], people: PROMPT_PEOPLE },
    ...{ from: BEGIN, to: end, until: end, known: end, capacity: 40, members: { anna: 'Anna', maria: 'Maria' } },
    ...change,
  };
}
