import type { LivePositions } from '../../../prisma/read-models/live-positions.js';
import { changeText } from '../../../workflows/compare/change-text.js';
import type { BookComparison, PlaybookComparison } from '../../../workflows/compare/compare-books.js';
import type { PlanChange } from '../../../workflows/compare/compare-plans.js';
import { standingOf, type Standing } from '../../../workflows/compare/standing.js';

/** Live runs by where they stand to a step; those on another version count by their own plan. */
export type Standings = Readonly<Record<Standing, number>>;

export interface PlannedChange extends PlanChange {
  readonly text: string;
  /** Null = it is about no step, or there is no database. */
  readonly runs: Standings | null;
}

export interface PlannedPlaybook extends Omit<PlaybookComparison, 'changes'> {
  readonly changes: readonly PlannedChange[];
  /** Runs under way by the version they are pinned to; null = there is no database. */
  readonly liveRuns: Readonly<Record<string, number>> | null;
  /** What the engine cannot carry out yet, so that publishing refuses the playbook; null = nothing. */
  readonly notRunnable: string | null;
}

export interface PlanReport {
  readonly folder: string;
  /** What it is compared with. */
  readonly against: string;
  readonly playbooks: readonly PlannedPlaybook[];
  readonly catalogue: readonly (PlanChange & { readonly text: string })[];
}

function standings(change: PlanChange, playbook: string, live: LivePositions | null): Standings | null {
  if (live === null || change.step === null) return null;
  const counts = { before: 0, at: 0, after: 0, passed_by: 0 };
  for (const run of live.runs) {
    const plan = run.playbook === playbook ? live.plans.get(`${run.playbook}@${run.version}`) : undefined;
    // A step that is only in the new version concerns no run: they all keep the one they began with.
    if (plan === undefined || !Object.hasOwn(plan.steps, change.step)) continue;
    counts[standingOf(plan, run, change.step)] += 1;
  }
  return counts;
}

function liveByVersion(playbook: string, live: LivePositions | null): Readonly<Record<string, number>> | null {
  if (live === null) return null;
  const counts: Record<string, number> = {};
  for (const run of live.runs) if (run.playbook === playbook) counts[run.version] = (counts[run.version] ?? 0) + 1;
  return counts;
}

/** A comparison with the live runs it concerns. */
export function planReport(
  comparison: BookComparison,
  live: LivePositions | null,
  of: { readonly folder: string; readonly against: string; readonly notRunnable: ReadonlyMap<string, string> },
): PlanReport {
  return {
    folder: of.folder,
    against: of.against,
    playbooks: comparison.playbooks.map((playbook) => ({
      ...playbook,
      changes: playbook.changes.map((change) => ({
        ...change,
        text: changeText(change),
        runs: standings(change, playbook.id, live),
      })),
      liveRuns: liveByVersion(playbook.id, live),
      notRunnable: of.notRunnable.get(playbook.id) ?? null,
    })),
    catalogue: comparison.catalogue.map((change) => ({ ...change, text: changeText(change) })),
  };
}
