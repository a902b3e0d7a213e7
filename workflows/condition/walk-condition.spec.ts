import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCondition } from '../../test/support/condition-arbitraries.js';
import { condition, context } from '../../test/support/condition-builder.js';
import { bindParameters } from './bind-parameters.js';
import { evaluateCondition } from './evaluate-condition.js';
import { isRunnable, needsOf } from './needs-of.js';
import { printCondition } from './print-condition.js';
import { namesOf } from './walk-condition.js';

const DAY = 86_400_000;

describe('what is in a condition', () => {
  test('names are told as often as they stand there, functions and constants are no names', () => {
    expect(namesOf(condition('wow_drop(logins) >= 50% and (logins < 5 or account.muted)'))).toEqual([
      'logins',
      'logins',
      'account.muted',
    ]);
    expect(
      namesOf(condition('count(login, parameter.quiet_days) > parameter.floor and account.segment is parameter.size')),
    ).toEqual(['parameter.quiet_days', 'parameter.floor', 'account.segment', 'parameter.size']);
  });

  test('needs are told once, and an event is told apart from a date', () => {
    expect(
      needsOf(condition('days_since(contract.start) > 5d and days_since(champion_left) < 5d and logins < 5 and logins > 1')),
    ).toEqual(['days_since', 'contract.start', 'days_since(event)', 'logins']);
  });

  test('what the engine keeps no data for yet is told apart from what it answers', () => {
    const needs = needsOf(
      condition(
        'wow_drop(logins) > 5% and role_filled("admin") and call_owner.outcome is "reached" and account.region is "x" and ' +
          'lifecycle.stage is "mature" and open_tickets() > 0 and days_since(champion_left) < 5d and percentile(logins) < 5%',
      ),
    );
    expect(needs.filter((need) => !isRunnable(need))).toEqual([
      'lifecycle.stage',
      'open_tickets',
      'days_since(event)',
      'percentile',
    ]);
  });
});

describe('bindParameters', () => {
  const values = { quiet_days: 7 * DAY, floor: 40, target: 0.5, strict: true, size: 'mid' };

  test('puts the values where the parameters stood', () => {
    const bound = (text: string): string => printCondition(bindParameters(condition(text), values));
    expect(bound('days_since(champion_left) <= parameter.quiet_days')).toBe('days_since(champion_left) <= 7d');
    expect(bound('count(login, parameter.quiet_days) < parameter.floor')).toBe('count(login, 7d) < 40');
    expect(bound('account.segment is not parameter.size')).toBe('account.segment is not "mid"');
    expect(bound('(logins < parameter.floor for 2 weeks) or not wow_drop(logins) > parameter.target')).toBe(
      '(logins < 40 for 2 weeks) or not wow_drop(logins) > 50%',
    );
  });

  test('an unbound parameter is unknown, a bound one is answered', () => {
    const asked = condition('parameter.strict and account.segment is parameter.size');
    const given = context({ values: { 'account.segment': 'mid' } });
    expect(evaluateCondition(asked, given).value).toBeNull();
    expect(evaluateCondition(bindParameters(asked, values), given)).toMatchObject({
      value: true,
      facts: [{ name: 'account.segment' }],
    });
  });

  test('law: no parameter is left, and a condition without any is not changed', () => {
    fc.assert(
      fc.property(anyCondition, (tree) => {
        const bound = bindParameters(tree, values);
        expect(namesOf(bound).filter((name) => name.startsWith('parameter.'))).toEqual([]);
        expect(bindParameters(tree, {})).toEqual(tree);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
