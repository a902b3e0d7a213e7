import { describe, expect, test } from '@jest/globals';
import { accountData, closedPeriods, instant } from '../../test/support/account-data-builder.js';
import { comparing, named, planOf } from '../../test/support/plan-builder.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import { startOfDate } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { StartDoor } from '../model/plan.js';
import { evaluateAccount } from './evaluate-account.js';

const AS_OF = instant('2026-03-11T10:00:00Z');
const catalogue: Catalogue = {
  contentHash: 'hash',
  metrics: {
    logins: {
      id: 'logins',
      title: { en: 'Logins' },
      type: 'number',
      per: 'day',
      source: { kind: 'count_events', event: 'login' },
      whenEmpty: 'zero',
      range: [0, null],
    },
  },
  healths: [
    {
      id: 'default',
      segments: [],
      dimensions: [
        { id: 'use', title: { en: 'Use' }, weight: 1, value: 'logins', expression: named('logins'), zeroAt: 0, fullAt: 20 },
      ],
      bands: { green: 75, yellow: 50 },
    },
  ],
  segments: [{ id: 'all', title: { en: 'All' }, when: null }],
};
const account = accountData({
  series: { logins: closedPeriods('day', '2026-03-11', [12, 4]) },
  contracts: [{ product: 'p', start: instant('2025-06-09'), end: instant('2026-06-09'), seats: 10 }],
});
const at = (start: StartDoor) => evaluateAccount(account, catalogue, [planOf({ start })], AS_OF).playbooks[0]!;

describe('evaluateAccount', () => {
  const evaluation = evaluateAccount(account, catalogue, [planOf()], AS_OF);

  test('health is that of the local day, with a sentence behind each dimension', () => {
    expect(evaluation.health).toMatchObject({ score: 20, band: 'red', definition: 'default' });
    expect(evaluation.health?.dimensions[0]?.sentence).toBe('logins was 4 (day ending 2026-03-10)');
  });

  test('metrics are their last closed period', () => {
    expect(evaluation.metrics).toEqual({ logins: { value: 4, text: '4', asOf: '2026-03-11T00:00:00.000Z' } });
    expect(evaluation.segment).toBe('all');
  });

  test('a trigger answers with its facts and a sentence', () => {
    expect(evaluation.playbooks[0]).toMatchObject({
      playbook: 'rescue',
      value: true,
      sentence: 'logins was 4 (10 March); needed less than 10: true',
    });
  });

  test('a trigger on health reads the score of this day even before a sweep has stored it', () => {
    const door = planOf().start as Extract<StartDoor, { kind: 'becomes_true' }>;
    expect(at({ ...door, when: comparing('health.score', '<', 60) })).toMatchObject({ value: true, facts: [{ value: 20 }] });
  });

  test('a dated trigger says when it is due', () => {
    const door: StartDoor = {
      kind: 'at_date',
      offset: { amount: 90, unit: 'd' },
      direction: 'before',
      anchor: 'contract.end',
      at: { hour: 8, minute: 0 },
      when: null,
    };
    expect(at(door)).toMatchObject({ value: true, sentence: 'due 2026-03-11 08:00 (contract.end:2026-06-09)' });
    expect(at({ ...door, offset: { amount: 60, unit: 'd' } })).toMatchObject({
      value: false,
      sentence: 'not due: next due 2026-04-10 08:00 (contract.end:2026-06-09)',
    });
    expect(at({ ...door, offset: { amount: 200, unit: 'd' } }).sentence).toBe('not due: no date to come');
  });

  test('sentences speak of days and times in the zone of the account', () => {
    const start: StartDoor = {
      kind: 'at_date',
      offset: { amount: 0, unit: 'd' },
      direction: 'after',
      anchor: 'contract.start',
      at: { hour: 8, minute: 0 },
      when: null,
    };
    for (const { zone, dueAt } of [
      { zone: 'Europe/Berlin', dueAt: '2025-07-21T06:00:00Z' },
      { zone: 'Asia/Shanghai', dueAt: '2025-07-21T00:00:00Z' },
    ]) {
      const calendar = buildZoneCalendar(zone, instant('2025-01-01'), instant('2026-12-31'));
      const data = accountData({
        calendar,
        contracts: [
          { product: 'p', start: startOfDate(calendar, '2025-07-21'), end: startOfDate(calendar, '2026-07-21'), seats: 10 },
        ],
      });
      const asOf = instant(dueAt) + 3_600_000;
      const { timezone, playbooks } = evaluateAccount(
        data,
        catalogue,
        [planOf({ start }), planOf({ start: { ...start, when: comparing('contract.start', '>', 0, 'date') } })],
        asOf,
      );
      expect(timezone).toBe(zone);
      expect(playbooks[0]?.sentence).toBe('due 2025-07-21 08:00 (contract.start:2025-07-21)');
      expect(playbooks[1]?.sentence).toContain('contract.start was 2025-07-21 as of 2025-07-21');
    }
  });

  test('a manual playbook has no answer', () => {
    expect(at({ kind: 'manual' })).toMatchObject({ value: null, sentence: 'started by hand' });
  });
});
