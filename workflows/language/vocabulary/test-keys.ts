import {
  CONDITION,
  DATE,
  FIXED_DURATION,
  ID,
  METRIC_VALUE,
  ONLY_TRUE,
  PLAIN,
  TEXT,
  YES_NO,
  define,
  either,
  entries,
  integer,
  listOf,
  mapping,
  optional,
  percent,
  reference,
  required,
  word,
  NUMBER,
} from './shape.js';

/** How a run can end, as `expect: { result }` says it. */
export const RESULT_WORDS = ['success', 'lost', 'expired', 'not_met', 'unknown', 'completed', 'failed', 'cancelled'] as const;
/** Why an account was kept out, as `expect: { skipped }` says it. */
export const SKIP_WORDS = [
  'not_eligible',
  'suppressed',
  'unknown',
  'already_running',
  'cool_down',
  'once_only',
  'cap_reached',
  'account_churned',
] as const;

const FACTS = {
  account: optional(
    mapping('test_account'),
    '{ segment: mid, status: active }',
    'The account and its attributes.',
    '客户及其属性。',
  ),
  lifecycle: optional(
    mapping('test_lifecycle'),
    '{ stage: mature, since: 2026-01-01 }',
    'Where the account stands.',
    '客户所处阶段。',
  ),
  contract: optional(
    mapping('test_contract'),
    '{ start: 2026-01-01, end: 2027-01-01, seats: 20 }',
    'The contract in force.',
    '当前合同。',
  ),
  health: optional(mapping('test_health'), '{ score: 52, band: yellow }', 'The health score.', '健康度。'),
  user_health: optional(mapping('test_health'), '{ score: 40 }', 'The health score of the end users.', '终端用户健康度。'),
  judgement: optional(mapping('test_judgement'), '{ rating: 2 }', "The CSM's own judgement.", 'CSM 的主观判断。'),
  milestones: optional(
    entries('milestone', word('reached', 'not_reached')),
    '{ key_behaviour: not_reached }',
    'Which milestones are reached.',
    '里程碑是否达成。',
  ),
  events: optional(
    entries('event', integer(0, 1_000_000)),
    '{ support_call: 3 }',
    'How often each happened in the windows asked for.',
    '所问时间窗内各事件发生的次数。',
  ),
  roles: optional(
    entries('role', word('active', 'inactive', 'none')),
    '{ decision_maker: inactive }',
    'Who is there and uses the product.',
    '各角色是否在职并使用产品。',
  ),
  tickets: optional(entries('priority', integer(0, 100_000)), '{ p1: 2 }', 'Open tickets by priority.', '各优先级未关闭工单数。'),
  platform: optional(
    entries('metric', METRIC_VALUE),
    '{ usage_rate: 40% }',
    'Average and median of all accounts.',
    '全平台的平均值和中位数。',
  ),
  segment: optional(
    entries('metric', METRIC_VALUE),
    '{ usage_rate: 40% }',
    'Average and median of the segment.',
    '本分层的平均值和中位数。',
  ),
  percentile: optional(
    entries('metric', percent()),
    '{ usage_rate: 20% }',
    "Share of the segment's accounts below this one.",
    '本分层中低于该客户的占比。',
  ),
} as const;

const METRIC_DOC = { en: 'A metric of the catalogue by its name.', zh: '目录中的指标，直接写名称。' };

/** Tests and the facts they give. */
export const TEST_MAPPINGS = {
  test: define(
    { en: 'One test, run on a virtual clock.', zh: '一个测试，在虚拟时钟上运行。' },
    {
      name: required(TEXT, 'one bad week is not enough', 'What it shows.', '说明什么。'),
      given: required(
        mapping('given'),
        '{ health: { score: 52 }, logins: [400, 180] }',
        'The account on the day of the trigger; what is not written is missing.',
        '触发当天的客户情况；没写的视为缺失。',
      ),
      timeline: optional(
        listOf(mapping('timeline_entry'), 0),
        '[{ at: 1d, logins: 130 }]',
        'What happens later.',
        '之后发生的事。',
      ),
      expect: required(
        mapping('expect'),
        '{ enrolled: true, result: success }',
        'What must come of it; only what is written is compared.',
        '应有的结果；只比较写出的项。',
      ),
    },
  ),
  given: define(
    { en: 'The account on the day of the trigger.', zh: '触发当天的客户情况。' },
    {
      date: optional(DATE, '2026-03-02', 'The local day on which the test begins.', '测试开始的当地日期。'),
      fail: optional(
        listOf(reference('step')),
        '[send_plan]',
        'Steps that cannot be carried out from the start.',
        '从一开始就无法执行的步骤。',
      ),
      ...FACTS,
    },
    { others: { keys: 'metric', of: either(METRIC_VALUE, listOf(METRIC_VALUE)), doc: METRIC_DOC } },
  ),
  timeline_entry: define(
    { en: 'Something that happens later.', zh: '之后发生的一件事。' },
    {
      at: required(FIXED_DURATION, '3d', 'How long after the trigger.', '触发后多久。'),
      close: optional(
        entries('step', ID),
        '{ first_call: reached }',
        'Tasks that are closed, each with its outcome.',
        '关闭的任务及其结果。',
      ),
      answer: optional(entries('step', ID), '{ sees_value: agree }', 'Questions that are answered.', '得到的回答。'),
      event: optional(reference('event'), 'champion_left', 'An event that happens now.', '此刻发生的事件。'),
      fail: optional(
        listOf(reference('step')),
        '[send_plan]',
        'Steps that cannot be carried out from now on.',
        '从此无法执行的步骤。',
      ),
      pause: optional(
        either(ONLY_TRUE, TEXT),
        'the customer asked for quiet',
        'Somebody pauses the run, with a reason or `true`.',
        '有人暂停运行；写原因或 `true`。',
      ),
      resume: optional(ONLY_TRUE, 'true', 'Somebody lets it go on.', '有人让运行继续。'),
      cancel: optional(TEXT, 'the contract was dissolved', 'Somebody cancels the run, with a reason.', '有人取消运行；写原因。'),
      skip: optional(
        listOf(reference('step')),
        '[second_call]',
        'Steps that somebody leaves out, under way or to come.',
        '有人跳过的步骤，进行中或未到的均可。',
      ),
      ...FACTS,
    },
    { others: { keys: 'metric', of: METRIC_VALUE, doc: METRIC_DOC } },
  ),
  expect: define(
    { en: 'What must come of a test.', zh: '测试应有的结果。' },
    {
      enrolled: optional(YES_NO, 'true', 'Whether the account enters.', '客户是否进入。'),
      because: optional(
        CONDITION,
        'health.score < 60',
        'The condition of start, only or never that kept it out, word for word.',
        '拦下它的 start、only 或 never 条件，逐字照写。',
      ),
      skipped: optional(word(...SKIP_WORDS), 'cool_down', 'Why it was kept out.', '未进入的原因。'),
      ran: optional(
        listOf(reference('step'), 0),
        '[first_call, settle]',
        'Steps that were carried out, in order, without branches.',
        '依次执行的步骤（不含分支本身）。',
      ),
      outcomes: optional(entries('step', ID), '{ first_call: reached }', 'Outcomes of steps.', '各步骤的结果。'),
      exited: optional(reference('exit'), 'recovered', 'The exit it left by.', '由哪个退出条件结束。'),
      result: optional(word(...RESULT_WORDS), 'success', 'The result of the run.', '整次运行的结果。'),
    },
  ),
  test_account: define(
    { en: 'The account; any attribute can stand here.', zh: '客户；可写任何属性。' },
    {
      segment: optional(reference('segment'), 'mid', 'Its segment.', '分层。'),
      status: optional(word('trial', 'active', 'churned'), 'active', 'Whether it is a customer.', '客户状态。'),
      muted: optional(YES_NO, 'false', 'Whether it wants no messages.', '是否免打扰。'),
      locale: optional(word('en', 'zh'), 'zh', 'Its language.', '语言。'),
      name: optional(TEXT, 'Acme', 'Its name.', '名称。'),
      tier: optional(TEXT, 'strategic', 'Its value tier.', '价值等级。'),
    },
    { others: { keys: 'attribute', of: PLAIN, doc: { en: 'An attribute of the account.', zh: '客户的属性。' } } },
  ),
  test_health: define(
    { en: 'A health score.', zh: '健康度。' },
    {
      score: optional(either(integer(0, 100), PLAIN), '52', 'From 0 to 100, or null for unknown.', '0 到 100，未知写 null。'),
      band: optional(either(word('green', 'yellow', 'red'), PLAIN), 'yellow', 'Its colour.', '颜色。'),
    },
  ),
  test_lifecycle: define(
    { en: 'A place in the lifecycle.', zh: '客户所处的生命周期阶段。' },
    {
      stage: optional(reference('stage'), 'mature', 'A stage of the lifecycle.', '阶段。'),
      since: optional(DATE, '2026-01-01', 'Since when.', '从哪天起。'),
    },
  ),
  test_contract: define(
    { en: 'A contract.', zh: '当前合同。' },
    {
      start: optional(DATE, '2026-01-01', 'Its first day.', '开始日。'),
      end: optional(DATE, '2027-01-01', 'Its last day.', '结束日。'),
      seats: optional(integer(0, 10_000_000), '20', 'Seats bought.', '购买席位。'),
      amount: optional(NUMBER, '12000', 'Its value.', '金额。'),
      product: optional(TEXT, 'Analytics', 'What was bought.', '购买的产品。'),
      renewal: optional(word('open', 'renewed', 'lost'), 'open', 'What came of its renewal.', '续约情况。'),
    },
  ),
  test_judgement: define(
    { en: "A judgement of the account's CSM.", zh: 'CSM 的主观判断。' },
    { rating: optional(integer(1, 5), '2', 'From 1 (bad) to 5 (good).', '从 1（差）到 5（好）。') },
  ),
} as const;
