import { DEFAULTS } from '../language/defaults.js';
import { textIn } from '../model/localized-text.js';
import type { PlanSubjective, PlanVerification } from '../model/plan.js';
import { explainCondition } from './explain-condition.js';
import { durationWords } from '../language/duration-words.js';
import { paragraph, point, sentenceOf, type Item } from './explanation.js';
import { recipientWords } from './people.js';
import { StepFacts } from './step-facts.js';
import type { Explaining } from './subject.js';
import { code, listed, quoted, zh } from './text.js';

function question(one: PlanSubjective, { locale }: Explaining): Item {
  const facts = new StepFacts(locale);
  facts.say(
    `Answers: ${listed(one.answers.map(code), 'en', 'or')}; these count as value seen: ${listed(one.good.map(code), 'en')}`,
    zh`可选回答：${listed(one.answers.map(code), 'zh', 'or')}；其中算作认可价值的是：${listed(one.good.map(code), 'zh')}`,
  );
  if (one.elseAsk === null) facts.byDefault('nobody else is asked when there is no such person', '没有此人时不再改问他人');
  else
    facts.say(
      `When there is no such person, ${recipientWords(one.elseAsk, 'en')} is asked`,
      zh`没有此人时，改问${recipientWords(one.elseAsk, 'zh')}`,
    );
  const { amount, unit } = DEFAULTS.subjectiveExpires;
  facts.either(
    one.expires.amount === amount && one.expires.unit === unit,
    `without an answer within ${durationWords(one.expires, 'en')} it is unknown`,
    zh`${durationWords(one.expires, 'zh')}内无人回答则为未知`,
  );
  const asked = quoted(textIn(one.question, locale), locale);
  const whom = recipientWords(one.ask, locale);
  return point(
    locale === 'en'
      ? `**${one.id}**: ${sentenceOf(`${whom} is asked: ${asked}`, locale)}`
      : zh`**${one.id}**：询问${whom}：${asked}`,
    facts.items(),
  );
}

/** How the effect is judged. */
export function explainVerify(verify: PlanVerification | null, holdout: number, about: Explaining): readonly Item[] {
  const { locale, names } = about;
  const en = locale === 'en';
  if (!verify)
    return [
      paragraph(
        en
          ? 'None (default): nothing is measured afterwards, a run that reaches its last step counts as completed.'
          : '无（默认）：事后不衡量效果，走完最后一步即为完成。',
      ),
    ];
  const after = durationWords(verify.after, locale);
  const decided = verify.objective.some(({ primary }) => primary);
  return [
    paragraph(
      en
        ? `The effect is judged ${after} after the last step or the exit${holdout > 0 ? '; the control group is judged on the same clock' : ''}.`
        : zh`在最后一步或退出${after}后评判效果${holdout > 0 ? '；对照组按同样的时间点评判' : ''}。`,
    ),
    ...verify.objective.map(({ id, expect, primary }) => {
      const text = explainCondition(expect.condition, locale, names);
      if (en)
        return point(
          `**${id}**: ${sentenceOf(`${text}${primary ? '; this decides the result of the run' : '; recorded, it does not decide (default)'}`, locale)}`,
        );
      return point(`**${id}**：${text}；${primary ? '主要目标，决定本次结果' : '仅作记录，不决定结果（默认）'}。`);
    }),
    ...(verify.subjective ?? []).map((one) => question(one, about)),
    ...(decided
      ? [
          paragraph(
            en
              ? 'An exit that counts as success, lost or expired decides before the numbers do; data that is missing makes the result unknown, never failed.'
              : '若已因成功、流失或超时退出，以退出结果为准；缺少数据时结果为未知，而不是失败。',
          ),
        ]
      : []),
  ];
}
