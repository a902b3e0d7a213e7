import type { ComparisonOperator } from '../model/condition.js';
import type { Truth } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import type { PeriodUnit } from '../model/time.js';

/** How a verdict is said in one language: what was needed, and whether it was so. */
export interface NeedWords {
  /** @param what `50%`; @param of `a fall of`, where the direction does not go without saying */
  comparison(op: ComparisonOperator | '!=', what: string, of: 'rise' | 'fall' | null): string;
  /** The value and the direction speak for themselves: `50%`. */
  enough(what: string): string;
  away(text: string): string;
  ago(text: string): string;
  values(values: readonly string[], negated: boolean): string;
  missing(negated: boolean): string;
  holds(negated: boolean): string;
  periods(text: string, every: boolean, count: number, unit: PeriodUnit): string;
  /** The same behind several parts. */
  partsOver(text: string, every: boolean, count: number, unit: PeriodUnit): string;
  /** `<what was>; needed <what was needed>: true`. */
  verdict(was: string, need: string, value: Truth): string;
  /** One of several parts: `<what was> (needed <need>: true)`; undefined = the part has no verdict of its own. */
  part(was: string, need: string, value: Truth | undefined): string;
  readonly and: string;
  readonly or: string;
  whole(text: string, value: Truth): string;
  nothing(value: Truth): string;
}

const EN_OPS: Readonly<Record<ComparisonOperator | '!=', string>> = {
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
  '=': 'exactly',
  '!=': 'anything but',
};
const truth = (value: Truth): string => (value === null ? 'unknown' : String(value));

const IN_ENGLISH: NeedWords = {
  comparison: (op, what, of) => `${of === null ? '' : `a ${of} of `}${EN_OPS[op]} ${what}`,
  enough: (what) => what,
  away: (text) => `${text} away`,
  ago: (text) => `${text} ago`,
  values: (values, negated) =>
    values.length === 1 ? `${negated ? 'anything but ' : ''}${values[0]}` : `${negated ? 'none' : 'one'} of ${values.join(', ')}`,
  missing: (negated) => (negated ? 'it to be known' : 'it to be missing'),
  holds: (negated) => (negated ? 'no' : 'yes'),
  periods: (text, every, count, unit) => {
    const units = `${unit}${count === 1 ? '' : 's'}`;
    return every ? `${text} for ${count} ${units}` : `${text} in one of the last ${count} ${units}`;
  },
  partsOver: (text, every, count, unit) => {
    const units = `${unit}${count === 1 ? '' : 's'}`;
    return `${text}, ${every ? `for ${count} ${units}` : `in one of the last ${count} ${units}`}`;
  },
  verdict: (was, need, value) => `${was}; needed ${need}: ${truth(value)}`,
  part: (was, need, value) => `${was} (needed ${need}${value === undefined ? '' : `: ${truth(value)}`})`,
  and: ' and ',
  or: ' or ',
  whole: (text, value) => `${text}: ${truth(value)}`,
  nothing: (value) => `nothing was asked: ${truth(value)}`,
};

const ZH_OPS: Readonly<Record<ComparisonOperator | '!=', string>> = {
  '<': '低于',
  '<=': '至多',
  '>': '高于',
  '>=': '至少',
  '=': '恰为',
  '!=': '不等于',
};
const ZH_UNITS: Readonly<Record<PeriodUnit, string>> = { day: '天', week: '周', month: '个月', quarter: '个季度', year: '年' };
const zhTruth = (value: Truth): string => (value === null ? '未知' : value ? '成立' : '不成立');

const IN_CHINESE: NeedWords = {
  comparison: (op, what, of) => `${of === null ? '' : of === 'rise' ? '升幅' : '降幅'}${ZH_OPS[op]} ${what}`,
  enough: (what) => `达到 ${what}`,
  away: (text) => `距今${text}`,
  ago: (text) => `已过${text}`,
  values: (values, negated) =>
    values.length === 1 ? `${negated ? '不是' : '为'} ${values[0]}` : `${negated ? '不属于' : '属于'} ${values.join('、')}`,
  missing: (negated) => (negated ? '有值' : '无值'),
  holds: (negated) => (negated ? '为否' : '为是'),
  periods: (text, every, count, unit) =>
    every ? `连续 ${count} ${ZH_UNITS[unit]}${text}` : `最近 ${count} ${ZH_UNITS[unit]}中至少一次${text}`,
  partsOver: (text, every, count, unit) =>
    `${text}，${every ? `连续 ${count} ${ZH_UNITS[unit]}` : `最近 ${count} ${ZH_UNITS[unit]}中至少一次`}`,
  verdict: (was, need, value) => `${was}；要求${need}：${zhTruth(value)}`,
  part: (was, need, value) => `${was}（要求${need}${value === undefined ? '' : `：${zhTruth(value)}`}）`,
  and: '，且 ',
  or: '，或 ',
  whole: (text, value) => `${text}：${zhTruth(value)}`,
  nothing: (value) => `没有提问：${zhTruth(value)}`,
};

export function needWordsOf(locale: Locale): NeedWords {
  return locale === 'zh' ? IN_CHINESE : IN_ENGLISH;
}
