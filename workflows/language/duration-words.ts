import type { Locale } from '../model/localized-text.js';
import type { Duration, DurationUnit } from '../model/time.js';

const UNITS: Readonly<Record<DurationUnit, { readonly en: string; readonly zh: string }>> = {
  min: { en: 'minute', zh: '分钟' },
  h: { en: 'hour', zh: '小时' },
  d: { en: 'day', zh: '天' },
  bd: { en: 'working day', zh: '个工作日' },
  w: { en: 'week', zh: '周' },
  mo: { en: 'month', zh: '个月' },
};

/** `2 working days`, `2 个工作日`. */
export function durationWords({ amount, unit }: Duration, locale: Locale): string {
  const words = UNITS[unit];
  return locale === 'en' ? `${amount} ${words.en}${amount === 1 ? '' : 's'}` : `${amount} ${words.zh}`;
}
