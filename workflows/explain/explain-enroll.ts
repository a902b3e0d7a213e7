import { DEFAULTS } from '../language/defaults.js';
import type { NamedCondition } from '../model/condition.js';
import { isWinBack } from '../model/is-win-back.js';
import type { Plan } from '../model/plan.js';
import { valueWords } from './explain-value.js';
import { explainCondition } from './explain-condition.js';
import { durationWords } from '../language/duration-words.js';
import { periodWord } from './explain-time.js';
import { point, sentenceOf, type Item } from './explanation.js';
import type { Explaining } from './subject.js';
import { zh } from './text.js';

function points(conditions: readonly NamedCondition[], { locale, names }: Explaining): readonly Item[] {
  return conditions.map(({ condition }) => point(sentenceOf(explainCondition(condition, locale, names), locale)));
}

/** Who may enter and who is kept out, every default written out. */
export function explainEnroll({ start, enroll }: Plan, about: Explaining): readonly Item[] {
  const { locale } = about;
  const en = locale === 'en';
  const { only, never, againAfter, atMost, holdout, priority } = enroll;
  const share = valueWords(holdout, 'percent', locale);
  return [
    only.length === 0
      ? point(en ? 'Every account may enter (default).' : '所有客户均可进入（默认）。')
      : point(
          en
            ? 'Only accounts for which all of this is true; what cannot be answered keeps the account out:'
            : '仅限满足以下全部条件的客户，无法判断时不进入：',
          points(only, about),
        ),
    never.length === 0
      ? point(en ? 'No further accounts are kept out (default).' : '没有其他排除条件（默认）。')
      : point(
          en
            ? 'Kept out, with the reason on record, when any of this is true or cannot be answered:'
            : '以下任一条件成立或无法判断时不进入，并记录原因：',
          points(never, about),
        ),
    isWinBack(start)
      ? point(en ? 'Churned accounts may enter: it begins with their leaving.' : '流程由客户流失触发，已流失的客户可以进入。')
      : point(en ? 'A churned account never enters.' : '已流失的客户不会进入。'),
    point(
      en
        ? 'Nobody may enter twice while a run is under way, its verification included.'
        : '执行尚未结束（含效果验证）时，同一客户不会重复进入。',
    ),
    againAfter === null
      ? point(en ? 'Afterwards never again: once per account (default).' : '之后不再进入：每个客户仅一次（默认）。')
      : point(
          en
            ? `Afterwards again only when ${durationWords(againAfter, locale)} have passed since the end of the last run.`.replace(
                /^(.*when 1 \w+(?: \w+)?) have/,
                '$1 has',
              )
            : zh`上一次执行结束满${durationWords(againAfter, locale)}后，才可再次进入。`,
        ),
    atMost === null
      ? point(en ? 'Any number of accounts may enter at a time (default).' : '进入的客户数量不限（默认）。')
      : point(
          en
            ? `At most ${atMost.count} account${atMost.count === 1 ? '' : 's'} per ${periodWord(atMost.per, locale)} enter; the others are left out, with this reason on record.`
            : zh`每${periodWord(atMost.per, locale)}最多进入${atMost.count}个客户，超出的不进入并记录原因。`,
        ),
    holdout === 0
      ? point(
          en
            ? 'There is no control group (holdout 0%, the default), so the effect cannot be measured against anything.'
            : '不设对照组（holdout 0%，默认），因此无法对比衡量效果。',
        )
      : point(
          en
            ? `${share} of the accounts are kept as the control group: nothing reaches them, and they are measured on the same clock.`
            : zh`${share}的客户作为对照组：不触达，但按同样的时间点衡量。`,
        ),
    point(
      en
        ? `When two playbooks want the same account, the higher priority wins; this one has ${priority}${priority === DEFAULTS.priority ? ' (default)' : ` (default ${DEFAULTS.priority})`}.`
        : zh`多个剧本争同一客户时优先级高者优先；本剧本为${priority}${priority === DEFAULTS.priority ? '（默认）' : zh`（默认${DEFAULTS.priority}）`}。`,
    ),
  ];
}
