import { describe, expect, test } from '@jest/globals';
import type { Catalogue, MetricDefinition, MetricSource } from '../model/catalogue.js';
import { UTC_CALENDAR } from '../model/calendar.js';
import type { TestFacts, TestGiven, TestSeries } from '../model/playbook-test.js';
import type { PeriodUnit } from '../model/time.js';
import { GivenAccount } from './given-account.js';
import type { TestChange } from './given-facts.js';

const DAY = 86_400_000;
/** A Wednesday. */
const START = Date.parse('2026-03-04T08:00:00Z');

function metric(id: string, per: PeriodUnit, source: MetricSource = { kind: 'imported' }): MetricDefinition {
  return { id, title: { en: id }, type: 'number', per, source, whenEmpty: 'unknown', range: [null, null] };
}

const catalogue: Catalogue = {
  contentHash: 'hash',
  metrics: {
    logins: metric('logins', 'week'),
    active: metric('active', 'day'),
    nps: metric('nps', 'month'),
    opened: metric('opened', 'day'),
    bought: metric('bought', 'day', { kind: 'seats' }),
    activation: metric('activation', 'day', { kind: 'ratio', of: 'opened', to: 'bought' }),
  },
  healths: [
    { id: 'default', segments: [], dimensions: [], bands: { green: 75, yellow: 50 } },
    { id: 'smb', segments: ['smb'], dimensions: [], bands: { green: 60, yellow: 30 } },
  ],
  segments: [],
};

const NOTHING: TestFacts = { account: {}, health: {}, contract: {} };

function account(given: Partial<TestGiven>, ...changes: (Partial<TestChange> & { readonly from: number })[]): GivenAccount {
  const full: TestGiven = { ...NOTHING, date: null, metrics: {}, ...given };
  return new GivenAccount(
    full,
    changes.map((change) => ({ ...NOTHING, metrics: {}, ...change })),
    START,
    UTC_CALENDAR,
    catalogue,
  );
}

/** The last `count` closed periods as of some days after the start, oldest first. */
function series(of: GivenAccount, name: string, days: number, count: number): (number | string | boolean | null)[] {
  const asOf = START + days * DAY;
  const context = of.contextAt(asOf);
  return Array.from({ length: count }, (_, index) => context.closedPeriod(name, asOf, count - index).value);
}

function read(of: GivenAccount, path: string, days = 0): unknown {
  const asOf = START + days * DAY;
  return of.contextAt(asOf).read(path, asOf).value;
}

describe('metrics of an inline test', () => {
  const given = (numbers: TestSeries) => ({ metrics: { logins: numbers, active: numbers, nps: numbers } });

  test.each(['logins', 'active', 'nps'])('%s: the numbers are the last closed periods on the day the test begins', (name) => {
    expect(series(account(given([400, 300, null, 80])), name, 0, 5)).toEqual([null, 400, 300, null, 80]);
  });

  test('a closed period ends where the current one begins', () => {
    const context = account(given([1])).contextAt(START);
    expect(new Date(context.closedPeriod('logins', START, 1).asOf).toISOString()).toBe('2026-03-02T00:00:00.000Z');
  });

  test('one number stands for every period', () => {
    expect(series(account(given(7)), 'logins', 0, 3)).toEqual([7, 7, 7]);
  });

  test('afterwards every new period repeats the last number', () => {
    expect(series(account(given([400, 80])), 'logins', 14, 4)).toEqual([400, 80, 80, 80]);
  });

  test('what the timeline says is the last closed period from that moment on', () => {
    const later = account(given([400, 80]), { from: START + 7 * DAY, metrics: { logins: 130 } });
    expect(series(later, 'logins', 6, 2)).toEqual([80, 80]);
    expect(series(later, 'logins', 7, 3)).toEqual([400, 80, 130]);
    expect(series(later, 'logins', 14, 4)).toEqual([400, 80, 130, 130]);
  });

  test('a metric that nobody wrote is unknown', () => {
    expect(series(account({}), 'logins', 0, 1)).toEqual([null]);
    expect(series(account({}), 'constructor', 0, 1)).toEqual([null]);
  });

  test('a ratio comes from its parts, seats from the contract, unless they are written', () => {
    const parts = { contract: { seats: 40 }, metrics: { opened: [10, 20] } };
    expect(series(account(parts), 'activation', 0, 2)).toEqual([0.25, 0.5]);
    expect(series(account({ ...parts, metrics: { activation: 0.9 } }), 'activation', 0, 1)).toEqual([0.9]);
    expect(series(account({ metrics: { opened: 3 } }), 'activation', 0, 1)).toEqual([null]);
  });
});

describe('facts of an inline test', () => {
  test('what is given holds for all of the past, what the timeline says from its moment on', () => {
    const one = account(
      { account: { status: 'active' }, health: { score: 52 }, contract: { end: '2026-12-31' } },
      { from: START + 5 * DAY, account: { status: 'churned' }, health: { score: null } },
    );
    expect([read(one, 'account.status', -400), read(one, 'account.status', 4), read(one, 'account.status', 5)]).toEqual([
      'active',
      'active',
      'churned',
    ]);
    expect([read(one, 'health.score', 4), read(one, 'health.score', 5)]).toEqual([52, null]);
    expect(read(one, 'contract.end')).toBe(Date.parse('2026-12-31T00:00:00Z'));
  });

  test('anything not written is missing', () => {
    const one = account({});
    expect(
      ['account.muted', 'health.band', 'contract.start', 'lifecycle.stage', 'call.outcome'].map((path) => read(one, path)),
    ).toEqual([null, null, null, null, null]);
  });

  test('the band follows from the score and the segment, unless it is written', () => {
    expect(read(account({ health: { score: 62 } }), 'health.band')).toBe('yellow');
    expect(read(account({ health: { score: 62 }, account: { segment: 'smb' } }), 'health.band')).toBe('green');
    expect(read(account({ health: { score: 62, band: 'red' } }), 'health.band')).toBe('red');
  });

  test('outcomes of the run are read by their step', () => {
    const one = account({}).contextAt(START, {
      startedAt: START,
      outcomes: { call: { status: 'done', outcome: 'reached', at: START } },
    });
    expect(one.read('call.outcome', START)).toEqual({ value: 'reached', asOf: START });
  });
});
