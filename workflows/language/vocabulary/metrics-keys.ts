import { DEFAULTS } from '../defaults.js';
import { API_VERSION_KEY, kindKey } from './playbook-keys.js';
import {
  LENGTH,
  ID,
  LOCALIZED,
  METRIC_VALUE,
  PLAIN,
  TEXT,
  define,
  either,
  entries,
  integer,
  listOf,
  mapping,
  optional,
  reference,
  required,
  word,
} from './shape.js';

/** How a metric is computed, and the keys that go with each way. */
export const METRIC_SOURCES: Readonly<Record<string, readonly string[]>> = {
  count: ['of', 'at_least', 'sum_of', 'role', 'where'],
  sum: ['of', 'role', 'where'],
  average: ['of', 'role', 'where'],
  distinct: ['of', 'role', 'where'],
  last_seen: ['role', 'where'],
  open: ['from', 'until', 'within'],
  reached: ['of'],
  seats: [],
  bought: [],
  ratio: ['as'],
  imported: [],
};

const SOURCES = Object.keys(METRIC_SOURCES);
const sourcesWith = (key: string): readonly string[] => SOURCES.filter((source) => METRIC_SOURCES[source]?.includes(key));

/** What people see. */
export const TITLE_KEY = optional(
  LOCALIZED,
  '{ en: Weekly logins, zh: 每周登录次数 }',
  'What people see; left out: its id.',
  '显示给人看的名称；不写则为标识。',
);
/** What is measured, and the events, traits and places a playbook may name. */
export const METRICS_MAPPINGS = {
  metrics_file: define(
    { en: 'What is measured, and what else playbooks may name.', zh: '度量什么，以及剧本还能引用什么。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Metrics'),
      metrics: required(
        entries('id', mapping('metric')),
        '{ logins: { count: events, of: login, per: week } }',
        'Metrics by their id.',
        '各项指标。',
      ),
      events: optional(
        entries('id', mapping('event_type')),
        '{ support_call: { properties: { minutes: number } } }',
        'What happens to accounts, as the product reports it.',
        '产品上报的客户事件。',
      ),
      attributes: optional(
        entries('id', mapping('attribute')),
        '{ region: { type: text, values: [north, south] } }',
        'Traits of an account: account.<id>.',
        '客户属性：account.<名称>。',
      ),
      endpoints: optional(
        entries('id', mapping('place')),
        '{ crm_sync: { title: CRM } }',
        'Addresses that webhook steps may call; the address itself is configuration.',
        'webhook 步骤可调用的地址；地址本身在部署配置里。',
      ),
      chats: optional(
        entries('id', mapping('place')),
        '{ cs_team: { title: CS team } }',
        'Chats that chat steps may post to.',
        'chat 步骤可发送的群聊。',
      ),
      tickets: optional(mapping('tickets'), '{ priorities: [p1, p2, p3] }', 'Support tickets.', '工单。'),
    },
  ),
  metric: define(
    { en: 'A series of closed periods, computed in exactly one way.', zh: '由已结束的周期组成的序列，只有一种算法。' },
    {
      title: TITLE_KEY,
      count: optional(
        word('events', 'contacts'),
        'events',
        'Counts events, or the different contacts who had one.',
        '统计事件次数或不同联系人数。',
      ),
      sum: optional(reference('property'), 'minutes', 'Sum of a property over the events.', '事件某属性的总和。'),
      average: optional(reference('property'), 'minutes', 'Mean of a property per event.', '每个事件某属性的平均值。'),
      distinct: optional(reference('property'), 'module', 'Number of different values of a property.', '某属性不同取值的个数。'),
      last_seen: optional(
        reference('event'),
        'login',
        'How long ago the last such event was at the end of the period.',
        '周期结束时距最近一次该事件多久。',
      ),
      open: optional(
        word('contacts'),
        'contacts',
        'Contacts for whom one event happened and the other has not since.',
        '已发生开通事件且其后未发生关闭事件的联系人数。',
      ),
      reached: optional(
        word('contacts'),
        'contacts',
        'Contacts with at least one such event since the term began.',
        '本合同期内发生过该事件的联系人数。',
      ),
      seats: optional(word('bought'), 'bought', 'Seats of the contract in force.', '当前合同的席位数。'),
      bought: optional(word('modules'), 'modules', 'Number of products bought.', '购买的产品（模块）数。'),
      ratio: optional(
        listOf(reference('metric'), 2, 2),
        '[seats_opened, seats_bought]',
        'One metric divided by another of the same period.',
        '同周期两项指标之比。',
      ),
      imported: optional(word('number', 'percent'), 'number', 'Pushed from outside.', '由外部导入。'),
      of: optional(reference('event'), 'login', 'Which event.', '哪个事件。'),
      at_least: optional(
        either(integer(1, 1_000_000_000), LENGTH),
        '10min',
        'A contact counts from this many events on, or from this sum of sum_of on.',
        '联系人至少达到此次数（或 sum_of 的总和）才计入。',
      ),
      sum_of: optional(reference('property'), 'minutes', 'The property that at_least adds up.', 'at_least 累加的属性。'),
      role: optional(reference('role'), 'decision_maker', 'Only contacts with this role.', '只统计该角色的联系人。'),
      where: optional(
        entries('property', PLAIN, 1),
        '{ module: reports }',
        'Only events with these properties.',
        '只统计属性符合的事件。',
      ),
      from: optional(reference('event'), 'seat_opened', 'The event that opens.', '开通事件。'),
      until: optional(reference('event'), 'seat_closed', 'The event that closes again.', '关闭事件。'),
      within: optional(word('term'), 'term', 'Only events of the contract in force.', '只看当前合同期内。'),
      as: optional(word('number', 'percent'), 'percent', 'What the ratio is.', '比值的类型。', DEFAULTS.ratioAs),
      per: required(word('day', 'week', 'month', 'quarter', 'year'), 'week', 'The period.', '周期。'),
      range: optional(
        listOf(METRIC_VALUE, 2, 2),
        '[0, 100]',
        'Lowest and highest possible value; null = open.',
        '可能的最小值和最大值；null 表示不限。',
      ),
      when_empty: optional(
        word('zero', 'unknown'),
        'unknown',
        'What a period without rows means; left out: zero for what is counted, else unknown.',
        '周期内没有数据时的含义；不写时，计数类为 zero，其余为 unknown。',
      ),
    },
    {
      exactlyOne: [SOURCES],
      beside: {
        ...Object.fromEntries(
          ['of', 'at_least', 'role', 'where', 'from', 'until', 'within', 'as'].map((key) => [key, [sourcesWith(key)]]),
        ),
        sum_of: [sourcesWith('sum_of'), ['at_least']],
        ...Object.fromEntries(['count', 'sum', 'average', 'distinct', 'reached'].map((source) => [source, [['of']]])),
        open: [['from']],
      },
    },
  ),
  event_type: define(
    { en: 'Something that happens to an account or to one of its contacts.', zh: '发生在客户或其联系人身上的事。' },
    {
      title: TITLE_KEY,
      properties: optional(
        entries('id', word('number', 'text', 'yes_no')),
        '{ minutes: number, module: text }',
        'What is known about each.',
        '每个事件带有的属性。',
      ),
    },
  ),
  attribute: define(
    { en: 'A trait of an account.', zh: '客户的一个属性。' },
    {
      title: TITLE_KEY,
      type: required(word('number', 'percent', 'text', 'yes_no', 'date'), 'text', 'Type of its value.', '值的类型。'),
      values: optional(listOf(TEXT), '[north, south]', 'The words a text may be.', '文本可取的词。'),
    },
  ),
  place: define({ en: 'A place outside, by its id.', zh: '外部的一个去处。' }, { title: TITLE_KEY }),
  tickets: define(
    { en: 'How support tickets are ranked.', zh: '工单如何分级。' },
    { priorities: required(listOf(ID), '[p1, p2, p3]', 'Priorities, the most urgent first.', '优先级，最紧急的在前。') },
  ),
} as const;
