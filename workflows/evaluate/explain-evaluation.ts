import { explainFact } from '../condition/explain-fact.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { Evaluation, Truth } from '../model/fact.js';

/** A condition's answer as a sentence: `logins < 10: yes, because logins was 3 (day ending 2026-03-10)`. */
export function explainEvaluation(text: string, { value, facts }: Evaluation, calendar: ZoneCalendar): string {
  const because = facts.map((fact) => explainFact(fact, calendar)).join('; ');
  return `${text}: ${wordOf(value)}${because === '' ? '' : `, because ${because}`}`;
}

function wordOf(value: Truth): string {
  return value === null ? 'unknown' : value ? 'yes' : 'no';
}
