import { factOf, type FactView } from '../../../prisma/read-models/fact-view.js';
import { explainFact } from '../../../workflows/condition/explain-fact.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';

/** A stored fact as a sentence, days in the account's zone: `contract.start was 2025-07-21 as of 2025-09-19`. */
export function factText(view: FactView, calendar: ZoneCalendar): string {
  return explainFact(factOf(view), calendar);
}
