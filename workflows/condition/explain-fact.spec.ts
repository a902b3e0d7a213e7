import { describe, expect, test } from '@jest/globals';
import { MONDAY, condition, context } from '../../test/support/condition-builder.js';
import { evaluateCondition } from './evaluate-condition.js';
import { explainFact } from './explain-fact.js';
import { readsOnlyOutcomes } from './reads-only-outcomes.js';

const DAY = 86_400_000;

describe('explainFact', () => {
  const explain = (text: string, given: Parameters<typeof context>[0]): readonly string[] =>
    evaluateCondition(condition(text), context(given)).facts.map((fact) => explainFact(fact));

  test('says what was read, the numbers behind it and the day', () => {
    expect(explain('wow_drop(logins) >= 50%', { series: { logins: [400, 192] } })).toEqual([
      'wow_drop(logins) was 52% (before 400, after 192) as of 2026-03-02',
    ]);
    expect(explain('activation_rate < 50%', { series: { activation_rate: [0.4166] } })).toEqual([
      'activation_rate was 41.7% as of 2026-03-02',
    ]);
    expect(explain('days_until(contract.end) < 30d', { values: { 'contract.end': MONDAY + 12.5 * DAY } })).toEqual([
      'days_until(contract.end) was 12.5d (date 2026-03-14) as of 2026-03-02',
    ]);
  });

  test('an unknown value is called unknown', () => {
    expect(explain('health.score < 60 and account.muted', { values: { 'account.muted': true } })).toEqual([
      'health.score was unknown as of 2026-03-02',
      'account.muted was yes as of 2026-03-02',
    ]);
  });
});

describe('readsOnlyOutcomes', () => {
  test('is true when no live data is needed', () => {
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached"'))).toBe(true);
    expect(readsOnlyOutcomes(condition('call_owner.outcome in ["reached"] or not (usage_check.outcome is missing)'))).toBe(true);
  });

  test('is false as soon as one part needs live data', () => {
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached" and logins < 5'))).toBe(false);
    expect(readsOnlyOutcomes(condition('account.muted'))).toBe(false);
    expect(readsOnlyOutcomes(condition('call_owner.outcome is "reached" or (logins < 5 for 2 weeks)'))).toBe(false);
  });
});
