import type { AccountData, HealthScore } from '../model/account-data.js';
import { shiftPeriod } from '../model/calendar.js';
import type { Catalogue } from '../model/catalogue.js';
import type { Instant } from '../model/time.js';
import { assignSegment } from './assign-segment.js';
import { healthDefinitionFor, scoreHealth } from './score-health.js';

/** Days of health that are worked out when a zone is swept for the first time, so that `for 4 weeks` has an answer at once. */
export const HEALTH_BACKFILL_DAYS = 60;

export interface ScoredDay {
  readonly data: AccountData;
  readonly segment: string | null;
  /** Null = no definition covers the segment. */
  readonly health: HealthScore | null;
}

/** Segment and health of an account on a day. The segment comes first, because it says which health definition applies. */
export function scoreDay(data: AccountData, catalogue: Catalogue, at: Instant): ScoredDay {
  // Without a list of segments the account keeps the one it was imported with.
  const segment = catalogue.segments.length === 0 ? data.segment : assignSegment(data, catalogue.segments, at);
  const definition = healthDefinitionFor(catalogue.healths, segment);
  return { data, segment, health: definition === null ? null : scoreHealth({ ...data, segment }, definition, at) };
}

/**
 * The days before the first one that is swept, the newest first. Days without anything to score are left out: an account has
 * no health before its first data.
 */
export function scorePast(data: AccountData, catalogue: Catalogue, at: Instant): ScoredDay[] {
  const days = Array.from({ length: HEALTH_BACKFILL_DAYS }, (_, index) => shiftPeriod(data.calendar, at, 'day', -1 - index));
  const known = new Set(data.health.map((entry) => entry.at));
  return days
    .filter((day) => !known.has(day))
    .map((day) => scoreDay(data, catalogue, day))
    .filter(({ health }) => typeof health?.score === 'number');
}
