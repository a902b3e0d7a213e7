import { describe, expect, test } from '@jest/globals';
import type { Catalogue, MetricDefinition } from '../model/catalogue.js';
import type { Condition, Expression } from '../model/condition.js';
import type { FactValue, ValueType } from '../model/fact.js';
import { explainCondition } from './explain-condition.js';
import { explainNames } from './names.js';

const DAY = 86_400_000;
const metric = (
  id: string,
  en: string,
  zh: string,
  per: MetricDefinition['per'],
  type: MetricDefinition['type'] = 'number',
): MetricDefinition => ({
  id,
  title: { en, zh },
  type,
  per,
  source: { kind: 'imported' },
  whenEmpty: 'unknown',
  range: [0, null],
});
const catalogue: Catalogue = {
  contentHash: '',
  metrics: {
    logins: metric('logins', 'Logins', '登录次数', 'week'),
    usage_rate: metric('usage_rate', 'Weekly usage rate', '周使用率', 'week', 'percent'),
    seats_opened: metric('seats_opened', 'Seats opened', '已开通席位', 'day'),
    nps: metric('nps', 'NPS', '净推荐值', 'month'),
    bare: { ...metric('bare', '', '', 'day'), title: { en: 'bare' } },
  },
  healths: [],
  segments: [
    { id: 'mid', title: { en: 'Mid-market', zh: '中型客户' }, when: null },
    { id: 'smb', title: { en: 'Small business', zh: '小型客户' }, when: null },
  ],
};

const lit = (value: FactValue, type: ValueType = 'number'): Expression => ({ kind: 'literal', type, value });
const percent = (value: number): Expression => lit(value, 'percent');
const days = (value: number): Expression => lit(value * DAY, 'duration');
const name = (path: string, type: ValueType = 'number'): Expression => ({ kind: 'name', path, type });
const event = (id: string): Expression => ({ kind: 'reference', to: 'event', id, type: 'date' });
const milestone = (id: string): Expression => ({ kind: 'reference', to: 'milestone', id, type: 'yes_no' });
const call = (called: string, ...args: Expression[]): Expression => ({ kind: 'call', name: called, args, type: 'number' });
type Op = Extract<Condition, { kind: 'compare' }>['op'];
const cmp = (left: Expression, op: Op, right: Expression): Condition => ({ kind: 'compare', op, left, right });
const is = (path: string, value: string, negated = false): Condition => ({
  kind: 'is',
  left: name(path, 'text'),
  value,
  negated,
});
const holds = (value: Expression): Condition => ({ kind: 'holds', value });
const not = (of: Condition): Condition => ({ kind: 'not', of });
const all = (...of: Condition[]): Condition => ({ kind: 'all', of });
const any = (...of: Condition[]): Condition => ({ kind: 'any', of });
const lasting = (of: Condition, count: number, unit: 'day' | 'week' | 'month'): Condition => ({ kind: 'for', of, count, unit });

const drop = cmp(call('wow_drop', name('logins')), '>=', percent(0.5));
const health = cmp(name('health.score'), '<', lit(60));

const TABLE: readonly (readonly [Condition, string, string])[] = [
  [
    lasting(drop, 2, 'week'),
    'logins fell by 50% or more week over week, in each of the last 2 weeks',
    '登录次数连续 2 周环比下降 50% 或以上',
  ],
  [drop, 'logins fell by 50% or more week over week', '登录次数周环比下降 50% 或以上'],
  [not(drop), 'logins did not fall by as much as 50% week over week', '登录次数周环比下降不到 50%'],
  [cmp(call('mom_rise', name('nps')), '>', percent(0)), 'NPS rose month over month', '净推荐值月环比增长'],
  [
    cmp(call('yoy_rise', name('nps')), '<=', percent(-0.1)),
    'NPS fell by 10% or more year over year',
    '净推荐值同比下降 10% 或以上',
  ],
  [
    cmp(call('change_since_start', name('logins')), '>=', percent(0.2)),
    'logins rose by 20% or more since the run began',
    '登录次数较本次执行开始时增长 20% 或以上',
  ],
  [health, 'the health score is below 60', '健康分低于 60'],
  [not(health), 'the health score is 60 or more', '健康分不低于 60'],
  [lasting(health, 1, 'week'), 'the health score was below 60, in the last full week', '健康分上周低于 60'],
  [cmp(lit(8), '<=', name('seats_opened')), 'seats opened stood at 8 or more', '已开通席位不低于 8'],
  [cmp(name('logins'), '<', lit(10)), 'logins last week stood below 10', '登录次数（上周）低于 10'],
  [cmp(name('bare'), '=', lit(3)), '`bare` stood at exactly 3', '`bare` 等于 3'],
  [not(cmp(name('bare'), '=', lit(3))), 'it is not so that `bare` stood at exactly 3', '并非 `bare` 等于 3'],
  [
    lasting(cmp(name('usage_rate', 'percent'), '<', call('platform_average', name('usage_rate'))), 3, 'month'),
    "weekly usage rate stood below the platform's average, in each of the last 3 months",
    '周使用率连续 3 个月低于全平台均值',
  ],
  [
    cmp(call('percentile', name('usage_rate')), '<', percent(0.2)),
    "the share of the segment's accounts that lie below this one in weekly usage rate last week is below 20%",
    '同分层中周使用率（上周）低于本客户的客户占比低于 20%',
  ],
  [
    cmp(call('days_since', name('contract.start', 'date')), '>=', days(30)),
    'it is 30 days or more since the contract began',
    '距合同开始已满 30 天',
  ],
  [
    cmp(call('days_until', name('contract.end', 'date')), '<=', days(90)),
    'it is 90 days or less until the contract ends',
    '距合同到期不超过 90 天',
  ],
  [
    cmp(call('days_since', event('my_event')), '<', days(7)),
    'it is less than 7 days since the event `my_event` last happened',
    '距事件 `my_event` 最近一次发生不足 7 天',
  ],
  [
    cmp(name('days_in_stage', 'duration'), '>', days(60)),
    'the account has been in its lifecycle stage for more than 60 days',
    '处于当前生命周期阶段已超过 60 天',
  ],
  [is('health.band', 'red'), 'the health band is red', '健康度为红色'],
  [is('account.segment', 'smb'), 'the account is in the segment Small business', '客户属于“小型客户”分层'],
  [
    { kind: 'in', left: name('account.segment', 'text'), values: ['smb', 'mid'], negated: true },
    'the account is not in the segment Small business or Mid-market',
    '客户不属于“小型客户”或“中型客户”分层',
  ],
  [is('account.status', 'churned'), 'the account is churned', '客户状态为“已流失”'],
  [is('account.region', 'north'), 'the account\'s `region` is "north"', '客户的 `region` 为“north”'],
  [is('call_owner.outcome', 'reached'), 'the outcome of `call_owner` is "reached"', '步骤 `call_owner` 的结果为“reached”'],
  [is('usage.outcome', 'met', true), 'the outcome of `usage` is not "met"', '步骤 `usage` 的结果不是“met”（达标）'],
  [holds(lit(false, 'yes_no')), 'it is never so', '恒不成立'],
  [not(holds(lit(false, 'yes_no'))), 'it is always so', '恒成立'],
  [not(holds(name('account.vip', 'yes_no'))), "the account's `vip` is not yes", '客户的 `vip` 为否'],
  [{ kind: 'missing', left: name('nps'), negated: false }, 'there is no value for NPS last month', '净推荐值（上月）没有数据'],
  [holds(name('account.muted', 'yes_no')), 'the account is muted', '客户已设为免打扰'],
  [not(holds(name('account.muted', 'yes_no'))), 'the account is not muted', '客户未设为免打扰'],
  [
    not(holds(call('reached', milestone('key_behaviour'), lit(90)))),
    'the milestone `key_behaviour` was not reached by day 90 of the contract',
    '里程碑 `key_behaviour` 未在合同开始后第 90 天（含）前达成',
  ],
  [
    not(holds(call('role_active', lit('decision_maker', 'text')))),
    'no decision maker used the product in the last 30 days (default)',
    '决策人最近 30 天（默认）内没有使用过产品',
  ],
  [not(holds(call('role_filled', lit('admin', 'text')))), 'the account has no administrator', '客户没有管理员'],
  [
    cmp(call('count', event('support_call'), days(30)), '>=', lit(3)),
    'there were 3 or more events `support_call` in the last 30 days',
    '最近 30 天内事件 `support_call` 达到 3 次或以上',
  ],
  [
    cmp(call('open_tickets', lit('p1', 'text')), '>', lit(0)),
    'there is at least one open support ticket of priority "p1"',
    '优先级为“p1”的未关闭工单至少 1 个',
  ],
  [
    any(all(drop, health), is('health.band', 'red')),
    '(logins fell by 50% or more week over week and the health score is below 60) or the health band is red',
    '（登录次数周环比下降 50% 或以上，且健康分低于 60），或健康度为红色',
  ],
  [
    lasting(all(drop, health), 2, 'week'),
    '(logins fell by 50% or more week over week and the health score was below 60), in each of the last 2 weeks',
    '连续 2 周满足（登录次数环比下降 50% 或以上，且健康分低于 60）',
  ],
  [
    not(all(health, is('health.band', 'green'))),
    'the health score is 60 or more or the health band is not green',
    '健康分不低于 60，或健康度不是绿色',
  ],
];

describe('a condition in words', () => {
  test.each(TABLE.map(([condition, en, zh]) => [en, condition, zh] as const))('%s', (en, condition, zh) => {
    expect(explainCondition(condition, 'en', explainNames(catalogue, 'en'))).toBe(en);
    expect(explainCondition(condition, 'zh', explainNames(catalogue, 'zh'))).toBe(zh);
  });

  test('a double negation is none', () => {
    expect(explainCondition(not(not(health)), 'en')).toBe('the health score is below 60');
  });

  test('without a catalogue ids stand for themselves', () => {
    expect(explainCondition(drop, 'en')).toBe('`logins` fell by 50% or more week over week');
    expect(explainCondition(drop, 'zh')).toBe('`logins` 周环比下降 50% 或以上');
  });
});
