import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../../test/support/account-data-builder.js';
import { addDuration, UTC_CALENDAR } from '../model/calendar.js';
import type { ContractDate, LifecycleStage } from '../model/catalogue.js';
import type { DurationUnit } from '../model/time.js';
import { buildZoneCalendar } from './build-zone-calendar.js';
import { stageAt, type StageQuestion } from './stage-at.js';

const CONTRACT = { start: instant('2026-01-01'), end: instant('2027-01-01') };

function date(
  amount: number,
  unit: DurationUnit,
  direction: ContractDate['direction'],
  anchor: ContractDate['anchor'],
): ContractDate {
  return { offset: { amount, unit }, direction, anchor };
}

function stage(id: string, from: ContractDate, more: Partial<LifecycleStage> = {}): LifecycleStage {
  return { id, title: { en: id }, segments: [], begins: { kind: 'date', from, bySegment: {} }, ...more };
}

const STAGES = [
  stage('onboarding', date(0, 'd', 'after', 'contract.start')),
  stage('growth', date(1, 'mo', 'after', 'contract.start')),
  stage('maturity', date(3, 'mo', 'after', 'contract.start')),
  stage('renewal', date(3, 'mo', 'before', 'contract.end')),
];

function question(at: string, more: Partial<StageQuestion> = {}): StageQuestion {
  return { at: instant(at), calendar: UTC_CALENDAR, segment: null, contract: CONTRACT, holds: () => null, ...more };
}

describe('the stage of an account', () => {
  test.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 'onboarding'],
    ['2026-01-31', 'onboarding'],
    ['2026-02-01', 'growth'],
    ['2026-03-31', 'growth'],
    ['2026-04-01', 'maturity'],
    ['2026-09-30', 'maturity'],
    ['2026-10-01', 'renewal'],
    ['2028-01-01', 'renewal'],
  ])('on %s it is %s', (at, id) => {
    expect(stageAt(STAGES, question(at))?.id).toBe(id);
  });

  test('there is one for every date from the first one on, and time never leads back to an earlier one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 800 }), (a, b) => {
        const onDay = (day: number) => stageAt(STAGES, { ...question('2026-01-01'), at: CONTRACT.start + day * 86_400_000 });
        const [early, late] = [onDay(Math.min(a, b)), onDay(Math.max(a, b))].map((one) =>
          STAGES.findIndex(({ id }) => id === one?.id),
        );
        return early !== undefined && late !== undefined && early >= 0 && early <= late;
      }),
      { numRuns: 300 },
    );
  });

  test('begins at midnight of the account, also over a change of the clocks', () => {
    const calendar = buildZoneCalendar('Europe/Berlin', instant('2025-01-01'), instant('2028-01-01'));
    const start = instant('2026-01-01') - 3_600_000;
    const contract = { start, end: addDuration(calendar, start, { amount: 12, unit: 'mo' }) };
    const at = (text: string) => stageAt(STAGES, question('2026-01-01', { calendar, contract, at: instant(text) }))?.id;
    expect(at('2026-03-31T21:59:59.999Z')).toBe('growth');
    expect(at('2026-03-31T22:00:00Z')).toBe('maturity');
  });

  test('has dates of its own per segment', () => {
    const growth = stage('growth', date(30, 'd', 'after', 'contract.start'), {
      begins: {
        kind: 'date',
        from: date(30, 'd', 'after', 'contract.start'),
        bySegment: { enterprise: date(90, 'd', 'after', 'contract.start') },
      },
    });
    const stages = [stage('onboarding', date(0, 'd', 'after', 'contract.start')), growth];
    expect(stageAt(stages, question('2026-02-15', { segment: 'enterprise' }))?.id).toBe('onboarding');
    expect(stageAt(stages, question('2026-02-15', { segment: 'smb' }))?.id).toBe('growth');
    expect(stageAt(stages, question('2026-02-15'))?.id).toBe('growth');
  });

  test('is not one of another segment', () => {
    const pilot = stage('pilot', date(0, 'd', 'after', 'contract.start'), { segments: ['enterprise'] });
    expect(stageAt([...STAGES, pilot], question('2026-05-01', { segment: 'enterprise' }))?.id).toBe('pilot');
    expect(stageAt([...STAGES, pilot], question('2026-05-01', { segment: 'smb' }))?.id).toBe('maturity');
    expect(stageAt([...STAGES, pilot], question('2026-05-01'))?.id).toBe('maturity');
  });

  test('by a condition has begun while it is true; unknown has not', () => {
    const condition = { kind: 'any', of: [] } as const;
    const lost = stage('lost', date(0, 'd', 'after', 'contract.start'), {
      begins: { kind: 'condition', when: { text: 'account.status is "churned"', condition } },
    });
    const asked = (holds: StageQuestion['holds']) => stageAt([...STAGES, lost], question('2026-05-01', { holds }))?.id;
    expect([asked(() => true), asked(() => false), asked(() => null)]).toEqual(['lost', 'maturity', 'maturity']);
  });

  test('without a contract has not begun by any date', () => {
    expect(stageAt(STAGES, question('2026-05-01', { contract: null }))).toBeNull();
  });
});
