import { formatLiteral } from '../condition/format-value.js';
import type { FactValue, ValueType } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import { spanWords } from './explain-time.js';
import { quoted } from './text.js';

const YES_NO = { en: ['yes', 'no'], zh: ['是', '否'] } as const;

/** A value in words: `50%`, `30 days`, `"smb"`, `yes`. */
export function valueWords(value: FactValue, type: ValueType, locale: Locale): string {
  if (value === null) return locale === 'en' ? 'unknown' : '未知';
  if (typeof value === 'boolean') return YES_NO[locale][value ? 0 : 1];
  if (typeof value === 'string') return quoted(value, locale);
  return type === 'duration' ? spanWords(value, locale) : formatLiteral(value, type);
}

const WORDS: Readonly<Record<string, Readonly<Record<string, { readonly en: string; readonly zh: string }>>>> = {
  band: {
    green: { en: 'green', zh: '绿色' },
    yellow: { en: 'yellow', zh: '黄色' },
    red: { en: 'red', zh: '红色' },
  },
  status: {
    trial: { en: 'on trial', zh: '试用中' },
    active: { en: 'an active customer', zh: '合作中' },
    churned: { en: 'churned', zh: '已流失' },
  },
  locale: {
    en: { en: 'English', zh: '英文' },
    zh: { en: 'Chinese', zh: '中文' },
  },
  renewal: {
    open: { en: 'still open', zh: '待定' },
    renewed: { en: 'won', zh: '已续约' },
    lost: { en: 'lost', zh: '未续约' },
  },
  role: {
    champion: { en: 'champion', zh: '关键联系人' },
    decision_maker: { en: 'decision maker', zh: '决策人' },
    admin: { en: 'administrator', zh: '管理员' },
    key_user: { en: 'key user', zh: '关键用户' },
    end_user: { en: 'end user', zh: '普通用户' },
    csm: { en: 'CSM', zh: 'CSM' },
    manager: { en: "CSM's manager", zh: 'CSM 主管' },
  },
};

/** A word of a closed set as people say it; null = it is not one of them. */
export function closedWord(set: 'band' | 'status' | 'locale' | 'renewal' | 'role', word: string, locale: Locale): string | null {
  const words = WORDS[set];
  return words && Object.hasOwn(words, word) ? (words[word]?.[locale] ?? null) : null;
}

/** A role: `decision maker`, or a role of the book's own in quotes. */
export function roleWords(role: string, locale: Locale): string {
  return closedWord('role', role, locale) ?? quoted(role, locale);
}
