import { describe, expect, test } from '@jest/globals';
import { instant } from '../../test/support/account-data-builder.js';
import { OPEN_TO_ALL, comparing, planOf } from '../../test/support/plan-builder.js';
import { buildZoneCalendar } from '../evaluate/build-zone-calendar.js';
import type { Cadence, StartDoor } from '../model/plan.js';
import { planSweep, plansDueIn } from './plan-sweep.js';
import type { SweepQuestion } from './plan-sweep.js';

const zone = (name: string) => buildZoneCalendar(name, instant('2025-01-01'), instant('2027-12-31'));
const london = zone('Europe/London');
const tokyo = zone('Asia/Tokyo');
const at = (hour: number, weekday: number | null = null): Cadence => ({
  every: weekday === null ? 'day' : 'week',
  weekday,
  at: { hour, minute: 0 },
});
const asked = (cadence: Cadence): StartDoor => ({ kind: 'becomes_true', cadence, when: comparing('logins', '<', 10) });
const dated: StartDoor = {
  kind: 'at_date',
  offset: { amount: 90, unit: 'd' },
  direction: 'before',
  anchor: 'contract.end',
  at: { hour: 9, minute: 0 },
  when: null,
};

function question(fields: Partial<SweepQuestion> = {}): SweepQuestion {
  return {
    calendars: [london],
    plans: [planOf({ start: asked(at(8)) })],
    lastFinished: new Map(),
    begin: instant('2026-01-05T00:00:00Z'),
    now: instant('2026-01-06T12:00:00Z'),
    catchUp: 14,
    ...fields,
  };
}
const shown = (given: SweepQuestion) =>
  planSweep(given).due.map((window) => `${window.job} ${new Date(window.at).toISOString()}`);

describe('planSweep', () => {
  test('a new book begins with health of its first midnight, then the triggers', () => {
    expect(shown(question())).toEqual([
      'daily:Europe/London 2026-01-05T00:00:00.000Z',
      'evaluate:Europe/London 2026-01-05T08:00:00.000Z',
      'daily:Europe/London 2026-01-06T00:00:00.000Z',
      'evaluate:Europe/London 2026-01-06T08:00:00.000Z',
    ]);
    expect(planSweep(question()).due.map(({ first }) => first)).toEqual([true, true, false, false]);
  });

  test('what is finished is not done again; each window knows the one before', () => {
    const lastFinished = new Map([
      ['daily:Europe/London', instant('2026-01-06')],
      ['evaluate:Europe/London', instant('2026-01-05T08:00:00Z')],
    ]);
    expect(planSweep(question({ lastFinished })).due).toEqual([
      {
        kind: 'evaluate',
        zone: 'Europe/London',
        job: 'evaluate:Europe/London',
        at: instant('2026-01-06T08:00:00Z'),
        after: instant('2026-01-05T08:00:00Z'),
        first: false,
      },
    ]);
  });

  test('several zones are carried out in the order of business time, health before triggers', () => {
    const plans = [planOf({ start: asked(at(0)) })];
    const due = shown(question({ calendars: [london, tokyo], plans, begin: instant('2026-01-05'), now: instant('2026-01-06') }));
    expect(due).toEqual([
      'daily:Asia/Tokyo 2026-01-04T15:00:00.000Z',
      'daily:Europe/London 2026-01-05T00:00:00.000Z',
      'evaluate:Europe/London 2026-01-05T00:00:00.000Z',
      'daily:Asia/Tokyo 2026-01-05T15:00:00.000Z',
      'evaluate:Asia/Tokyo 2026-01-05T15:00:00.000Z',
      'daily:Europe/London 2026-01-06T00:00:00.000Z',
      'evaluate:Europe/London 2026-01-06T00:00:00.000Z',
    ]);
  });

  test('after a long downtime the oldest windows are dropped and named, per job', () => {
    const last = instant('2026-01-05T08:00:00Z');
    const lastFinished = new Map([
      ['daily:Europe/London', last],
      ['evaluate:Europe/London', last],
    ]);
    const { due, dropped } = planSweep(question({ lastFinished, now: instant('2026-02-04T12:00:00Z') }));
    expect(due).toHaveLength(28);
    expect(dropped).toEqual([
      { job: 'daily:Europe/London', count: 16, from: instant('2026-01-06'), to: instant('2026-01-21') },
      { job: 'evaluate:Europe/London', count: 16, from: instant('2026-01-06T08:00:00Z'), to: instant('2026-01-21T08:00:00Z') },
    ]);
    // Dates that were reached meanwhile belong to the first window that is carried out.
    expect(due.find(({ kind }) => kind === 'evaluate')?.after).toBe(last);
  });

  test('a playbook or a zone that joins later never fires for the past', () => {
    const lastFinished = new Map([['daily:Europe/London', instant('2026-01-06')]]);
    const due = shown(question({ calendars: [london, tokyo], lastFinished }));
    expect(due).toEqual([
      'daily:Asia/Tokyo 2026-01-05T15:00:00.000Z',
      'evaluate:Asia/Tokyo 2026-01-05T23:00:00.000Z',
      'evaluate:Europe/London 2026-01-06T08:00:00.000Z',
    ]);
  });

  test('a zone whose first window comes after those that are finished has missed nothing, however late it is looked at', () => {
    const lastFinished = new Map([['daily:Asia/Tokyo', instant('2026-01-04T15:00:00Z')]]);
    const given = question({ calendars: [london, tokyo], lastFinished, now: instant('2026-01-07T12:00:00Z') });
    const first = shown(given).slice(0, 4);
    expect(first).toEqual([
      'daily:Europe/London 2026-01-05T00:00:00.000Z',
      'evaluate:Europe/London 2026-01-05T08:00:00.000Z',
      'daily:Asia/Tokyo 2026-01-05T15:00:00.000Z',
      'evaluate:Asia/Tokyo 2026-01-05T23:00:00.000Z',
    ]);
  });

  test('stopped after any window of its first look, a new book does the rest and nothing twice', () => {
    const given = question({ calendars: [london, tokyo], now: instant('2026-01-12T12:00:00Z') });
    const all = planSweep(given).due;
    expect(all.length).toBeGreaterThan(20);
    for (let done = 1; done < all.length; done += 1) {
      const lastFinished = new Map(all.slice(0, done).map(({ job, at: finished }) => [job, finished]));
      expect(shown({ ...given, lastFinished })).toEqual(shown(given).slice(done));
    }
  });

  test('nor does one that joins after a long downtime', () => {
    const lastFinished = new Map([
      ['daily:Europe/London', instant('2026-01-20')],
      ['evaluate:Europe/London', instant('2026-01-20T08:00:00Z')],
    ]);
    const due = shown(question({ calendars: [london, tokyo], lastFinished, now: instant('2026-03-01T12:00:00Z') }));
    expect(due.filter((line) => line.includes('Tokyo'))).toEqual([
      'daily:Asia/Tokyo 2026-02-28T15:00:00.000Z',
      'evaluate:Asia/Tokyo 2026-02-28T23:00:00.000Z',
    ]);
  });

  test('a manual playbook needs no windows; one with a zone of its own is swept in that zone only', () => {
    expect(shown(question({ plans: [planOf({ start: { kind: 'manual' } })] })).join()).not.toContain('evaluate');
    const fixed = shown(question({ calendars: [london, tokyo], plans: [planOf({ timezone: 'Asia/Tokyo' })] }));
    expect(fixed.filter((line) => line.startsWith('evaluate')).every((line) => line.includes('Tokyo'))).toBe(true);
  });
});

describe('plansDueIn', () => {
  const plans = [
    planOf({ playbook: 'weekly', start: asked(at(8, 1)) }),
    planOf({ playbook: 'daily', start: asked(at(8)) }),
    planOf({ playbook: 'noon', start: asked(at(12)) }),
    planOf({ playbook: 'dated', start: dated, enroll: { ...OPEN_TO_ALL, priority: 90 } }),
    planOf({ playbook: 'manual', start: { kind: 'manual' } }),
  ];
  const due = (text: string) => plansDueIn(plans, london, instant(text)).map(({ playbook }) => playbook);

  test('a condition is asked at its own times, dates in every window, the most important first', () => {
    expect(due('2026-01-05T08:00:00Z')).toEqual(['dated', 'daily', 'weekly']);
    expect(due('2026-01-06T08:00:00Z')).toEqual(['dated', 'daily']);
    expect(due('2026-01-06T12:00:00Z')).toEqual(['dated', 'noon']);
  });
});
