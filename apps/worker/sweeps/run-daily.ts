import type { CurrentBook } from '../../../prisma/read-models/current-book.js';
import { watchedRuns } from '../../../prisma/stores/exit-store.js';
import { saveHealth } from '../../../prisma/stores/health-store.js';
import { assignSegments } from '../../../prisma/stores/account-store.js';
import { segmentLookback } from '../../../workflows/enroll/plan-lookback.js';
import type { SweepWindow } from '../../../workflows/enroll/plan-sweep.js';
import { assignSegment } from '../../../workflows/evaluate/assign-segment.js';
import { healthDefinitionFor, scoreHealth } from '../../../workflows/evaluate/score-health.js';
import type { AccountData, HealthScore } from '../../../workflows/model/account-data.js';
import { shiftPeriod } from '../../../workflows/model/calendar.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { SweepDependencies } from './sweep-dependencies.js';
import { loadAccounts } from './load-accounts.js';
import { leaveRuns, exitLookback } from './watch-exits.js';

const DAY = 86_400_000;
/** Days of health that are worked out when a zone is swept for the first time, so that `for 4 weeks` has an answer at once. */
const HEALTH_BACKFILL_DAYS = 60;

export interface DailyDetail {
  readonly accounts: number;
  readonly scored: number;
  readonly segmentsChanged: number;
  readonly exits: number;
}

/** At local midnight: closes the metric periods that ended, assigns segments, scores health, and asks exits with the new score. */
export async function runDaily(deps: SweepDependencies, book: CurrentBook, window: SweepWindow): Promise<DailyDetail> {
  const { at, zone } = window;
  const runs = await watchedRuns(deps.db, at, { zone });
  const loaded = await loadAccounts(deps.db, book.catalogue, at, {
    zone,
    since: Math.min(await exitLookback(deps, runs, at), scoredFrom(book.catalogue, window)),
  });
  const today = loaded.map((data) => scoreAt(data, book.catalogue, at));
  const changed = today.filter(({ data, segment }) => segment !== data.segment);
  await assignSegments(
    deps.db,
    changed.map(({ data, segment }) => ({ accountId: data.id, segment })),
  );
  const past = window.first ? loaded.flatMap((data) => pastScores(data, book.catalogue, at)) : [];
  const scores = [...past, ...today].flatMap(({ data, segment, health }) =>
    health === null ? [] : [{ accountId: data.id, segment, health }],
  );
  await saveHealth(deps.db, scores);
  const accounts = today.map(({ data, segment, health }) => ({
    ...data,
    segment,
    health: health === null ? data.health : [...data.health.filter((entry) => entry.at < at), health],
  }));
  const exits = await leaveRuns(deps, runs, accounts, at);
  return { accounts: loaded.length, scored: scores.length, segmentsChanged: changed.length, exits: exits.length };
}

/** The oldest instant that segments and scores ask about. */
function scoredFrom(catalogue: Catalogue, { at, first }: SweepWindow): Instant {
  return at - (segmentLookback(catalogue) + (first ? HEALTH_BACKFILL_DAYS + 1 : 0)) * DAY;
}

interface ScoredAccount {
  readonly data: AccountData;
  readonly segment: string | null;
  /** Null = no definition covers the segment. */
  readonly health: HealthScore | null;
}

/** The segment comes first, because it says which health definition applies. */
function scoreAt(data: AccountData, catalogue: Catalogue, at: Instant): ScoredAccount {
  // Without a list of segments the account keeps the one it was imported with.
  const segment = catalogue.segments.length === 0 ? data.segment : assignSegment(data, catalogue.segments, at);
  const definition = healthDefinitionFor(catalogue.healths, segment);
  return { data, segment, health: definition === null ? null : scoreHealth({ ...data, segment }, definition, at) };
}

/** Days without anything to score are left out: an account has no health before its first data. */
function pastScores(data: AccountData, catalogue: Catalogue, at: Instant): ScoredAccount[] {
  const days = Array.from({ length: HEALTH_BACKFILL_DAYS }, (_, index) => shiftPeriod(data.calendar, at, 'day', -1 - index));
  const known = new Set(data.health.map((entry) => entry.at));
  return days
    .filter((day) => !known.has(day))
    .map((day) => scoreAt(data, catalogue, day))
    .filter(({ health }) => typeof health?.score === 'number');
}
