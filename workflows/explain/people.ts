import type { Locale } from '../model/localized-text.js';
import type { Recipient } from '../model/plan.js';
import { closedWord } from './explain-value.js';
import { code } from './text.js';

const GROUPS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  active_users: { en: 'every user who was active in the last 14 days', zh: '最近 14 天内活跃的全部用户' },
  inactive_users: { en: 'every user who was not active in the last 14 days', zh: '最近 14 天内未活跃的全部用户' },
  all_users: { en: 'every user', zh: '全部用户' },
};

/** Whom a step reaches: `the champion`, `关键联系人`. */
export function recipientWords(recipient: Recipient, locale: Locale): string {
  const group = Object.hasOwn(GROUPS, recipient) ? GROUPS[recipient] : undefined;
  if (group) return group[locale];
  const word = recipient.startsWith('account.') ? closedWord('role', recipient.slice('account.'.length), locale) : null;
  if (word === null) return code(recipient);
  return locale === 'en' ? `the ${word}` : word;
}
