import { DEFAULTS } from '../language/defaults.js';
import { definitionOf } from '../language/vocabulary/mappings.js';
import { textIn, type Locale } from '../model/localized-text.js';
import type { FailurePolicy, PlanStep } from '../model/plan.js';
import type { Duration } from '../model/time.js';
import { explainCondition } from './explain-condition.js';
import { explainTask, taskLead } from './explain-task.js';
import { durationWords } from '../language/duration-words.js';
import { anchoredWords, timeWords, weekdayWords } from './explain-time.js';
import { valueWords } from './explain-value.js';
import { sentenceOf, type Item } from './explanation.js';
import { recipientWords } from './people.js';
import { StepFacts } from './step-facts.js';
import type { Explaining } from './subject.js';
import { code, listed, quoted, zh } from './text.js';

function templateWords(name: string, { templates, locale }: Explaining): string {
  const written = Object.hasOwn(templates, name) ? templates[name] : undefined;
  const subject = written?.[locale]?.subject ?? written?.en?.subject ?? written?.zh?.subject;
  return subject === undefined ? code(name) : `${code(name)} ${quoted(subject, locale)}`;
}

function titled(thing: 'event' | 'endpoint' | 'chat' | 'attribute', id: string, { names, locale }: Explaining): string {
  const title = names.title(thing, id);
  return title === null ? code(id) : quoted(title, locale);
}

/** `every 2 weeks`, `every hour`. */
function everyWords(duration: Duration): string {
  return `every ${durationWords(duration, 'en').replace(/^1 /, '')}`;
}

/** What a step does, in a clause; branches and parallel steps say how their parts are gone through. */
export function stepLead(step: PlanStep, about: Explaining): string {
  const { locale, names } = about;
  const en = locale === 'en';
  const whom = (recipient: string): string => recipientWords(recipient, locale);
  switch (step.verb) {
    case 'email': {
      const template = templateWords(step.template, about);
      return en ? `an e-mail ${template} to ${whom(step.to)}` : zh`给${whom(step.to)}发邮件 ${template}`;
    }
    case 'in_app': {
      const template = templateWords(step.template, about);
      return en ? `an in-app message ${template} to ${whom(step.to)}` : zh`给${whom(step.to)}发站内消息 ${template}`;
    }
    case 'task':
      return taskLead(step, locale);
    case 'check': {
      const expect = explainCondition(step.expect.condition, locale, names);
      return en ? `it is checked whether ${expect}` : zh`检查是否达成：${expect}`;
    }
    case 'wait': {
      if (!step.until)
        return en ? `wait ${durationWords(step.duration, locale)}` : zh`等待${durationWords(step.duration, locale)}`;
      const until =
        step.until.kind === 'date'
          ? anchoredWords(step.until, locale)
          : en
            ? `the next ${weekdayWords(step.until.weekday, locale)} at ${timeWords(step.until.at)}`
            : `下一个${weekdayWords(step.until.weekday, locale)} ${timeWords(step.until.at)}`;
      return en ? `wait until ${until}` : zh`等到${until}`;
    }
    case 'wait_for': {
      const awaited =
        step.condition === null
          ? en
            ? `the event ${titled('event', step.event ?? '', about)} happens`
            : zh`发生事件${titled('event', step.event ?? '', about)}`
          : explainCondition(step.condition.condition, locale, names);
      const most = durationWords(step.atMost, locale);
      return en
        ? `wait until ${step.condition === null ? '' : 'it is so that '}${awaited}, at most ${most}`
        : zh`等到${awaited}，最多${most}`;
    }
    case 'ask': {
      const by = step.by === 'email' ? (en ? 'by e-mail' : '通过邮件') : en ? 'by an in-app message' : '通过站内消息';
      const isDefault = step.by === DEFAULTS.askBy;
      const question = quoted(textIn(step.question, locale), locale);
      return en
        ? `ask ${whom(step.to)} ${by}${isDefault ? ' (default)' : ''}: ${question}`
        : zh`${by}${isDefault ? '（默认）' : ''}询问${whom(step.to)}：${question}`;
    }
    case 'branch':
      return en
        ? 'the first case that is true is taken, the others are left out; a case that cannot be answered counts as not true'
        : '按顺序判断，只走第一个成立的分支；无法判断视为不成立';
    case 'parallel':
      return en ? 'side by side; the run goes on when every lane has ended' : '并行进行；所有泳道结束后继续';
    case 'webhook': {
      const endpoint = titled('endpoint', step.endpoint, about);
      const send = listed(step.send.map(code), locale);
      return en ? `tell the system ${endpoint}: ${send}` : zh`通知系统${endpoint}：${send}`;
    }
    case 'chat': {
      const channel = titled('chat', step.channel, about);
      const message = quoted(textIn(step.message, locale), locale);
      return en ? `post in the chat ${channel}: ${message}` : zh`在聊天频道${channel}发布：${message}`;
    }
    case 'set': {
      const type = typeof step.to === 'boolean' ? 'yes_no' : typeof step.to === 'string' ? 'text' : 'number';
      const value = valueWords(step.to, type, locale);
      const attribute = titled('attribute', step.attribute, about);
      return en ? `set the account's ${attribute} to ${value}` : zh`将客户的${attribute}设为${value}`;
    }
    default:
      return inGeneral(step, locale);
  }
}

/** What the language itself says of a verb; enough for one that has no words of its own here. */
function inGeneral({ verb }: { readonly verb: string }, locale: Locale): string {
  return `${code(verb)}: ${definitionOf('step', verb)?.doc[locale] ?? verb}`;
}

function specifics(step: PlanStep, facts: StepFacts): void {
  switch (step.verb) {
    case 'email':
      if (step.cc === null) facts.byDefault('no copy to anybody', '不抄送');
      else facts.say(`With a copy to ${recipientWords(step.cc, 'en')}`, zh`抄送${recipientWords(step.cc, 'zh')}`);
      return;
    case 'in_app': {
      const { amount, unit } = DEFAULTS.inAppExpires;
      facts.either(
        step.expires.amount === amount && step.expires.unit === unit,
        `it is taken away after ${durationWords(step.expires, 'en')}`,
        zh`${durationWords(step.expires, 'zh')}后撤下`,
      );
      return;
    }
    case 'task':
      return explainTask(step, facts);
    case 'check':
      if (step.every && step.upTo)
        facts.say(
          `Asked at once and again ${everyWords(step.every)} for up to ${durationWords(step.upTo, 'en')}, until it is so`,
          zh`立即检查，此后每${durationWords(step.every, 'zh')}检查一次，直到达标，最长${durationWords(step.upTo, 'zh')}`,
        );
      else facts.byDefault('asked once', '只检查一次');
      facts.say(
        'The outcome is `met`, `not_met`, or `unknown` when the data is missing',
        '结果为 `met`（达标）、`not_met`（未达标）或 `unknown`（缺少数据）',
      );
      return;
    case 'wait':
      if (!step.until) return;
      facts.either(
        step.duration.amount === DEFAULTS.waitAtMost.amount && step.duration.unit === DEFAULTS.waitAtMost.unit,
        `at most ${durationWords(step.duration, 'en')}`,
        zh`最多${durationWords(step.duration, 'zh')}`,
      );
      return;
    case 'wait_for':
      facts.say(
        'The outcome is `happened`, or `ran_out` when the time is up',
        '结果为 `happened`（已发生）或 `ran_out`（等待超时）',
      );
      return;
    case 'ask':
      facts.say(
        `The answers to choose from, which are the outcome: ${listed(step.answers.map(code), 'en', 'or')}`,
        zh`可选回答（即步骤结果）：${listed(step.answers.map(code), 'zh', 'or')}`,
      );
      facts.say(
        `When nobody answers within ${durationWords(step.expires, 'en')}, the outcome is \`no_answer\` and the run goes on`,
        zh`${durationWords(step.expires, 'zh')}内无人回答时，结果为 \`no_answer\`，流程继续`,
      );
      if (step.elseAsk === null) facts.byDefault('nobody else is asked when there is no such person', '没有此人时不再改问他人');
      else
        facts.say(
          `When there is no such person, ${recipientWords(step.elseAsk, 'en')} is asked`,
          zh`没有此人时，改问${recipientWords(step.elseAsk, 'zh')}`,
        );
      return;
    case 'webhook':
      facts.say('The outcome is `delivered` or `failed`', '结果为 `delivered`（已送达）或 `failed`（失败）');
      return;
    default:
  }
}

/** What follows when a step could not be carried out. */
export const POLICIES: Readonly<Record<FailurePolicy, Readonly<Record<Locale, string>>>> = {
  task: {
    en: 'a task for the CSM is opened, and the run goes on',
    zh: '为 CSM 开一个任务，流程继续',
  },
  continue: { en: 'nothing is done about it, and the run goes on', zh: '不作处理，流程继续' },
  stop: { en: 'the run ends', zh: '结束本次执行' },
};

/** What holds for every step: whether it is done at all, how often it is tried, and what happens when it fails. */
function modifiers(step: PlanStep, facts: StepFacts, { names }: Explaining): void {
  if (step.when) {
    const { condition } = step.when;
    facts.say(
      `Only if ${explainCondition(condition, 'en', names)}; otherwise, or when that is unknown, the step is left out with the reason`,
      zh`仅当${explainCondition(condition, 'zh', names)}时执行；否则或无法判断时跳过并记录原因`,
    );
  }
  if (step.retry) {
    const { times, every } = step.retry;
    facts.say(
      `When it cannot be delivered, it is tried again up to ${times} time${times === 1 ? '' : 's'}, ${everyWords(every)}`,
      zh`未能送达时，每${durationWords(every, 'zh')}重试一次，最多${times}次`,
    );
  }
  if (step.ifItFails !== undefined && step.ifItFails !== DEFAULTS.ifItFails)
    facts.say(`When it cannot be carried out, ${POLICIES[step.ifItFails].en}`, `无法执行时，${POLICIES[step.ifItFails].zh}`);
}

/** A step in words: one sentence, and the points below it. */
export function explainStep(step: PlanStep, about: Explaining): { readonly text: string; readonly below: readonly Item[] } {
  const { locale } = about;
  const facts = new StepFacts(locale);
  specifics(step, facts);
  modifiers(step, facts, about);
  return {
    text: `**${step.id}**${locale === 'en' ? ': ' : '：'}${sentenceOf(stepLead(step, about), locale)}`,
    below: facts.items(),
  };
}
