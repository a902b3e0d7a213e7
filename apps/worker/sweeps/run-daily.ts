import type { CurrentBook } from '../../../prisma/read-models/current-book.js';
import { watchedRuns } from '../../../prisma/stores/exit-store.js';
import { saveHealth } from '../../../prisma/stores/health-store.js';
import { assignSegments } from '../../../prisma/stores/account-store.js';
import { segmentLookback } from '../../../workflows/enroll/plan-lookback.js';
import type { SweepWindow } from '../../../workflows/enroll/plan-sweep.js';
import { HEALTH_BACKFILL_DAYS, scoreDay, scorePast } from '../../../workflows/evaluate/score-day.js';
import type { Catalogue } from '../../../workflows/model/catalogue.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { SweepDependencies } from './sweep-dependencies.js';
import { loadAccounts } from './load-accounts.js';
import { askRuns, runsLookback } from './watch-runs.js';

const DAY = 86_400_000;

export interface DailyDetail {
  readonly accounts: number;
  readonly scored: number;
  readonly segmentsChanged: number;
  /** Runs that leave. */
  readonly exits: number;
  /** Runs with a step that waited for what is true now. */
  readonly waits: number;
}

/** At local midnight: closes the metric periods that ended, assigns segments, scores health, and asks what runs watch with the new score. */
export async function runDaily(deps: SweepDependencies, book: CurrentBook, window: SweepWindow): Promise<DailyDetail> {
  const { at, zone } = window;
  const runs = await watchedRuns(deps.db, at, { zone });
  const loaded = await loadAccounts(deps.db, book.catalogue, at, {
    zone,
    since: Math.min(await runsLookback(deps, runs, at), scoredFrom(book.catalogue, window)),
  });
  const today = loaded.map((data) => scoreDay(data, book.catalogue, at));
  const changed = today.filter(({ data, segment }) => segment !== data.segment);
  await assignSegments(
    deps.db,
    changed.map(({ data, segment }) => ({ accountId: data.id, segment })),
  );
  const past = window.first ? loaded.flatMap((data) => scorePast(data, book.catalogue, at)) : [];
  const scores = [...past, ...today].flatMap(({ data, segment, health }) =>
    health === null ? [] : [{ accountId: data.id, segment, health }],
  );
  await saveHealth(deps.db, scores);
  const accounts = today.map(({ data, segment, health }) => ({
    ...data,
    segment,
    health: health === null ? data.health : [...data.health.filter((entry) => entry.at < at), health],
  }));
  const { left, met } = await askRuns(deps, runs, accounts, at);
  return {
    accounts: loaded.length,
    scored: scores.length,
    segmentsChanged: changed.length,
    exits: left.length,
    waits: met.length,
  };
}

/** The oldest instant that segments and scores ask about. */
function scoredFrom(catalogue: Catalogue, { at, first }: SweepWindow): Instant {
  return at - (segmentLookback(catalogue) + (first ? HEALTH_BACKFILL_DAYS + 1 : 0)) * DAY;
}
