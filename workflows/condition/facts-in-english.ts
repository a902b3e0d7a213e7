import type { PeriodUnit } from '../model/time.js';
import type { DayParts, FactWords, Over } from './fact-words.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const OVER: Readonly<Record<Over, string>> = {
  week: 'week over week',
  month: 'month over month',
  year: 'year over year',
  start: 'since the run began',
};
const STANDING: Readonly<Record<string, string>> = {
  platform_average: 'the average of',
  platform_median: 'the median of',
  segment_average: "the segment's average of",
  segment_median: "the segment's median of",
};

const one = (role: string): string => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
const monthOf = ({ month }: DayParts): string => MONTHS[month - 1] ?? '';

/** `3 and 10 March`, `24 February and 3 March`, `29 December 2025 and 5 January 2026`. */
function days(begins: readonly DayParts[]): string {
  const [first, second] = begins;
  if (!first) return '';
  if (!second) return `${first.day} ${monthOf(first)}`;
  const year = first.year === second.year ? () => '' : (one: DayParts) => ` ${one.year}`;
  const sameMonth = first.year === second.year && first.month === second.month;
  return `${first.day}${sameMonth ? '' : ` ${monthOf(first)}${year(first)}`} and ${second.day} ${monthOf(second)}${year(second)}`;
}

function periods(unit: PeriodUnit, begins: readonly DayParts[]): string {
  const [first, second] = begins;
  switch (unit) {
    case 'day':
      return days(begins);
    case 'week':
      return `week${second ? 's' : ''} of ${days(begins)}`;
    case 'month': {
      const years = first?.year !== (second ?? first)?.year;
      return begins.map((one) => `${monthOf(one)}${years ? ` ${one.year}` : ''}`).join(' and ');
    }
    case 'quarter':
      return begins.map(({ year, month }) => `Q${Math.ceil(month / 3)} ${year}`).join(' and ');
    case 'year':
      return begins.map(({ year }) => String(year)).join(' and ');
  }
}

export const IN_ENGLISH: FactWords = {
  value: (name, value, at) => `${name} was ${value} ${at}`,
  change(metric, over, way, share, details) {
    if (share === null) return `the change of ${metric} ${OVER[over]} was unknown ${details}`;
    if (share === 'same') return `${metric} did not change ${OVER[over]} ${details}`;
    return `${metric} ${way === 'rise' ? 'rose' : 'fell'} ${share} ${OVER[over]} ${details}`;
  },
  distance: (name, length, passed, day) => `${name} was ${length} ${passed ? 'ago' : 'away'} on ${day}`,
  distanceUnknown: (name, day, isEvent) => (isEvent ? `no ${name} was known as of ${day}` : `${name} was unknown as of ${day}`),
  inStage: (length, since, day) =>
    length === null
      ? `the time in the stage was unknown as of ${day}`
      : `the account had been in its stage for ${length}${since === null ? '' : `, since ${since},`} on ${day}`,
  reached(milestone, answer, on, by, day) {
    if (answer === null) return `it was unknown as of ${day} whether ${milestone} is reached${by === null ? '' : ` by ${by}`}`;
    const when = by === null ? ` by ${day}` : ` by ${by}`;
    if (!answer) return `${milestone} was not reached${when}${on === null ? '' : `, but on ${on}`}`;
    return `${milestone} was reached${on === null ? when : ` on ${on}${by === null ? '' : `, ${when.trim()}`}`}`;
  },
  roleFilled: (role, answer, day) =>
    answer === null
      ? `it was unknown whether there was ${one(role)} on ${day}`
      : `there was ${answer ? one(role) : `no ${role}`} on ${day}`,
  roleActive: (role, answer, length, day) =>
    answer === null
      ? `it was unknown whether ${one(role)} was active in the ${length} before ${day}`
      : `${answer ? one(role) : `no ${role}`} was active in the ${length} before ${day}`,
  count: (event, times, length, day) =>
    times === null
      ? `the number of ${event} in the ${length} before ${day} was unknown`
      : `${event} happened ${times} time${times === 1 ? '' : 's'} in the ${length} before ${day}`,
  tickets(priority, open, day) {
    const of = priority === null ? '' : ` of priority ${priority}`;
    if (open === null) return `the number of open tickets${of} was unknown as of ${day}`;
    return `${open} ticket${open === 1 ? '' : 's'}${of} ${open === 1 ? 'was' : 'were'} open on ${day}`;
  },
  standing(among, metric, value, at) {
    if (among === 'percentile')
      return value === null
        ? `the share of the segment below this account by ${metric} was unknown ${at}`
        : `${value} of the segment was below this account by ${metric} ${at}`;
    return `${STANDING[among] ?? among} ${metric}${among.startsWith('platform') ? ' over all accounts' : ''} was ${value ?? 'unknown'} ${at}`;
  },
  length: (amount, unit) => `${amount} ${unit}${amount === 1 ? '' : 's'}`,
  asOf: (day) => `as of ${day}`,
  valueAsOf: (day) => `as of ${day}`,
  periodEnding: (unit, lastDay) => `${unit ?? 'period'} ending ${lastDay}`,
  periods,
  inParentheses: (parts) => `(${parts.join(', ')})`,
  unknown: 'unknown',
  yes: 'yes',
  no: 'no',
  lessThan: (share) => `less than ${share}`,
};
