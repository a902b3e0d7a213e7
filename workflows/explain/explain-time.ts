import { durationWords } from '../language/duration-words.js';
import type { Locale } from '../model/localized-text.js';
import type { Cadence, DateAnchor, Recurrence, TimeOfDay } from '../model/plan.js';
import type { Duration, DurationUnit, PeriodUnit } from '../model/time.js';

const PERIODS: Readonly<Record<PeriodUnit, { readonly en: string; readonly zh: string; readonly counted: string }>> = {
  day: { en: 'day', zh: '日', counted: '天' },
  week: { en: 'week', zh: '周', counted: '周' },
  month: { en: 'month', zh: '月', counted: '个月' },
  quarter: { en: 'quarter', zh: '季度', counted: '个季度' },
  year: { en: 'year', zh: '年', counted: '年' },
};
const WEEKDAYS = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
} as const;

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A length of time that a condition carries as milliseconds. */
export function spanWords(ms: number, locale: Locale): string {
  const minutes = Math.abs(ms) / 60_000;
  const unit: DurationUnit = ms === 0 || minutes % 1_440 === 0 ? 'd' : minutes % 60 === 0 ? 'h' : 'min';
  const amount = minutes / { d: 1_440, h: 60, min: 1 }[unit as 'd' | 'h' | 'min'];
  return `${ms < 0 ? '-' : ''}${durationWords({ amount: Number(amount.toPrecision(12)), unit }, locale)}`;
}

/** `2 weeks`, `2 周`: counted periods of a metric. */
export function periodsWords(count: number, unit: PeriodUnit, locale: Locale): string {
  return locale === 'en' ? plural(count, PERIODS[unit].en) : `${count} ${PERIODS[unit].counted}`;
}

/** `day`, `week` ...: the unit alone. */
export function periodWord(unit: PeriodUnit, locale: Locale): string {
  return PERIODS[unit][locale];
}

/** `08:00`. */
export function timeWords({ hour, minute }: TimeOfDay): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

export function weekdayWords(weekday: number | null, locale: Locale): string {
  return WEEKDAYS[locale][weekday ?? 1] ?? String(weekday);
}

/** `every Monday at 08:00`, `每周一 08:00`. */
export function cadenceWords(cadence: Cadence | Recurrence, locale: Locale): string {
  const { every, weekday, at } = cadence;
  const day = cadence.day ?? 1;
  const time = timeWords(at);
  if (locale === 'en') {
    if (every === 'day') return `every day at ${time}`;
    if (every === 'week') return `every ${weekdayWords(weekday, locale)} at ${time}`;
    return every === 'month' ? `on day ${day} of every month at ${time}` : `on day ${day} of every quarter at ${time}`;
  }
  if (every === 'day') return `每天 ${time}`;
  if (every === 'week') return `每${weekdayWords(weekday, locale)} ${time}`;
  return every === 'month' ? `每月 ${day} 日 ${time}` : `每季度首月 ${day} 日 ${time}`;
}

const ANCHORS: Readonly<Record<DateAnchor, { readonly en: readonly [string, string]; readonly zh: string }>> = {
  'contract.start': { en: ['the contract begins', 'the contract began'], zh: '合同开始' },
  'contract.end': { en: ['the contract ends', 'the contract ended'], zh: '合同到期' },
  'lifecycle.since': {
    en: ['the account enters its lifecycle stage', 'the account entered its lifecycle stage'],
    zh: '进入当前生命周期阶段',
  },
};

/** `90 days before the contract ends`, `合同到期前 90 天`. */
export function anchoredWords(
  {
    offset,
    direction,
    anchor,
  }: { readonly offset: Duration; readonly direction: 'before' | 'after'; readonly anchor: DateAnchor },
  locale: Locale,
): string {
  const words = Object.hasOwn(ANCHORS, anchor) ? ANCHORS[anchor] : { en: [anchor, anchor] as const, zh: anchor };
  const length = durationWords(offset, locale);
  if (locale === 'en') return `${length} ${direction} ${words.en[direction === 'before' ? 0 : 1]}`;
  return `${words.zh}${direction === 'before' ? '前' : '后'} ${length}`;
}
