import { DEFAULTS } from '../language/defaults.js';
import { textIn } from '../model/localized-text.js';
import type { TaskStep } from '../model/plan.js';
import type { Duration } from '../model/time.js';
import { durationWords } from '../language/duration-words.js';
import { point } from './explanation.js';
import { recipientWords } from './people.js';
import type { StepFacts } from './step-facts.js';
import { code, listed, oneLine, quoted, zh } from './text.js';

const same = (a: Duration, b: Duration): boolean => a.amount === b.amount && a.unit === b.unit;

/** The first sentence about a task. */
export function taskLead(step: TaskStep, locale: 'en' | 'zh'): string {
  const title = quoted(textIn(step.title, locale), locale);
  const assign = recipientWords(step.assign, locale);
  const due = durationWords(step.due, locale);
  return locale === 'en' ? `a task for ${assign}: ${title}, due within ${due}` : zh`给${assign}的任务：${title}，限${due}内完成`;
}

/** Everything else about a task. */
export function explainTask(step: TaskStep, facts: StepFacts): void {
  const { outcomes, checklist, noteAtLeast, escalate, elseAssign } = step;
  facts.say(
    `It is closed with one of these outcomes: ${listed(outcomes.map(code), 'en', 'or')}`,
    zh`完成时选择结果：${listed(outcomes.map(code), 'zh', 'or')}`,
  );
  if (checklist.length > 0)
    facts.say(
      'To be ticked off:',
      '待办清单：',
      checklist.map((text) => point(oneLine(text))),
    );
  else facts.byDefault('no checklist', '没有待办清单');
  if (noteAtLeast === null) facts.byDefault('no note is asked for', '不要求填写备注');
  else facts.say(`It needs a note of at least ${noteAtLeast} characters`, zh`完成时须填写不少于${noteAtLeast}个字符的备注`);
  if (escalate)
    facts.say(
      `Still open after ${durationWords(escalate.after, 'en')}, ${recipientWords(escalate.to, 'en')} gets it as well`,
      zh`${durationWords(escalate.after, 'zh')}后仍未完成，则同时升级给${recipientWords(escalate.to, 'zh')}`,
    );
  else facts.byDefault('nobody else is told when it is late', '逾期不升级');
  facts.either(
    same(step.expires, DEFAULTS.taskExpires),
    `when nobody closes it, it closes itself after ${durationWords(step.expires, 'en')} with the outcome \`expired\`, and the run goes on`,
    zh`无人处理时，${durationWords(step.expires, 'zh')}后自动关闭，结果为 \`expired\`，流程继续`,
  );
  if (elseAssign !== undefined)
    facts.say(
      `When the account has no ${recipientWords(step.assign, 'en').replace(/^the /, '')}, ${recipientWords(elseAssign, 'en')} gets it`,
      zh`客户没有${recipientWords(step.assign, 'zh')}时，改派给${recipientWords(elseAssign, 'zh')}`,
    );
  const takes = step.takes ?? DEFAULTS.taskTakes;
  facts.either(
    same(takes, DEFAULTS.taskTakes),
    `it is planned with ${durationWords(takes, 'en')} of work`,
    zh`预计耗时${durationWords(takes, 'zh')}`,
  );
}
