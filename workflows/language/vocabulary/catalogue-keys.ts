import { DEFAULTS } from '../defaults.js';
import { TITLE_KEY } from './metrics-keys.js';
import { API_VERSION_KEY, kindKey } from './playbook-keys.js';
import { WEEKDAYS } from './phrases.js';
import {
  CONDITION,
  DATE,
  EXPRESSION,
  ID,
  LOCALIZED,
  METRIC_VALUE,
  NUMBER,
  ONLY_TRUE,
  define,
  either,
  entries,
  integer,
  listOf,
  mapping,
  optional,
  percent,
  phrase,
  reference,
  required,
  word,
} from './shape.js';

const SEGMENTS = optional(
  listOf(reference('segment'), 0),
  '[smb, mid]',
  'Only for these segments; left out: for all.',
  '只适用于这些分层；不写则全部适用。',
);

/** Health, segments, lifecycle, calendars and solutions. */
export const CATALOGUE_MAPPINGS = {
  health: define(
    { en: 'A health score made of weighted dimensions.', zh: '由加权维度组成的健康度。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Health'),
      id: required(ID, 'default_health', 'Identity of the score.', '标识。'),
      title: TITLE_KEY,
      of: optional(
        word('account', 'users'),
        'users',
        'Health of the account, or of its end users (user_health).',
        '客户健康度，或终端用户健康度（user_health）。',
        DEFAULTS.healthOf,
      ),
      segments: SEGMENTS,
      dimensions: required(
        listOf(mapping('dimension')),
        '[{ id: use, weight: 100%, value: logins, zero_at: 0, full_at: 50 }]',
        'What it is made of; the weights add up to 100%.',
        '组成维度，权重合计 100%。',
      ),
      bands: required(mapping('bands'), '{ green: 75, yellow: 50 }', 'Its colours.', '颜色分档。'),
    },
  ),
  dimension: define(
    { en: 'One weighted part of a health score, worth 0 to 100 points.', zh: '健康度的一个加权维度，0 到 100 分。' },
    {
      id: required(ID, 'activation', 'Identity of the dimension.', '维度的标识。'),
      title: TITLE_KEY,
      weight: required(percent(), '40%', 'Its share of the score.', '权重。'),
      value: optional(EXPRESSION, 'activation_rate', 'What is looked at.', '看什么值。'),
      zero_at: optional(
        METRIC_VALUE,
        '20%',
        'The value worth 0 points; between it and full_at the points are linear.',
        '得 0 分的值；与 full_at 之间线性计分。',
      ),
      full_at: optional(METRIC_VALUE, '80%', 'The value worth 100 points.', '得 100 分的值。'),
      percentile: optional(
        ONLY_TRUE,
        'true',
        "The share of the segment's accounts below this one, as points.",
        '以本分层中低于该客户的占比计分。',
      ),
      points: optional(
        listOf(mapping('points')),
        '[{ when: nps >= 50, points: 100 }, { otherwise: 0 }]',
        'Points of the first condition that is true.',
        '按第一个成立的条件计分。',
      ),
    },
    {
      exactlyOne: [['zero_at', 'percentile', 'points']],
      beside: {
        value: [['zero_at', 'percentile']],
        zero_at: [['value'], ['full_at']],
        full_at: [['zero_at']],
        percentile: [['value']],
      },
    },
  ),
  points: define(
    { en: 'Points for a condition; the last one is otherwise.', zh: '条件得分；最后一项是 otherwise。' },
    {
      when: optional(CONDITION, 'nps >= 50', 'When it is given.', '条件。'),
      points: optional(integer(0, 100), '50', 'How many points.', '得几分。'),
      otherwise: optional(integer(0, 100), '0', 'Points when nothing above is true.', '都不成立时的得分。'),
    },
    {
      exactlyOne: [
        ['when', 'otherwise'],
        ['points', 'otherwise'],
      ],
    },
  ),
  bands: define(
    { en: 'Lowest score of each colour; below yellow is red.', zh: '各颜色的最低分；低于 yellow 为 red。' },
    {
      green: required(NUMBER, '75', 'Green from here on.', '达到即为绿色。'),
      yellow: required(NUMBER, '50', 'Yellow from here on.', '达到即为黄色。'),
      stay: optional(NUMBER, '5', 'Points beyond the edge before the colour changes.', '越过边界多少分才变色。'),
    },
  ),
  segments_file: define(
    { en: 'Who is who: the first segment that fits.', zh: '客户分层：取第一个符合的。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Segments'),
      segments: required(
        listOf(mapping('segment')),
        '[{ id: all_accounts, otherwise: true }]',
        'Segments in order.',
        '按顺序排列的分层。',
      ),
    },
  ),
  segment: define(
    { en: 'A group of accounts.', zh: '一个分层。' },
    {
      id: required(ID, 'enterprise', 'Identity of the segment.', '分层的标识。'),
      title: TITLE_KEY,
      when: optional(CONDITION, 'seats_bought >= 200', 'Who belongs to it.', '谁属于该分层。'),
      otherwise: optional(ONLY_TRUE, 'true', 'Takes the rest; stands last.', '其余全部；放在最后。'),
    },
    { exactlyOne: [['when', 'otherwise']] },
  ),
  lifecycle_file: define(
    { en: "Stages of an account's life, and what it should have done by when.", zh: '客户生命周期阶段和里程碑。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Lifecycle'),
      stages: optional(
        listOf(mapping('stage')),
        '[{ id: onboarding, from: 0d after contract.start }]',
        'Stages in order; the account is in the last one that has begun.',
        '按顺序排列；客户处于最后一个已开始的阶段。',
      ),
      milestones: optional(
        listOf(mapping('milestone')),
        '[{ id: key_behaviour, event: report_saved, by: day 90 }]',
        'What should have happened by a day.',
        '到某天应达成的事。',
      ),
    },
    { atLeastOne: [['stages', 'milestones']] },
  ),
  stage: define(
    { en: 'A stage of the lifecycle.', zh: '一个生命周期阶段。' },
    {
      id: required(ID, 'onboarding', 'Identity of the stage.', '阶段的标识。'),
      title: TITLE_KEY,
      from: optional(
        either(phrase('stage_from'), entries('segment', phrase('stage_from'), 1, ['default'])),
        '30d after contract.start',
        'The day it begins; a mapping gives segments their own day, with default for the rest.',
        '开始的日期；写成映射可按分层分别给出，default 为其余。',
      ),
      when: optional(CONDITION, 'account.status is "trial"', 'It has begun while this is true.', '成立期间视为已开始。'),
      segments: SEGMENTS,
    },
    { exactlyOne: [['from', 'when']] },
  ),
  milestone: define(
    { en: 'Something an account should have done by a day.', zh: '客户到某天应达成的事。' },
    {
      id: required(ID, 'key_behaviour', 'Identity of the milestone.', '里程碑的标识。'),
      title: TITLE_KEY,
      segments: SEGMENTS,
      reached: optional(CONDITION, 'key_action_rate >= 20%', 'Reached when this is first true.', '首次成立即达成。'),
      event: optional(
        reference('event'),
        'report_saved',
        'Reached at the first such event of the term.',
        '合同期内首次发生即达成。',
      ),
      by: optional(
        either(phrase('target_day'), entries('segment', phrase('target_day'), 1)),
        'day 90',
        'Target day from the start of the contract; a mapping gives segments their own, with default for the rest.',
        '从合同开始算起的目标日；写成映射可按分层分别给出，default 为其余。',
      ),
    },
    { exactlyOne: [['reached', 'event']] },
  ),
  calendars_file: define(
    { en: 'Working days.', zh: '工作日历。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Calendars'),
      calendars: required(
        listOf(mapping('calendar')),
        '[{ id: cn, timezone: Asia/Shanghai, holidays: [2026-10-01] }]',
        'Calendars.',
        '日历。',
      ),
      default: required(
        reference('calendar'),
        'cn',
        'The one for accounts whose zone has none of its own.',
        '所在时区没有日历的客户用哪个。',
      ),
    },
  ),
  calendar: define(
    { en: 'Days with and without work.', zh: '工作日与休息日。' },
    {
      id: required(ID, 'cn', 'Identity of the calendar.', '日历的标识。'),
      title: TITLE_KEY,
      timezone: optional(phrase('zone'), 'Asia/Shanghai', 'Accounts of this zone use it.', '该时区的客户使用它。'),
      weekend: optional(
        listOf(word(...WEEKDAYS), 0),
        '[saturday, sunday]',
        'Days off every week.',
        '每周休息日。',
        `[${DEFAULTS.weekend.join(', ')}]`,
      ),
      holidays: optional(listOf(DATE, 0), '[2026-10-01, 2026-10-02]', 'Days off.', '节假日。'),
      working_days: optional(listOf(DATE, 0), '[2026-10-10]', 'Weekend days on which people work.', '调休上班的周末。'),
    },
  ),
  solutions_file: define(
    { en: 'The solution library: what to do about a diagnosis.', zh: '方案库：针对诊断该做什么。' },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Solutions'),
      solutions: required(
        listOf(mapping('solution')),
        '[{ id: few_active, kind: problem, diagnosis: logins < 5, playbooks: [usage_drop_rescue] }]',
        'Solutions.',
        '方案。',
      ),
    },
  ),
  solution: define(
    { en: 'One diagnosis and the playbooks for it.', zh: '一个诊断及其剧本。' },
    {
      id: required(ID, 'few_active_users', 'Identity of the solution.', '方案的标识。'),
      title: TITLE_KEY,
      kind: required(word('problem', 'opportunity'), 'problem', 'A problem or an opportunity.', '问题还是机会。'),
      diagnosis: optional(CONDITION, 'usage_rate < 20%', 'How it is recognised.', '如何判断。'),
      all: optional(
        listOf(CONDITION),
        '[usage_rate < 20%, account.status is "active"]',
        'Conditions that must all be true.',
        '必须全部成立的条件。',
      ),
      playbooks: required(
        listOf(reference('playbook')),
        '[usage_drop_rescue]',
        'What to try, the first one first.',
        '依次尝试的剧本。',
      ),
      notes: optional(LOCALIZED, '{ en: Call before you write, zh: 先打电话再发邮件 }', 'What experience says.', '经验说明。'),
    },
    { exactlyOne: [['diagnosis', 'all']] },
  ),
} as const;
