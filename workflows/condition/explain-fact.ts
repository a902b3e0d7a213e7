import type { ZoneCalendar } from '../model/calendar.js';
import type { Fact } from '../model/fact.js';
import type { Locale } from '../model/localized-text.js';
import { sayFact, wordsOf } from './say-fact.js';

/**
 * One fact as a sentence, with days of the calendar's zone:
 * `logins fell 66.7% week over week (15 -> 5, week ending 2025-08-31)`,
 * `key_action_rate was 11.1% (day ending 2025-09-25)`, `contract.end (2026-03-14) was 12.5 days away on 2026-03-02`.
 */
export function explainFact(fact: Fact, calendar: ZoneCalendar, locale: Locale = 'en'): string {
  return sayFact(fact, calendar, { words: wordsOf(locale), periods: 'ending', digits: undefined });
}
