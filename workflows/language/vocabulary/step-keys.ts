import { DEFAULTS } from '../defaults.js';
import {
  CONDITION,
  DURATION,
  ID,
  LOCALIZED,
  PLAIN,
  TEMPLATE,
  TEXT,
  define,
  either,
  entries,
  integer,
  listOf,
  mapping,
  optional,
  phrase,
  recipient,
  reference,
  required,
  word,
} from './shape.js';
import { writtenDuration } from './written-default.js';

/** What a step can do, in the order the language lists it. */
export const STEP_VERBS = [
  'email',
  'in_app',
  'task',
  'check',
  'wait',
  'wait_for',
  'ask',
  'branch',
  'parallel',
  'webhook',
  'chat',
  'set',
  'playbook',
] as const;
export type StepVerbKey = (typeof STEP_VERBS)[number];

/** Verbs that send something out and can fail at it. */
export const SENDING_VERBS = ['email', 'in_app', 'webhook', 'chat', 'set'] as const satisfies readonly StepVerbKey[];

/** Verbs whose work can fail at all. */
export const FALLIBLE_VERBS = [...SENDING_VERBS, 'task', 'ask'] as const satisfies readonly StepVerbKey[];

/** A step and its verbs. */
export const STEP_MAPPINGS = {
  step: define(
    { en: 'One step: an id and exactly one verb.', zh: '一个步骤：一个标识加恰好一个动作。' },
    {
      id: required(ID, 'first_call', 'Identity of the step, unique in the file at any depth.', '步骤的标识，在整个文件内唯一。'),
      when: optional(
        CONDITION,
        'health.band is "red"',
        'The step is left out unless this is true; the reason is recorded.',
        '条件不成立则跳过该步骤，并记录原因。',
      ),
      email: optional(
        mapping('email'),
        '{ template: welcome, to: account.champion }',
        'Sends an e-mail. Outcome: sent.',
        '发送邮件。结果：sent。',
      ),
      in_app: optional(
        mapping('in_app'),
        '{ template: feature_reminder, to: inactive_users }',
        'Posts a message in the product. Outcome: posted.',
        '在产品内发消息。结果：posted。',
      ),
      task: optional(
        mapping('task'),
        '{ title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }',
        'Gives a person work to do. Outcome: the word it is closed with, or expired.',
        '给人派任务。结果：关闭时选的词，或 expired。',
      ),
      check: optional(
        mapping('check'),
        '{ expect: health.score >= 70, every: 7d, up_to: 21d }',
        'Looks at the numbers. Outcome: met, not_met or unknown.',
        '检查数据。结果：met、not_met 或 unknown。',
      ),
      wait: optional(
        either(DURATION, mapping('wait')),
        '7d',
        'Waits a while, or until a date. No outcome.',
        '等待一段时间或等到某日。没有结果。',
      ),
      wait_for: optional(
        mapping('wait_for'),
        '{ event: training_booked, at_most: 14d }',
        'Waits for an event or a condition. Outcome: happened or ran_out.',
        '等待事件或条件。结果：happened 或 ran_out。',
      ),
      ask: optional(
        mapping('ask'),
        '{ to: account.champion, question: Was it useful?, answers: [agree, unsure], expires: 14d }',
        'Asks a person one question. Outcome: the answer, or no_answer.',
        '向人提一个问题。结果：所选回答，或 no_answer。',
      ),
      branch: optional(
        listOf(mapping('arm')),
        '[{ when: first_call.outcome is "reached", then: [] }, { otherwise: [] }]',
        'Takes the first arm whose condition is true. No outcome.',
        '走第一个条件成立的分支。没有结果。',
      ),
      parallel: optional(
        entries('id', listOf(mapping('step')), 2),
        '{ users: [{ id: nudge, wait: 7d }], owner: [{ id: pause, wait: 3d }] }',
        'Runs lanes of steps at the same time and waits for all of them. No outcome.',
        '同时执行多条支线并等待全部结束。没有结果。',
      ),
      webhook: optional(
        mapping('webhook'),
        '{ endpoint: crm_sync, send: [account.id, health.score] }',
        'Calls a declared address. Outcome: delivered or failed.',
        '调用已声明的地址。结果：delivered 或 failed。',
      ),
      chat: optional(
        mapping('chat'),
        "{ channel: cs_team, message: 'Look at {{ account.name }}' }",
        'Posts to a declared chat. Outcome: posted.',
        '向已声明的群聊发消息。结果：posted。',
      ),
      set: optional(
        mapping('set'),
        '{ attribute: rescue_state, to: called }',
        'Sets a declared attribute of the account. No outcome.',
        '设置客户的一个已声明属性。没有结果。',
      ),
      playbook: optional(
        mapping('include'),
        '{ id: champion_intro }',
        'The steps of another playbook in this place. No outcome.',
        '在此处执行另一个剧本的步骤。没有结果。',
      ),
      retry: optional(mapping('retry'), '{ times: 5, every: 1h }', 'Tries a sending step again.', '发送失败时重试。'),
      if_it_fails: optional(
        word('task', 'continue', 'stop'),
        'continue',
        'What happens when the step could not be carried out: a task for the CSM, nothing, or the end of the run.',
        '步骤无法执行时：给 CSM 派任务、继续，或结束。',
        DEFAULTS.ifItFails,
      ),
    },
    { exactlyOne: [STEP_VERBS], beside: { retry: [SENDING_VERBS], if_it_fails: [FALLIBLE_VERBS] } },
  ),
  email: define(
    { en: 'An e-mail from a template.', zh: '按模板发送的邮件。' },
    {
      template: required(
        TEMPLATE,
        'welcome',
        'Name of the template: emails/<name>.<en|zh>.hbs beside the playbook.',
        '模板名：剧本旁的 emails/<名称>.<en|zh>.hbs。',
      ),
      to: required(recipient('email'), 'account.champion', 'Who gets it.', '收件人。'),
      cc: optional(recipient('copy'), 'account.csm', 'Who gets a copy.', '抄送。'),
    },
  ),
  in_app: define(
    { en: 'A message in the product.', zh: '产品内消息。' },
    {
      template: required(TEMPLATE, 'feature_reminder', 'Name of the template.', '模板名。'),
      to: required(recipient('in_app'), 'inactive_users', 'Who sees it.', '谁能看到。'),
      expires: optional(DURATION, '7d', 'How long it stays.', '显示多久。', writtenDuration(DEFAULTS.inAppExpires)),
    },
  ),
  task: define(
    { en: 'Work for a person of our own side.', zh: '派给我方人员的任务。' },
    {
      title: required(LOCALIZED, "'Call {{ account.name }}'", 'What is to be done.', '要做什么。'),
      assign: required(recipient('task'), 'account.csm', 'Who does it.', '由谁做。'),
      else_assign: optional(recipient('task'), 'account.manager', 'Who does it when that is nobody.', '没有此人时由谁做。'),
      due: required(DURATION, '2bd', 'When it should be done.', '应在多久内完成。'),
      expires: optional(
        DURATION,
        '10bd',
        'When it closes itself with the outcome expired.',
        '多久后自动关闭，结果为 expired。',
        writtenDuration(DEFAULTS.taskExpires),
      ),
      takes: optional(
        DURATION,
        '30min',
        'Work it takes, for planning.',
        '预计工时，用于排期。',
        writtenDuration(DEFAULTS.taskTakes),
      ),
      checklist: optional(listOf(TEXT, 0), '[Ask what changed, Agree on a plan]', 'What to think of.', '要点清单。'),
      evidence: optional(
        phrase('evidence'),
        'note >= 40 characters',
        'The note without which it cannot be closed.',
        '关闭任务所需的备注。',
      ),
      outcomes: required(listOf(ID), '[reached, no_answer]', 'The words it can be closed with.', '关闭时可选的结果。'),
      escalate: optional(
        mapping('escalate'),
        '{ after: 3bd, to: account.manager }',
        'Who is told when it is not done.',
        '逾期通知谁。',
      ),
    },
  ),
  escalate: define(
    { en: 'Who is told when a task is not done.', zh: '任务未完成时通知谁。' },
    {
      after: required(DURATION, '3bd', 'How long after it was opened.', '派出后多久。'),
      to: required(recipient('task'), 'account.manager', 'Who is told.', '通知谁。'),
    },
  ),
  check: define(
    { en: 'A look at the numbers, once or again and again.', zh: '检查一次或反复检查数据。' },
    {
      expect: required(CONDITION, 'change_since_start(logins) >= 20%', 'What should be true.', '期望成立的条件。'),
      every: optional(DURATION, '7d', 'Asked again at this pace while it is not met.', '未满足时按此间隔再查。'),
      up_to: optional(DURATION, '21d', 'Longest time it is asked.', '最多查多久。'),
    },
    { beside: { every: [['up_to']], up_to: [['every']] } },
  ),
  wait: define(
    { en: 'A pause: for a while, or until a date.', zh: '等待：一段时间，或等到某日。' },
    {
      for: optional(DURATION, '7d', 'How long. wait: 7d is short for it.', '等多久；wait: 7d 是其简写。'),
      until: optional(phrase('until'), '30d before contract.end', 'Until when.', '等到何时。'),
      at_most: optional(
        DURATION,
        '120d',
        'Longest wait until that date.',
        '等到该日的上限。',
        writtenDuration(DEFAULTS.waitAtMost),
      ),
    },
    { exactlyOne: [['for', 'until']], beside: { at_most: [['until']] } },
  ),
  wait_for: define(
    { en: 'A wait for an event or a condition, with an end.', zh: '等待事件或条件，有上限。' },
    {
      event: optional(reference('event'), 'training_booked', 'The event that ends the wait.', '结束等待的事件。'),
      condition: optional(CONDITION, 'seats_opened >= 10', 'The condition that ends the wait.', '结束等待的条件。'),
      at_most: required(DURATION, '14d', 'Longest wait; then the outcome is ran_out.', '最多等多久；之后结果为 ran_out。'),
    },
    { exactlyOne: [['event', 'condition']] },
  ),
  ask: define(
    { en: 'One question to one person.', zh: '向一个人提一个问题。' },
    {
      to: required(recipient('ask'), 'account.champion', 'Who is asked.', '问谁。'),
      else_ask: optional(recipient('ask'), 'account.csm', 'Who is asked when that is nobody.', '没有此人时改问谁。'),
      question: required(LOCALIZED, '{ en: Was the training useful?, zh: 培训有帮助吗？ }', 'The question.', '问题。'),
      answers: required(listOf(ID, 2), '[agree, unsure, disagree]', 'The words it can be answered with.', '可选的回答。'),
      by: optional(word('email', 'in_app'), 'in_app', 'How it reaches the person.', '通过什么渠道。', DEFAULTS.askBy),
      expires: required(DURATION, '14d', 'Longest wait; then the outcome is no_answer.', '最多等多久；之后结果为 no_answer。'),
    },
  ),
  arm: define(
    { en: 'An arm of a branch; the last one is otherwise.', zh: '分支的一支；最后一支必须是 otherwise。' },
    {
      when: optional(
        CONDITION,
        'first_call.outcome is "reached"',
        'Taken when this is true and no arm above was.',
        '此条件成立且上面都不成立时走这一支。',
      ),
      then: optional(listOf(mapping('step'), 0), '[{ id: settle, wait: 7d }]', 'The steps of this arm.', '这一支的步骤。'),
      otherwise: optional(
        listOf(mapping('step'), 0),
        '[]',
        'The steps when no arm fits, or a condition is unknown.',
        '都不成立或条件未知时的步骤。',
      ),
    },
    {
      exactlyOne: [
        ['when', 'otherwise'],
        ['then', 'otherwise'],
      ],
    },
  ),
  webhook: define(
    { en: 'A call to an address that the catalogue declares.', zh: '调用目录中声明的地址。' },
    {
      endpoint: required(reference('endpoint'), 'crm_sync', 'Which address.', '哪个地址。'),
      send: required(
        listOf(reference('value_name')),
        '[account.id, health.score]',
        'Names whose values are sent.',
        '要发送哪些值。',
      ),
    },
  ),
  chat: define(
    { en: 'A message to a chat that the catalogue declares.', zh: '向目录中声明的群聊发消息。' },
    {
      channel: required(reference('chat'), 'cs_team', 'Which chat.', '哪个群聊。'),
      message: required(LOCALIZED, "'Look at {{ account.name }}'", 'What it says.', '消息内容。'),
    },
  ),
  set: define(
    { en: 'Sets an attribute of the account.', zh: '设置客户属性。' },
    {
      attribute: required(reference('attribute'), 'rescue_state', 'A declared attribute.', '已声明的属性。'),
      to: required(PLAIN, 'called', 'A value of its type.', '与属性类型相符的值。'),
    },
  ),
  include: define(
    {
      en: 'The steps of another playbook; its start, enroll, exit and verify do not apply.',
      zh: '引用另一个剧本的步骤；其触发、准入、退出和验证不生效。',
    },
    {
      id: required(reference('playbook'), 'champion_intro', 'Which playbook.', '哪个剧本。'),
      with: optional(
        entries('parameter', PLAIN),
        '{ quiet_days: 14d }',
        'Other values for its parameters.',
        '给它的参数另行赋值。',
      ),
    },
  ),
  retry: define(
    { en: 'How often a sending step is tried again.', zh: '发送类步骤如何重试。' },
    {
      times: required(integer(1, 20), '5', 'How often at most.', '最多几次。'),
      every: required(DURATION, '1h', 'How long after the last try.', '每次间隔多久。'),
    },
  ),
} as const;
