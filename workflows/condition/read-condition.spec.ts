import { describe, expect, test } from '@jest/globals';
import { saysOf } from '../model/diagnostic.js';
import fc from 'fast-check';
import { anyCondition } from '../../test/support/condition-arbitraries.js';
import { METRICS, SCOPE } from '../../test/support/condition-builder.js';
import type { Condition } from '../model/condition.js';
import { printCondition } from './print-condition.js';
import { readCondition, readExpression } from './read-condition.js';

/** `[code] text it points at -> suggestion` of the only problem. */
function problem(text: string, scope = SCOPE): string {
  const { condition, problems } = readCondition(text, scope);
  expect(condition).toBeNull();
  expect(problems).toHaveLength(1);
  const [one] = problems;
  return one ? `[${one.code}] ${text.slice(one.start, one.end)}${one.suggestion ? ` -> ${saysOf(one.suggestion)}` : ''}` : '';
}

describe('what a condition may not be, and what to write', () => {
  test.each([
    ['wow_drop(logins) >= 50', '[percent-vs-number] 50 -> write 50% instead of 50'],
    ['activation_rate < 0.5', '[percent-vs-number] 0.5 -> write 50% instead of 0.5'],
    ['logins > 50%', '[percent-vs-number] 50% -> write 50 instead of 50%'],
    ['60% > health.score', '[percent-vs-number] 60% -> write 60 instead of 60%'],
    ['days_until(contract.end) < 30', '[type-mismatch] 30 -> write 30d instead of 30'],
    ['contract.end < 30d', '[type-mismatch] 30d -> compare a distance: days_until(contract.end) < 30d'],
    ['days_until(contract.end) < 2mo', '[invalid-duration] 2mo -> write days, e.g. 60d'],
    ['days_until(contract.end) < 5m', '[invalid-duration] 5m -> write 5min for minutes or 5mo for months'],
    ['account.status is "chruned"', '[unknown-value] "chruned" -> did you mean "churned"?'],
    ['account.segment in ["smb", "mdi"]', '[unknown-value] "mdi" -> did you mean "mid"?'],
    [
      'account.status = "active"',
      '[wrong-operator] account.status = "active" -> texts are compared with is: account.status is "active"',
    ],
    ['account.muted = 1', '[type-mismatch] account.muted = 1 -> write account.muted or not account.muted'],
    ['account.muted is "yes"', '[type-mismatch] account.muted is "yes" -> write account.muted or not account.muted'],
    ['health.score is "low"', '[type-mismatch] health.score is "low" -> write a comparison, e.g. health.score >= 1'],
    ['health.score', '[type-mismatch] health.score -> write e.g. health.score >= 60'],
    ['account.status', '[type-mismatch] account.status -> write e.g. account.status is "trial"'],
    ['health.score < 600', '[always-true] health.score < 600'],
    ['health.score > 100', '[always-false] health.score > 100'],
    ['logins >= 0', '[always-true] logins >= 0'],
    ['0 > logins', '[always-false] 0 > logins'],
    ['wow_drop(logins) > 100%', '[always-false] wow_drop(logins) > 100%'],
    ['nps = 101', '[always-false] nps = 101'],
    ['5 > 3', '[always-true] 5 > 3 -> name a metric on one side'],
    ['loginz < 5', '[unknown-name] loginz -> did you mean "logins"?'],
    ['helth.score < 5', '[unknown-name] helth.score -> did you mean "health.score"?'],
    ['account.mutde', '[unknown-name] account.mutde -> did you mean "account.muted"?'],
    ['call_owner is "reached"', '[unknown-name] call_owner -> it is a step: write call_owner.outcome'],
    ['call_ownr.outcome is "reached"', '[unknown-name] call_ownr.outcome -> did you mean "call_owner"?'],
    ['call_owner.outcome is "reachd"', '[unknown-value] "reachd" -> did you mean "reached"?'],
    ['send_plan.outcome is "sent"', '[not-readable-here] send_plan.outcome -> ask for it in a branch after the step'],
    ['call_owner.outcome is "reached" for 2 weeks', '[not-readable-here] call_owner.outcome -> leave out the "for"'],
    ['wow_dorp(logins) > 5%', '[unknown-function] wow_dorp -> did you mean "wow_drop"?'],
    ['wow_drop(nps) > 5%', '[wrong-argument] nps -> write mom_drop(nps)'],
    ['mom_rise(logins) > 5%', '[wrong-argument] logins -> write wow_rise(logins)'],
    ['wow_drop(visits) > 5%', '[wrong-argument] visits -> define a metric with per: week for it'],
    ['wow_drop(logins, nps) > 5%', '[wrong-argument] wow_drop(logins, nps)'],
    ['days_since(logins) > 5d', '[wrong-argument] logins -> known: contract.start, contract.end, lifecycle.since, judgement.at'],
    ['wow_drop > 5%', '[unknown-name] wow_drop -> it is a function: write wow_drop(...)'],
    [
      'account.champion is missing',
      '[unknown-name] account.champion -> ask for a role: role_filled("champion") or role_active("champion")',
    ],
    ['open_tickets("p1") > 0', '[wrong-argument] "p1" -> write priority: before it'],
    ['open_tickets(urgency: "p1") > 0', '[wrong-argument] urgency -> known: priority'],
    ['open_tickets(priority: "p9") > 0', '[unknown-value] "p9" -> did you mean "p1"?'],
    ['open_tickets(priority: p1) > 0', '[wrong-argument] p1 -> write "p1"'],
    ['open_tickets() >= 0', '[always-true] open_tickets() >= 0'],
    ['open_tickets(priority: "p1", priority: "p2") > 0', '[wrong-argument] priority -> keep one of the two'],
    [
      'wow_drop(metric: logins) > 5%',
      '[wrong-argument] metric -> write the value alone, e.g. wow_drop(logins) >= 50% for 2 weeks',
    ],
    ['wow_drop(logins: ) > 5%', '[condition-syntax] )'],
    ['wow_drop("a": logins) > 5%', '[condition-syntax] : -> write e.g. priority: "p1"'],
    ['count(login) > 3', '[wrong-argument] count(login) -> write e.g. count(support_call, 30d) >= 3'],
    ['count(logn, 30d) > 3', '[unknown-name] logn -> did you mean "login"?'],
    ['count("login", 30d) > 3', '[wrong-argument] "login" -> write login without quotes'],
    ['count(logins, 30d) > 3', '[unknown-name] logins -> did you mean "login"?'],
    ['count(login, 30) > 3', '[type-mismatch] 30 -> write 30d'],
    ['count(login, 2mo) > 3', '[invalid-duration] 2mo -> write days, e.g. 60d'],
    ['count(login, 0d) > 3', '[invalid-duration] 0d -> write e.g. 30d'],
    ['count(login, parameter.floor) > 3', '[type-mismatch] parameter.floor -> name a parameter with type: duration'],
    ['count(login, 30d) > 50%', '[percent-vs-number] 50% -> write 50 instead of 50%'],
    ['days_since(champion_lef) < 7d', '[unknown-name] champion_lef -> did you mean "champion_left"?'],
    ['days_since(30d) < 7d', '[wrong-argument] 30d -> write e.g. days_since(champion_left) <= 7d'],
    [
      'days_until(champion_left) < 7d',
      '[wrong-argument] champion_left -> write days_since(champion_left) for the time since it happened',
    ],
    ['days_since(contract.ende) < 7d', '[wrong-argument] contract.ende -> did you mean "contract.end"?'],
    [
      'champion_left',
      '[unknown-name] champion_left -> it is an event: write count(champion_left, 30d) or days_since(champion_left)',
    ],
    ['reached(kick_of)', '[unknown-name] kick_of -> did you mean "kick_off"?'],
    ['reached(kick_off) > 3', '[type-mismatch] reached(kick_off) > 3 -> write reached(kick_off) or not reached(kick_off)'],
    ['reached(kick_off) by day 90d', '[condition-syntax] 90d -> write by day 90'],
    ['reached(kick_off) by day 1.5', '[condition-syntax] 1.5 -> write e.g. by day 90'],
    ['reached(kick_off) by 90', '[condition-syntax] 90 -> write e.g. by day 90'],
    ['reached(kick_off) by', '[condition-syntax] y -> write e.g. by day 90'],
    ['role_filled("admin") by day 90', '[wrong-argument] by day 90 -> leave it out'],
    ['kick_off', '[unknown-name] kick_off -> it is a milestone: write reached(kick_off)'],
    ['role_filled("chmpion")', '[unknown-value] "chmpion" -> did you mean "champion"?'],
    ['role_filled(champion)', '[wrong-argument] champion -> write "champion"'],
    ['role_active()', '[wrong-argument] role_active() -> write e.g. not role_active("champion", 14d)'],
    ['role_active("champion", 14)', '[type-mismatch] 14 -> write 14d'],
    [
      'role_active("champion") is "yes"',
      '[type-mismatch] role_active("champion") is "yes" -> write role_active("champion") or not role_active("champion")',
    ],
    ['days_in_stage() > 5d', '[unknown-function] days_in_stage -> write days_in_stage without parentheses'],
    ['days_in_stage > 5', '[type-mismatch] 5 -> write 5d instead of 5'],
    ['lifecycle.stage is "matur"', '[unknown-value] "matur" -> did you mean "mature"?'],
    ['lifecycle.days > 5d', '[unknown-name] lifecycle.days -> write days_in_stage'],
    ['judgement.rating > 5', '[always-false] judgement.rating > 5'],
    ['contract.renewal is "won"', '[unknown-value] "won" -> known: open, renewed, lost'],
    ['activation_rate < platform_average(logins)', '[percent-vs-number] activation_rate < platform_average(logins)'],
    ['percentile(logins) < 20', '[percent-vs-number] 20 -> write 20% instead of 20'],
    ['platform_average(health.score) > 5', '[wrong-argument] health.score -> write e.g. platform_average(logins)'],
    ['logins < parameter.flor', '[unknown-name] parameter.flor -> did you mean "floor"?'],
    ['logins < parameter.target', '[percent-vs-number] logins < parameter.target'],
    [
      'days_since(contract.start) > parameter.months_off',
      '[invalid-duration] parameter.months_off -> give the parameter a length in days to compare it',
    ],
    ['logins < floor', '[unknown-name] floor -> it is a parameter: write parameter.floor'],
    ['account.segment is parameter.floor', '[type-mismatch] parameter.floor -> name a parameter with type: text'],
    [
      'account.status is parameter.size',
      '[unknown-value] parameter.size -> give the parameter only values of account.status: trial, active, churned',
    ],
    [
      'account.segment = parameter.size',
      '[wrong-operator] account.segment = parameter.size -> texts are compared with is: account.segment is parameter.size',
    ],
    ['logins < 5 && nps < 0', '[wrong-operator] && -> write and'],
    ['logins < 5 AND nps < 0', '[wrong-operator] AND -> write and'],
    ['logins != 5', '[wrong-operator] != -> write is not "x" for text, or not (a = b) for numbers'],
    ['logins == 5', '[wrong-operator] == -> write is "x" for text, or = for numbers'],
    ['logins ≥ 5', '[wrong-operator] ≥ -> write >='],
    ['（logins < 5）', '[wrong-operator] （ -> write ('],
    ["account.status is 'active'", '[wrong-operator] \' -> write "'],
    ['logins + 1 > 5', '[wrong-operator] + -> define a metric for it in the metrics file and compare that'],
    ['logins < 5 and nps < 0 or account.muted', '[mixed-and-or] or -> write parentheses, e.g. (logins < 5 and nps < 0) or ...'],
    ['0 < logins < 5', '[chained-comparison] < -> write 0 < logins and logins < ...'],
    [
      'nps < 0 and logins < 5 for 2 weeks',
      '[ambiguous-for] for 2 weeks -> write nps < 0 and (logins < 5 for 2 weeks), or (nps < 0 and logins < 5) for 2 weeks',
    ],
    [
      'not logins < 5 for 2 weeks',
      '[ambiguous-for] not logins < 5 for 2 weeks -> write not (logins < 5 for 2 weeks), or (not logins < 5) for 2 weeks',
    ],
    ['logins < 5 for 14d', '[condition-syntax] 14d -> write e.g. for 2 weeks'],
    ['logins < 5 for 2 wekes', '[condition-syntax] wekes -> did you mean "weeks"?'],
    ['logins < 5 for 1.5 weeks', '[condition-syntax] 1.5 -> write e.g. for 2 weeks'],
    ['(logins < 5 for 2 weeks) for 2 days', '[condition-syntax] (logins < 5 for 2 weeks) -> keep one of the two'],
    ['(logins < 5', '[condition-syntax] ( -> add a ) where it ends'],
    ['logins <', '[condition-syntax] < -> complete it or remove the last word'],
    ['account.status is active', '[condition-syntax] active -> write is "active"'],
    ['account.status is "active', '[condition-syntax] "active -> add a " at its end'],
    [
      'contract.end < 2026-12-31',
      '[condition-syntax] 2026-12-31 -> write a distance instead, e.g. days_until(contract.end) < 30d',
    ],
    ['', '[condition-syntax] '],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test('independent mistakes are told all at once', () => {
    expect(
      readCondition('loginz < 5 and helth.score < 5 and wow_drop(logins) > 5', SCOPE).problems.map(({ code }) => code),
    ).toEqual(['unknown-name', 'unknown-name', 'percent-vs-number']);
  });

  test('outside a run there is no start to measure from', () => {
    expect(problem('change_since_start(logins) > 5%', { ...SCOPE, insideRun: false })).toMatch(/^\[not-readable-here\]/);
  });

  test('a health score cannot ask for health, nor a segment for the segment', () => {
    expect(problem('health.score < 5', { ...SCOPE, forbidden: ['health'] })).toMatch(/^\[not-readable-here\]/);
    expect(problem('account.segment is "smb"', { ...SCOPE, forbidden: ['segment'] })).toMatch(/^\[not-readable-here\]/);
  });

  test('when the metrics could not be read, names are not reported a second time', () => {
    expect(readCondition('whatever < 5 and wow_drop(other) > 5%', { ...SCOPE, metrics: null }).problems).toEqual([]);
  });
});

describe('what a condition may be', () => {
  test.each([
    ['logins<5', 'logins < 5'],
    ['( logins < 5 )', 'logins < 5'],
    ['account.segment in ["smb","mid"]', 'account.segment in ["smb", "mid"]'],
    ['account.status not in ["churned"]', 'account.status not in ["churned"]'],
    ['(logins < 5 and nps < 0) or account.muted', '(logins < 5 and nps < 0) or account.muted'],
    ['wow_drop( logins )>=50%  for 2 weeks', 'wow_drop(logins) >= 50% for 2 weeks'],
    ['logins < 5 for 1 week', 'logins < 5 for 1 week'],
    ['(logins < 5 for 2 weeks) and nps < 0', '(logins < 5 for 2 weeks) and nps < 0'],
    ['days_until(contract.end) <= 2w', 'days_until(contract.end) <= 14d'],
    ['account.region is "north"', 'account.region is "north"'],
    ['account.arr > 1000', 'account.arr > 1000'],
    ['nps < -20', 'nps < -20'],
    ['activation_rate < 12.5%', 'activation_rate < 12.5%'],
    ['not (account.muted or logins = 0)', 'not (account.muted or logins = 0)'],
    ['metric( logins )<10', 'metric(logins) < 10'],
    ['open_tickets( priority:"p1" )>0', 'open_tickets(priority: "p1") > 0'],
    ['open_tickets() > 0', 'open_tickets() > 0'],
    ['not reached(kick_off)  by  day 90', 'not reached(kick_off) by day 90'],
    ['reached(kick_off) and reached(key_behaviour) by day 90', 'reached(kick_off) and reached(key_behaviour) by day 90'],
    ['reached(kick_off) by day 30 for 2 days', 'reached(kick_off) by day 30 for 2 days'],
    ['role_active("champion", 2w)', 'role_active("champion", 14d)'],
    ['count(login, parameter.quiet_days) < parameter.floor', 'count(login, parameter.quiet_days) < parameter.floor'],
    ['days_since(champion_left) <= parameter.quiet_days', 'days_since(champion_left) <= parameter.quiet_days'],
    ['account.segment is not parameter.size and parameter.strict', 'account.segment is not parameter.size and parameter.strict'],
    [
      'activation_rate < segment_median(activation_rate) for 3 months',
      'activation_rate < segment_median(activation_rate) for 3 months',
    ],
    ['days_since(account.renewed_on) > 30d', 'days_since(account.renewed_on) > 30d'],
    ['days_in_stage > 60d', 'days_in_stage > 60d'],
  ])('%s', (text, canonical) => {
    const { condition, problems } = readCondition(text, SCOPE);
    expect(problems).toEqual([]);
    expect(condition?.text).toBe(canonical);
  });

  test('a percent is a fraction, a duration is milliseconds', () => {
    expect(readExpression('7%', SCOPE).expression).toEqual({ kind: 'literal', type: 'percent', value: 0.07 });
    expect(readExpression('2w', SCOPE).expression).toEqual({ kind: 'literal', type: 'duration', value: 14 * 86_400_000 });
  });
});

function depth(condition: Condition): number {
  if (condition.kind === 'all' || condition.kind === 'any') return 1 + Math.max(...condition.of.map(depth));
  return condition.kind === 'not' || condition.kind === 'for' ? 1 + depth(condition.of) : 1;
}

describe('laws', () => {
  test('reading what was printed gives the same condition', () => {
    fc.assert(
      fc.property(
        anyCondition.filter((one) => depth(one) < 15),
        (condition) => {
          const text = printCondition(condition);
          fc.pre(text.length < 2_000);
          const read = readCondition(text, SCOPE);
          expect(read.problems).toEqual([]);
          expect(read.condition).toEqual({ text, condition });
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  test('what is printed is canonical: printing what was read changes nothing', () => {
    fc.assert(
      fc.property(
        anyCondition.filter((one) => depth(one) < 15),
        fc.constantFrom(' ', '  ', '\n'),
        (condition, space) => {
          const text = printCondition(condition);
          fc.pre(text.length < 1_000);
          const loose = text.replace(/ /g, space).replace(/([(,)])/g, '$1 ');
          const read = readCondition(loose, SCOPE);
          expect(read.problems).toEqual([]);
          expect(read.condition?.text).toBe(text);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  test('any text gives a condition or problems inside it, never an exception', () => {
    const piece = fc.constantFrom(
      ...[
        'and',
        'or',
        'not',
        'is',
        'in',
        'missing',
        'for',
        '2',
        'weeks',
        '50%',
        '5d',
        '"smb"',
        '[',
        ']',
        '(',
        ')',
        ',',
        ':',
        '<',
        '>=',
        '=',
      ],
      ...[
        ...Object.keys(METRICS),
        'health.score',
        'account.segment',
        'wow_drop',
        'reached',
        'kick_off',
        'by',
        'day',
        'count',
        'login',
        'open_tickets',
        'priority',
        'parameter.size',
        'role_active',
        'call_owner.outcome',
        '"',
        '.',
        '-',
        '登',
        '😀',
        '\u0000',
        '\n',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const { condition, problems } = readCondition(text, SCOPE);
          expect(condition === null).toBe(problems.length > 0);
          for (const { start, end } of problems) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
          }
        },
      ),
      { seed: 11, numRuns: 3_000 },
    );
  });

  test('deep nesting and great length are refused, not survived by luck', () => {
    expect(readCondition('('.repeat(1_900), SCOPE).problems).toHaveLength(1);
    expect(readCondition('wow_drop('.repeat(200), SCOPE).problems).toHaveLength(1);
    expect(readCondition('not '.repeat(400), SCOPE).problems).toHaveLength(1);
    expect(readCondition('logins < 5 and '.repeat(5_000), SCOPE).problems).toHaveLength(1);
  });
});
