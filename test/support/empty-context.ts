import { UTC_CALENDAR } from '../../workflows/model/calendar.js';
import type { EvaluationContext } from '../../workflows/model/evaluation-context.js';

/** Data without any value: every question about it is unknown. */
export function emptyContext(asOf: number): EvaluationContext {
  return {
    asOf,
    calendar: UTC_CALENDAR,
    startedAt: null,
    read: (_path, at) => ({ value: null, asOf: at }),
    closedPeriod: (_metric, at) => ({ value: null, asOf: at }),
  };
}
