import type { Doc } from './doc.js';

/** A text with a small grammar of its own. */
export interface Phrase {
  /** Regular expression over the whole text; it accepts everything the readers accept. */
  readonly pattern: string;
  readonly examples: readonly string[];
  readonly doc: Doc;
}

/** `30min 4h 3d 2bd 2w 3mo` or ISO 8601. */
export const DURATION_PATTERN = '(?:\\d+(?:min|h|d|bd|w|mo)|P(?:\\d+[MWD]|T\\d+[HM]))';
/** Of a length that is always the same. */
export const LENGTH_PATTERN = '(?:\\d+(?:min|h|d|w)|P(?:\\d+[WD]|T\\d+[HM]))';
export const ID_PATTERN = '[a-z][a-z0-9]*(?:_[a-z0-9]+)*';
export const PERCENT_PATTERN = '-?\\d+(?:\\.\\d+)?%';
export const TIME_PATTERN = '(?:[01]?\\d|2[0-3]):[0-5]\\d';
export const DATE_PATTERN = '\\d{4}-\\d{2}-\\d{2}';
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const WEEKDAY = `(?:${WEEKDAYS.join('|')})`;
const MONTH_DAY = 'day (?:[1-9]|1\\d|2[0-8])';
const DATED = `(?:${DURATION_PATTERN}|parameter\\.${ID_PATTERN}) (?:before|after) (?:contract\\.start|contract\\.end|lifecycle\\.since)`;

const PHRASE_TABLE = {
  cadence: {
    pattern: `(?:daily|weekly on ${WEEKDAY}|monthly on ${MONTH_DAY}) at ${TIME_PATTERN}`,
    examples: ['daily at 08:00', 'weekly on monday at 08:00', 'monthly on day 1 at 08:00'],
    doc: { en: 'how often a condition is asked', zh: '多久检查一次条件' },
  },
  dated: {
    pattern: DATED,
    examples: ['90d before contract.end', '30d after contract.start', '7d after lifecycle.since'],
    doc: { en: 'a day counted from a date of the account', zh: '相对于客户某个日期的一天' },
  },
  recurrence: {
    pattern: `(?:week on ${WEEKDAY}|(?:month|quarter) on ${MONTH_DAY}) at ${TIME_PATTERN}`,
    examples: ['week on monday at 09:00', 'month on day 1 at 09:00', 'quarter on day 1 at 09:00'],
    doc: { en: 'a moment that comes round by itself', zh: '周期性到来的时刻' },
  },
  missed: {
    pattern: `${ID_PATTERN}(?: by day [1-9]\\d*)?`,
    examples: ['key_behaviour', 'key_behaviour by day 90'],
    doc: {
      en: 'a milestone not reached by its target day, or by the day written',
      zh: '到目标日（或指定的第几天）仍未达成的里程碑',
    },
  },
  until: {
    pattern: `(?:${DATED}|${WEEKDAY} at ${TIME_PATTERN})`,
    examples: ['30d before contract.end', 'monday at 09:00'],
    doc: { en: 'a date of the account, or the next such weekday and hour', zh: '客户的某个日期，或下一个该星期几的时刻' },
  },
  at_most: {
    pattern: '[1-9]\\d* per (?:day|week|month)',
    examples: ['40 per day', '100 per week', '200 per month'],
    doc: { en: 'how many accounts per day, week or month', zh: '每天、每周或每月多少个客户' },
  },
  evidence: {
    pattern: 'note +>= +[1-9]\\d{0,3} +characters?',
    examples: ['note >= 40 characters'],
    doc: { en: 'the least length of the note that closes a task', zh: '关闭任务时备注的最少字数' },
  },
  timezone: {
    pattern: '(?:account|contact|[A-Za-z]+(?:/[A-Za-z0-9_+-]+)*)',
    examples: ['account', 'contact', 'Europe/Berlin', 'Asia/Shanghai'],
    doc: { en: "the account's own zone, the contact's, or an IANA zone", zh: '客户所在时区、联系人所在时区，或 IANA 时区' },
  },
  zone: {
    pattern: '[A-Za-z]+(?:/[A-Za-z0-9_+-]+)*',
    examples: ['Europe/Berlin', 'Asia/Shanghai'],
    doc: { en: 'an IANA time zone', zh: 'IANA 时区' },
  },
  target_day: {
    pattern: 'day [1-9]\\d*',
    examples: ['day 90'],
    doc: { en: 'a day counted from the start of the contract', zh: '从合同开始算起的第几天' },
  },
  stage_from: {
    pattern: `${DURATION_PATTERN} (?:before|after) (?:contract\\.start|contract\\.end)`,
    examples: ['0d after contract.start', '30d after contract.start', '90d before contract.end'],
    doc: { en: 'a day counted from a date of the contract', zh: '相对于合同日期的一天' },
  },
} as const satisfies Readonly<Record<string, Phrase>>;

export type PhraseName = keyof typeof PHRASE_TABLE;

export const PHRASES: Readonly<Record<PhraseName, Phrase>> = PHRASE_TABLE;
