import { DEFAULTS } from '../defaults.js';
import {
  CONDITION,
  DURATION,
  ID,
  LOCALIZED,
  ONLY_TRUE,
  PLAIN,
  TEXT,
  TIME,
  YES_NO,
  define,
  entries,
  integer,
  listOf,
  mapping,
  optional,
  percent,
  phrase,
  recipient,
  reference,
  required,
  word,
} from './shape.js';
import { writtenDuration, writtenTime } from './written-default.js';

/** The keys every file begins with. */
export const API_VERSION_KEY = required(
  word('playbook/v1'),
  'playbook/v1',
  'Version of the language; the first line of every file.',
  '语言版本，每个文件的第一行。',
);

export function kindKey(kind: string) {
  return required(word(kind), kind, 'What the file holds.', '文件的种类。');
}

const ALL = optional(
  listOf(CONDITION),
  '[health.score < 60, account.status is "active"]',
  'Conditions that must all be true.',
  '必须全部成立的条件。',
);
const ANY = optional(
  listOf(CONDITION),
  '[health.score < 60, health.score is missing]',
  'Conditions of which one must be true.',
  '至少一个成立的条件。',
);

/** A playbook and its parts outside steps and tests. */
export const PLAYBOOK_MAPPINGS = {
  playbook: define(
    {
      en: 'One SOP: trigger, admission, steps, exits, verification and its own tests.',
      zh: '一个完整的 SOP：触发、准入、步骤、退出、验证和自带的测试。',
    },
    {
      apiVersion: API_VERSION_KEY,
      kind: kindKey('Playbook'),
      id: required(
        ID,
        'usage_drop_rescue',
        'Identity of the playbook, the same in all its versions.',
        '剧本的标识，所有版本相同。',
      ),
      version: required(
        integer(1, 1_000_000),
        '1',
        'Raised with every change that is published; a published version never changes.',
        '每次发布修改都要加大；已发布的版本不可更改。',
      ),
      title: required(LOCALIZED, '{ en: Logins are collapsing, zh: 登录骤降 }', 'What people see.', '显示给人看的标题。'),
      owner: required(TEXT, 'cs-ops@acme.example', 'Who answers for it.', '负责人。'),
      goal: required(TEXT, 'Logins up 20% in 30 days', 'What it is for, in one sentence.', '一句话说明目标。'),
      timezone: optional(
        phrase('timezone'),
        'account',
        'The clock of its times and working days.',
        '时间和工作日所用的时区。',
        DEFAULTS.timezone,
      ),
      when_paused: optional(
        word('extend', 'keep'),
        'extend',
        'Whether waits and due dates move on by the length of a pause, or keep their dates.',
        '暂停后，等待和截止日期是顺延（extend）还是保持不变（keep）。',
        DEFAULTS.whenPaused,
      ),
      parameters: optional(
        entries('id', mapping('parameter'), 1),
        '{ quiet_days: { type: duration, default: 7d } }',
        'Named constants of the playbook; whoever includes it may give other values.',
        '剧本的命名常量；引用它的剧本可以给出别的值。',
      ),
      start: required(
        mapping('start'),
        '{ check: daily at 08:00, all: [health.score < 60] }',
        'The one door through which accounts come in.',
        '客户进入剧本的唯一入口。',
      ),
      enroll: optional(
        mapping('enroll'),
        '{ never: [account.muted], holdout: 10% }',
        'Who of them may enter, and how many.',
        '谁可以进入、可以进入多少。',
      ),
      steps: required(listOf(mapping('step')), '[{ id: settle, wait: 7d }]', 'What is done, in order.', '按顺序执行的步骤。'),
      exit: optional(
        listOf(mapping('exit')),
        '[{ id: recovered, when: health.score >= 75, as: success }]',
        'Reasons to end early; watched the whole time, they take effect at once.',
        '提前结束的理由；全程监视，立即生效。',
      ),
      verify: optional(
        mapping('verify'),
        '{ after: 30d, objective: [{ id: healthy, expect: health.score >= 70, primary: true }] }',
        'How the outcome is judged after the end.',
        '结束后如何评判效果。',
      ),
      tests: optional(
        listOf(mapping('test'), 0),
        '[{ name: healthy, given: { health: { score: 90 } }, expect: { enrolled: false } }]',
        'Its own tests, run on a virtual clock; publishing needs them green.',
        '自带的测试，在虚拟时钟上运行；全部通过才能发布。',
      ),
    },
  ),
  parameter: define(
    {
      en: 'A named constant: parameter.<name> in conditions and wherever a duration stands.',
      zh: '命名常量：在条件中以及任何时长处写作 parameter.<名称>。',
    },
    {
      type: required(word('number', 'percent', 'duration', 'text', 'yes_no'), 'duration', 'Type of its value.', '值的类型。'),
      default: required(PLAIN, '7d', 'The value unless an including playbook gives another.', '默认值，引用方可另给。'),
      values: optional(listOf(TEXT), '[gentle, firm]', 'The words a text may be.', '文本可取的词。'),
      title: optional(LOCALIZED, '{ en: Quiet days, zh: 静默天数 }', 'What people see.', '显示给人看的名称。'),
    },
  ),
  start: define(
    { en: 'What starts a run: exactly one door.', zh: '触发方式：恰好一个入口。' },
    {
      check: optional(
        phrase('cadence'),
        'daily at 08:00',
        'Ask the conditions at this pace; fires when the answer becomes true.',
        '按此节奏检查条件；条件由不成立变为成立时触发。',
      ),
      event: optional(
        reference('event'),
        'champion_left',
        'Fires at each such event of the account.',
        '客户每发生一次该事件就触发。',
      ),
      at: optional(
        phrase('dated'),
        '90d before contract.end',
        'Fires once per contract on this day.',
        '每份合同在这一天触发一次。',
      ),
      every: optional(phrase('recurrence'), 'month on day 1 at 09:00', 'Fires at each such moment.', '每到这个时刻触发。'),
      missed: optional(
        phrase('missed'),
        'key_behaviour by day 90',
        'Fires when a milestone is not reached by its target day, or by the day written.',
        '里程碑到目标日（或指定的第几天）仍未达成时触发。',
      ),
      manual: optional(ONLY_TRUE, 'true', 'A person starts it.', '由人手动启动。'),
      time: optional(TIME, "'09:00'", 'Time of day of a dated door.', '按日期触发时的时刻。', writtenTime(DEFAULTS.time)),
      all: ALL,
      any: ANY,
    },
    {
      exactlyOne: [['check', 'event', 'at', 'every', 'missed', 'manual']],
      atMostOne: [['all', 'any']],
      beside: {
        check: [['all', 'any']],
        time: [['at', 'missed']],
        all: [['check', 'event', 'at', 'every', 'missed']],
        any: [['check', 'event', 'at', 'every', 'missed']],
      },
    },
  ),
  enroll: define(
    {
      en: 'Who of those who come in may enter; whoever is kept out gets a recorded reason.',
      zh: '触发后谁可以进入；被拦下的都会记录原因。',
    },
    {
      only: optional(listOf(CONDITION), '[account.status is "active"]', 'All of these must be true.', '必须全部成立。'),
      never: optional(listOf(CONDITION), '[account.muted]', 'None of these may be true.', '任何一个成立都不进入。'),
      again_after: optional(
        DURATION,
        '90d',
        'Cool-down after a run before the account may enter again; left out: once only.',
        '上一次结束后多久可再次进入；不写则只进入一次。',
      ),
      at_most: optional(
        phrase('at_most'),
        '40 per day',
        'Most accounts that enter; left out: no limit.',
        '最多进入多少客户；不写则不限。',
      ),
      holdout: optional(
        percent(0, 0.5),
        '10%',
        'Share of accounts left untouched on the same clock, to measure the effect against.',
        '不做任何动作的对照组比例，用来衡量效果。',
        `${DEFAULTS.holdout * 100}%`,
      ),
      priority: optional(
        integer(0, 100),
        '70',
        'Who wins when two playbooks want the same account; higher wins.',
        '多个剧本争同一客户时的优先级，大者优先。',
        String(DEFAULTS.priority),
      ),
    },
  ),
  exit: define(
    { en: 'A reason to end early.', zh: '一个提前结束的理由。' },
    {
      id: required(ID, 'recovered', 'Identity of the exit.', '退出的标识。'),
      when: optional(CONDITION, 'health.score >= 75 for 2 weeks', 'Ends the run when this becomes true.', '条件成立即退出。'),
      after: optional(DURATION, '60d', 'Ends the run this long after its start.', '开始后经过多久退出。'),
      event: optional(reference('event'), 'account_churned', 'Ends the run at this event.', '发生该事件即退出。'),
      as: required(word('success', 'lost', 'expired'), 'success', 'How the run is then counted.', '此时如何计入结果。'),
    },
    { exactlyOne: [['when', 'after', 'event']] },
  ),
  verify: define(
    { en: 'How the outcome is judged, after the last step or an exit.', zh: '最后一步或退出之后如何评判效果。' },
    {
      after: required(DURATION, '30d', 'How long after the end the numbers are looked at.', '结束后多久查看数据。'),
      objective: optional(
        listOf(mapping('objective')),
        '[{ id: logins_up, expect: change_since_start(logins) >= 20%, primary: true }]',
        'What the numbers must show.',
        '数据应达到的结果。',
      ),
      subjective: optional(
        listOf(mapping('subjective')),
        '[{ id: sees_value, ask: account.decision_maker, question: Do you see value?, answers: [agree, disagree], good: [agree] }]',
        'What the customer must say.',
        '客户本人的认可。',
      ),
    },
    { atLeastOne: [['objective', 'subjective']] },
  ),
  objective: define(
    { en: 'One thing the numbers must show.', zh: '一项数据目标。' },
    {
      id: required(ID, 'logins_up', 'Identity of the objective.', '目标的标识。'),
      expect: required(CONDITION, 'change_since_start(logins) >= 20%', 'What must be true then.', '届时必须成立的条件。'),
      primary: optional(YES_NO, 'true', 'The one that decides the result of the run.', '决定本次结果的主要目标。', 'false'),
    },
  ),
  subjective: define(
    { en: 'One question to a person: what the numbers cannot tell.', zh: '向人提的一个问题：数据说明不了的。' },
    {
      id: required(ID, 'sees_value', 'Identity of the question.', '问题的标识。'),
      ask: required(recipient('ask'), 'account.decision_maker', 'Who is asked.', '问谁。'),
      else_ask: optional(recipient('ask'), 'account.csm', 'Who is asked when that is nobody.', '没有此人时改问谁。'),
      question: required(
        LOCALIZED,
        '{ en: Do you see value in the product again?, zh: 您重新看到产品价值了吗？ }',
        'The question.',
        '问题。',
      ),
      answers: required(listOf(ID, 2), '[agree, unsure, disagree]', 'The words it can be answered with.', '可选的回答。'),
      good: required(listOf(ID), '[agree]', 'The answers that count as value seen.', '算作认可价值的回答。'),
      expires: optional(
        DURATION,
        '14d',
        'Longest wait for an answer.',
        '最多等多久的回答。',
        writtenDuration(DEFAULTS.subjectiveExpires),
      ),
    },
  ),
  localized_text: define(
    { en: 'A text in both languages; one is enough.', zh: '两种语言的文本；写一种也可以。' },
    {
      en: optional(TEXT, 'Rescue', 'In English.', '英文。'),
      zh: optional(TEXT, '挽回', 'In Chinese.', '中文。'),
    },
    { atLeastOne: [['en', 'zh']] },
  ),
} as const;
