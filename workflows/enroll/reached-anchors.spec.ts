import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../../test/support/account-data-builder.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import { addDuration, startOfDate, type ZoneCalendar } from '../model/calendar.js';
import type { DurationUnit } from '../model/time.js';
import { reachedAnchors } from './reached-anchors.js';
import type { AtDateDoor } from './reached-anchors.js';

const zones = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'].map((zone) =>
  buildZoneCalendar(zone, instant('2023-01-01'), instant('2030-01-01')),
);
const FROM = instant('2025-01-01');
const DAYS = 500;
const DAY = 86_400_000;

const doors: fc.Arbitrary<AtDateDoor> = fc.record({
  kind: fc.constant('at_date' as const),
  offset: fc.record({ amount: fc.integer({ min: 0, max: 120 }), unit: fc.constantFrom<DurationUnit>('d', 'w', 'mo') }),
  direction: fc.constantFrom('before' as const, 'after' as const),
  anchor: fc.constantFrom('contract.start' as const, 'contract.end' as const),
  at: fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 30) }),
  when: fc.constant(null),
});

describe('reachedAnchors', () => {
  test('law: however the time is cut into windows, every contract date is reached exactly once', () => {
    fc.assert(
      fc.property(
        doors,
        fc.constantFrom(...zones),
        fc.uniqueArray(fc.integer({ min: 0, max: DAYS }), { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.integer({ min: 1, max: DAYS * 24 }), { maxLength: 60 }),
        (door, calendar, starts, cuts) => {
          const contracts = starts.map((day) => {
            const date = new Date(FROM + day * DAY).toISOString().slice(0, 10);
            const start = startOfDate(calendar, date);
            return { product: 'p', start, end: addDuration(calendar, start, { amount: 1, unit: 'mo' }), seats: 1 };
          });
          const to = FROM + DAYS * DAY;
          const whole = reachedAnchors(door, { contracts, calendar }, calendar, FROM, to);
          const borders = [FROM, ...cuts.map((hour) => FROM + hour * 3_600_000).sort((a, b) => a - b), to];
          const pieces = borders
            .slice(1)
            .flatMap((upTo, index) => reachedAnchors(door, { contracts, calendar }, calendar, borders[index]!, upTo));
          expect(pieces.map(({ key }) => key).sort()).toEqual(whole.map(({ key }) => key).sort());
          expect(new Set(whole.map(({ key }) => key)).size).toBe(whole.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('90 days before the last of a leap February is counted on the calendar of the zone', () => {
    const door: AtDateDoor = {
      kind: 'at_date',
      offset: { amount: 90, unit: 'd' },
      direction: 'before',
      anchor: 'contract.end',
      at: { hour: 9, minute: 0 },
      when: null,
    };
    const end = startOfDate(zones[1]!, '2028-02-29');
    const account = { contracts: [{ product: 'p', start: 0, end, seats: 1 }], calendar: zones[1]! };
    const [reached] = reachedAnchors(door, account, zones[1]!, 0, end);
    expect([reached?.key, new Date(reached!.dueAt).toISOString()]).toEqual([
      'contract.end:2028-02-29',
      '2027-12-01T09:00:00.000Z',
    ]);
  });

  test('a playbook with a clock of its own keeps the contract date of the account', () => {
    const [berlin, shanghai] = ['Europe/Berlin', 'Asia/Shanghai'].map((zone) =>
      buildZoneCalendar(zone, instant('2025-01-01'), instant('2026-01-01')),
    ) as [ZoneCalendar, ZoneCalendar];
    const door: AtDateDoor = {
      kind: 'at_date',
      offset: { amount: 0, unit: 'd' },
      direction: 'after',
      anchor: 'contract.start',
      at: { hour: 8, minute: 0 },
      when: null,
    };
    const contract = {
      product: 'p',
      start: startOfDate(shanghai, '2025-07-21'),
      end: startOfDate(shanghai, '2025-12-31'),
      seats: 1,
    };
    const [reached] = reachedAnchors(door, { contracts: [contract], calendar: shanghai }, berlin, FROM, FROM + DAYS * DAY);
    expect([reached?.key, new Date(reached!.dueAt).toISOString()]).toEqual([
      'contract.start:2025-07-21',
      '2025-07-21T06:00:00.000Z',
    ]);
  });
});
