import { describe, expect, test } from '@jest/globals';
import { UTC_CALENDAR } from '../model/calendar.js';
import type { TestFacts } from '../model/playbook-test.js';
import { GivenFacts, type TestChange } from './given-facts.js';

const DAY = 86_400_000;
const START = Date.parse('2026-03-04T08:00:00Z');
const NOTHING: TestFacts = { account: {}, health: {}, contract: {} };
const PERIOD = { asOf: 5, since: 1 };

function facts(given: Partial<TestFacts>, ...changes: (Partial<TestChange> & { readonly day: number })[]): GivenFacts {
  const told = changes.map(({ day, ...change }) => ({ ...NOTHING, metrics: {}, ...change, from: START + day * DAY }));
  return new GivenFacts({ ...NOTHING, ...given }, told, UTC_CALENDAR);
}

const at = (day: number): number => START + day * DAY;
const answers = (of: GivenFacts): ReturnType<GivenFacts['answers']> => of.answers(() => PERIOD);

describe('what a test says beside metrics', () => {
  test('nothing that is not told is guessed', () => {
    const none = answers(facts({}));
    expect(
      [
        none.standing('platform_average', 'logins', START),
        none.lastEvent('login', START),
        none.countEvents('login', DAY, START),
        none.milestone('kick_off', START),
        none.roleFilled('admin', START),
        none.roleActive('admin', DAY, START),
        none.openTickets('p1', START),
        none.openTickets(null, START),
      ].map(({ value }) => value),
    ).toEqual([null, null, null, null, null, null, null, null]);
    expect([facts({}).lifecycleField('stage', START), facts({}).lifecycleField('since', START)]).toEqual([undefined, undefined]);
  });

  test('a milestone told as given was reached before all that is known, one of the timeline at its moment', () => {
    const given = answers(
      facts({ milestones: { kick_off: true, key_behaviour: false } }, { day: 5, milestones: { key_behaviour: true } }),
    );
    expect(given.milestone('kick_off', at(0)).value).toBe(true);
    expect(given.milestone('key_behaviour', at(4)).value).toBe(false);
    expect(given.milestone('key_behaviour', at(9)).value).toBe(at(5));
  });

  test('events of the timeline are counted within their span, on top of what was given', () => {
    const told = answers(facts({ events: { support_call: 3 } }, { day: 2, event: 'support_call' }, { day: 4, event: 'login' }));
    expect(told.countEvents('support_call', 30 * DAY, at(1)).value).toBe(3);
    expect(told.countEvents('support_call', 30 * DAY, at(3)).value).toBe(4);
    expect(told.countEvents('support_call', DAY, at(9)).value).toBe(3);
    expect(told.countEvents('login', DAY, at(4)).value).toBe(1);
    expect(told.lastEvent('login', at(9)).value).toBe(at(4));
    expect(told.lastEvent('login', at(3)).value).toBeNull();
  });

  test('a role is filled by whoever has it, and active only when it is used', () => {
    const told = answers(facts({ roles: { champion: 'active', admin: 'inactive', decision_maker: 'none' } }));
    const both = (role: string) => [told.roleFilled(role, START).value, told.roleActive(role, DAY, START).value];
    expect([both('champion'), both('admin'), both('decision_maker')]).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });

  test('tickets of all priorities are those of each, as they stand at the moment', () => {
    const told = answers(facts({ tickets: { p1: 2, p2: 1 } }, { day: 3, tickets: { p1: 0 } }));
    expect([told.openTickets('p1', at(0)).value, told.openTickets(null, at(0)).value]).toEqual([2, 3]);
    expect([told.openTickets('p1', at(3)).value, told.openTickets(null, at(3)).value]).toEqual([0, 1]);
  });

  test('one number is the average and the median, and it belongs to the last closed period', () => {
    const told = answers(facts({ platform: { logins: 40 }, segment: { logins: 30 }, percentile: { logins: 0.2 } }));
    expect(told.standing('platform_median', 'logins', START)).toEqual({ value: 40, ...PERIOD });
    expect(told.standing('segment_average', 'logins', START).value).toBe(30);
    expect(told.standing('percentile', 'logins', START).value).toBe(0.2);
  });

  test('a stage begins on the day that is told, or with the change that brings it', () => {
    const told = facts({ lifecycle: { stage: 'growth', since: '2026-02-01' } }, { day: 10, lifecycle: { stage: 'mature' } });
    expect([told.lifecycleField('stage', at(0)), told.lifecycleField('since', at(0))]).toEqual(['growth', Date.UTC(2026, 1, 1)]);
    expect([told.lifecycleField('stage', at(11)), told.lifecycleField('since', at(11))]).toEqual(['mature', at(10)]);
    const dated = facts({}, { day: 10, lifecycle: { stage: 'mature', since: '2026-03-01' } });
    expect(dated.lifecycleField('since', at(11))).toBe(Date.UTC(2026, 2, 1));
  });
});
