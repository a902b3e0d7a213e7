import type { Condition } from '../model/condition.js';
import type { Locale } from '../model/localized-text.js';
import { conditionInChinese } from './condition-in-chinese.js';
import { conditionInEnglish } from './condition-in-english.js';
import { plainForm } from './condition-shape.js';
import { explainNames, type ExplainNames } from './names.js';

/**
 * A condition in words, without a capital or a full stop: `logins fell by 50% or more week over week, in each of the last
 * 2 weeks`, `登录次数连续 2 周环比下降 50% 或以上`.
 * @param names how things are called; default: by their ids.
 */
export function explainCondition(condition: Condition, locale: Locale, names: ExplainNames = explainNames(null, locale)): string {
  const plain = plainForm(condition);
  return locale === 'en' ? conditionInEnglish(plain, names) : conditionInChinese(plain, names);
}
