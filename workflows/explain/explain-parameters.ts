import type { ParameterType } from '../model/plan.js';
import type { Locale } from '../model/localized-text.js';
import { durationWords } from '../language/duration-words.js';
import { valueWords } from './explain-value.js';
import { paragraph, point, type Item } from './explanation.js';
import type { Explaining, ExplainedParameter } from './subject.js';
import { listed, quoted, zh } from './text.js';

const TYPES: Readonly<Record<ParameterType, Readonly<Record<Locale, string>>>> = {
  number: { en: 'a number', zh: '数字' },
  percent: { en: 'a percent', zh: '百分比' },
  duration: { en: 'a length of time', zh: '时长' },
  text: { en: 'a text', zh: '文本' },
  yes_no: { en: 'yes or no', zh: '是或否' },
};

function valueOf({ type, default: value }: ExplainedParameter, locale: Locale): string {
  return value !== null && typeof value === 'object' ? durationWords(value, locale) : valueWords(value, type, locale);
}

/** The constants that an including playbook may set otherwise. */
export function explainParameters(parameters: readonly ExplainedParameter[], { locale, names }: Explaining): readonly Item[] {
  const en = locale === 'en';
  return [
    paragraph(
      en
        ? 'Whoever includes this playbook in another one may give these other values; otherwise the ones here hold.'
        : '其他剧本引用本剧本时可以另给取值；否则使用这里的值。',
    ),
    ...parameters.map((one) => {
      const title = names.title('parameter', one.id);
      const called = title === null ? '' : en ? ` ${quoted(title, locale)}` : quoted(title, locale);
      const values =
        one.values === null
          ? ''
          : en
            ? `, one of ${listed(
                one.values.map((value) => quoted(value, locale)),
                locale,
                'or',
              )}`
            : zh`，可取${listed(
                one.values.map((value) => quoted(value, locale)),
                locale,
                'or',
              )}`;
      const value = valueOf(one, locale);
      return point(
        en
          ? `**${one.id}**${called}: ${TYPES[one.type].en}${values}; ${value}.`
          : zh`**${one.id}**${called}：${TYPES[one.type].zh}${values}；取值${value}。`,
      );
    }),
  ];
}
