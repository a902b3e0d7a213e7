import type { FactView } from '../../../prisma/read-models/fact-view.js';
import { explainFact } from '../../../workflows/condition/explain-fact.js';

/** A stored fact as a sentence: `wow_drop(logins) was 52% (before 400, after 192) as of 2026-03-02`. */
export function factText(view: FactView): string {
  const value = view.type === 'date' && typeof view.value === 'string' ? Date.parse(view.value) : view.value;
  const fact = { name: view.name, type: view.type, value, asOf: Date.parse(view.asOf) };
  return explainFact(view.from === undefined ? fact : { ...fact, from: view.from });
}

/** `2026-03-02 08:00Z`: minutes are what people read, seconds are in the JSON. */
export function timeText(iso: string | null): string {
  return iso === null ? '-' : `${iso.slice(0, 10)} ${iso.slice(11, 16)}Z`;
}
