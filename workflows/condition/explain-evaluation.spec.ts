import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCondition, hashedContext } from '../../test/support/condition-arbitraries.js';
import { condition, context, type Given } from '../../test/support/condition-builder.js';
import { UTC_CALENDAR } from '../model/calendar.js';
import type { EvaluationContext } from '../model/evaluation-context.js';
import type { Locale } from '../model/localized-text.js';
import { evaluateCondition } from './evaluate-condition.js';
import { explainEvaluation } from './explain-evaluation.js';

const DAY = 86_400_000;
/** Monday 17 March 2025. */
const AS_OF = Date.UTC(2025, 2, 17, 8);

function explain(text: string, given: Given = {}, answers: Partial<EvaluationContext> = {}, locale: Locale = 'en'): string {
  const asked = condition(text);
  const evaluation = evaluateCondition(asked, { ...context({ asOf: AS_OF, ...given }), ...answers });
  return explainEvaluation(asked, evaluation, UTC_CALENDAR, locale);
}
const weeks = { series: { logins: [900, 808, 400, 192] } };

describe('a verdict in a sentence', () => {
  test('a change over several periods: where from, where to, when, what was needed, and the answer', () => {
    const text = 'wow_drop(logins) >= 50% for 2 weeks';
    expect(explain(text, weeks)).toBe(
      'logins fell 52% week over week (400 -> 192, weeks of 3 and 10 March); needed 50% for 2 weeks: true',
    );
    expect(explain(text, weeks, {}, 'zh')).toBe(
      'logins 周环比下降 52%（400 -> 192，3月3日和3月10日两周）；要求连续 2 周达到 50%：成立',
    );
  });

  test('of several periods the one that decided is told', () => {
    expect(explain('wow_drop(logins) >= 50% for 3 weeks', weeks)).toBe(
      'logins fell 10.2% week over week (900 -> 808, weeks of 17 and 24 February); needed 50% for 3 weeks: false',
    );
    expect(explain('not (logins > 300 for 2 weeks)', weeks)).toBe(
      'logins was 192 (week of 10 March); needed at most 300 in one of the last 2 weeks: true',
    );
  });

  test('what a change had to be is said with its direction when it went the other way, or nowhere', () => {
    expect(explain('wow_rise(logins) >= 5%', weeks)).toContain('logins fell 52%');
    expect(explain('wow_rise(logins) >= 5%', weeks)).toContain('; needed a rise of at least 5%: false');
    expect(explain('wow_drop(logins) > 50%', {})).toBe(
      'the change of logins week over week was unknown (unknown -> unknown, weeks of 3 and 10 March); needed a fall of more than 50%: unknown',
    );
  });

  test('years are told when two periods lie in different ones', () => {
    expect(explain('wow_drop(logins) >= 50%', { ...weeks, asOf: Date.UTC(2026, 0, 12, 8) })).toContain(
      'weeks of 29 December 2025 and 5 January 2026',
    );
  });

  test.each([
    ['activation_rate >= 50%', 0.4996, 'activation_rate was 49.96% (16 March); needed at least 50%: false'],
    ['activation_rate < 50%', 0.499996, 'activation_rate was 49.9996% (16 March); needed less than 50%: true'],
    ['activation_rate >= 50%', 0.5, 'activation_rate was 50% (16 March); needed at least 50%: true'],
    ['visits > 60', 60.004, 'visits was 60.004 (16 March); needed more than 60: true'],
    ['visits = 60', 60.004, 'visits was 60.004 (16 March); needed exactly 60: false'],
    ['not visits = 60', 60.004, 'visits was 60.004 (16 March); needed anything but 60: true'],
    ['60 > visits', 59.999, 'visits was 59.999 (16 March); needed less than 60: true'],
  ])('rounding never contradicts the verdict: %s of %d', (text, value, sentence) => {
    expect(explain(text, { series: { activation_rate: [value], visits: [value] } })).toBe(sentence);
  });

  test('a distance is told with enough digits too', () => {
    const end = { values: { 'contract.end': Date.UTC(2025, 3, 16, 7) } };
    expect(explain('days_until(contract.end) < 30d', end)).toBe(
      'contract.end (2025-04-16) was 29.96 days away on 2025-03-17; needed less than 30 days away: true',
    );
  });

  test('parts tell their own verdicts, and together they make the whole', () => {
    const given = { ...weeks, values: { 'health.score': 58, 'account.muted': false, 'account.status': 'active' } };
    expect(explain('health.score < 60 and not account.muted', given)).toBe(
      'health.score was 58 as of 2025-03-17 (needed less than 60: true) and account.muted was no as of 2025-03-17 (needed no: true): true',
    );
    expect(explain('not (health.score < 60 or account.status is "churned")', given)).toBe(
      'health.score was 58 as of 2025-03-17 (needed at least 60: false) and account.status was active as of 2025-03-17 (needed anything but churned: true): false',
    );
    expect(explain('(health.score < 60 and logins < 300) for 2 weeks', given)).toBe(
      'health.score was 58 as of 2025-03-17 (needed less than 60) and logins was 192 (week of 10 March) (needed less than 300), for 2 weeks: false',
    );
  });

  test.each<[string, Partial<EvaluationContext>, string]>([
    [
      'count(support_call, 30d) >= 3',
      { countEvents: (_event, _span, asOf) => ({ value: 1, asOf }) },
      'support_call happened 1 time in the 30 days before 2025-03-17; needed at least 3: false',
    ],
    [
      'open_tickets(priority: "p1") > 0',
      { openTickets: (_priority, asOf) => ({ value: 2, asOf }) },
      '2 tickets of priority p1 were open on 2025-03-17; needed more than 0: true',
    ],
    [
      'not role_active("champion", 14d)',
      { roleActive: (_role, _span, asOf) => ({ value: false, asOf }) },
      'no champion was active in the 14 days before 2025-03-17; needed no: true',
    ],
    [
      'role_filled("admin")',
      { roleFilled: (_role, asOf) => ({ value: true, asOf }) },
      'there was an admin on 2025-03-17; needed yes: true',
    ],
    [
      'not reached(kick_off) by day 30',
      { milestone: (_milestone, asOf) => ({ value: false, asOf }) },
      'kick_off was not reached by day 30 (2025-01-31); needed no: true',
    ],
    [
      'reached(kick_off)',
      { milestone: (_milestone, asOf) => ({ value: AS_OF - 7 * DAY, asOf }) },
      'kick_off was reached on 2025-03-10; needed yes: true',
    ],
    [
      'days_since(champion_left) <= 7d',
      { lastEvent: (_event, asOf) => ({ value: AS_OF - 3 * DAY, asOf }) },
      'champion_left (2025-03-14) was 3 days ago on 2025-03-17; needed at most 7 days ago: true',
    ],
    ['days_since(champion_left) <= 7d', {}, 'no champion_left was known as of 2025-03-17; needed at most 7 days ago: unknown'],
    [
      'visits < platform_average(visits)',
      { standing: (_among, _metric, asOf) => ({ value: 40, asOf, since: asOf - DAY }) },
      'visits was 12 (16 March) and the average of visits over all accounts was 40 (16 March); needed visits < platform_average(visits): true',
    ],
    [
      'percentile(visits) < 20%',
      { standing: (_among, _metric, asOf) => ({ value: 0.1, asOf, since: asOf - DAY }) },
      '10% of the segment was below this account by visits (16 March); needed less than 20%: true',
    ],
    ['nps is missing', {}, 'nps was unknown (February); needed it to be missing: true'],
    ['account.segment in ["smb", "mid"]', {}, 'account.segment was unknown as of 2025-03-17; needed one of smb, mid: unknown'],
  ])('%s', (text, answers, sentence) => {
    expect(explain(text, { series: { visits: [12] }, values: { 'contract.start': Date.UTC(2025, 0, 1) } }, answers)).toBe(
      sentence,
    );
  });

  test('law: every verdict of every condition has a sentence that ends with it, in both languages', () => {
    fc.assert(
      fc.property(anyCondition, fc.integer({ min: 0, max: 100_000 }), (tree, seed) => {
        const evaluation = evaluateCondition(tree, hashedContext(seed, AS_OF, UTC_CALENDAR));
        const english = explainEvaluation(tree, evaluation, UTC_CALENDAR, 'en');
        const chinese = explainEvaluation(tree, evaluation, UTC_CALENDAR, 'zh');
        const [en, zh] =
          evaluation.value === null ? ['unknown', '未知'] : evaluation.value ? ['true', '成立'] : ['false', '不成立'];
        expect(english.endsWith(`: ${en}`)).toBe(true);
        expect(chinese.endsWith(`：${zh}`)).toBe(true);
        for (const text of [english, chinese]) expect(text).not.toMatch(/undefined|NaN|\[object|null/);
      }),
      { seed: 5, numRuns: 1_500 },
    );
  });

  test('law: the number a reader sees stands on the same side of the threshold as the verdict says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.double({ min: -0.002, max: 0.002, noNaN: true }),
        fc.constantFrom('<', '<=', '>', '>=', '='),
        (basis, off, op) => {
          const threshold = basis / 10_000;
          const asked = condition(`activation_rate ${op} ${Number((threshold * 100).toPrecision(12))}%`);
          const value = threshold + off;
          const evaluation = evaluateCondition(asked, context({ asOf: AS_OF, series: { activation_rate: [value] } }));
          const sentence = explainEvaluation(asked, evaluation, UTC_CALENDAR);
          const shown = Number(/was (-?[\d.]+)%/.exec(sentence)?.[1]) / 100;
          const again = evaluateCondition(asked, context({ asOf: AS_OF, series: { activation_rate: [shown] } }));
          expect(again.value).toBe(evaluation.value);
        },
      ),
      { seed: 6, numRuns: 1_000 },
    );
  });
});
