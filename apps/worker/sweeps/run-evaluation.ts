import { enrollAccounts } from '../../shared/enroll-accounts.js';
import type { CurrentBook } from '../../../prisma/read-models/current-book.js';
import { isStorageUnavailable } from '../../../prisma/storage-fault.js';
import { closeEpisodes, openEpisodes } from '../../../prisma/stores/episode-store.js';
import type { RecordedEnrollment } from '../../../prisma/stores/enrollment-store.js';
import { watchedRuns } from '../../../prisma/stores/exit-store.js';
import { judgeTrigger } from '../../../workflows/enroll/judge-trigger.js';
import type { TriggerVerdicts } from '../../../workflows/enroll/judge-trigger.js';
import { plansDueIn } from '../../../workflows/enroll/plan-sweep.js';
import { planLookback } from '../../../workflows/enroll/plan-lookback.js';
import type { SweepWindow } from '../../../workflows/enroll/plan-sweep.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { SweepDependencies } from './sweep-dependencies.js';
import { loadAccounts } from './load-accounts.js';
import { askRuns, runsLookback } from './watch-runs.js';

const DAY = 86_400_000;

export interface PlaybookDetail {
  readonly version: number;
  readonly answers: TriggerVerdicts['answers'];
  readonly closed: number;
  readonly enrolled: number;
  readonly holdout: number;
  /** Reason -> number. */
  readonly skipped: Readonly<Record<string, number>>;
}

export interface EvaluationDetail {
  readonly accounts: number;
  /** Runs that leave. */
  readonly exits: number;
  /** Runs with a step that waited for what is true now. */
  readonly waits: number;
  readonly playbooks: Readonly<Record<string, PlaybookDetail>>;
  /** Playbooks that could not be asked, and accounts whose decision could not be written; the next window asks them again. */
  readonly errors: readonly string[];
}

/** Asks what runs watch, and the triggers of a zone, as of the window; the accounts are loaded once for all of them. */
export async function runEvaluation(
  deps: SweepDependencies,
  book: CurrentBook,
  window: SweepWindow,
  calendar: ZoneCalendar,
): Promise<EvaluationDetail> {
  const { at, zone } = window;
  const plans = plansDueIn(book.plans, calendar, at);
  // A playbook with a zone of its own looks at the whole book at that zone's time.
  const everybody = plans.some(({ timezone }) => timezone === zone);
  const runs = await watchedRuns(deps.db, at, { zone });
  const since = Math.min(await runsLookback(deps, runs, at), at - Math.max(0, ...plans.map(planLookback)) * DAY);
  const loaded = await loadAccounts(deps.db, book.catalogue, at, everybody ? { since } : { zone, since });
  const inZone = everybody ? loaded.filter((data) => data.calendar.zone === zone) : loaded;
  const { left, met } = await askRuns(deps, runs, inZone, at);

  const open = await openEpisodes(
    deps.db,
    plans.map(({ playbook }) => playbook),
  );
  const playbooks: Record<string, PlaybookDetail> = {};
  const errors: string[] = [];
  for (const plan of plans) {
    const own = plan.timezone === 'account';
    const accounts = own ? inZone : loaded;
    const sides = { at, after: window.after, calendar: own ? null : calendar };
    let verdicts: TriggerVerdicts;
    try {
      verdicts = judgeTrigger(plan, accounts, open.get(plan.playbook) ?? new Set(), sides);
    } catch (failure) {
      // Pure, so it would fail in the same way for ever: one plan must not stop the others.
      errors.push(`${plan.playbook}: ${String(failure)}`);
      deps.log.warn('a playbook cannot be asked', { playbook: plan.playbook, version: plan.version, error: String(failure) });
      continue;
    }
    const closed = await closeEpisodes(deps.db, plan.playbook, verdicts.close, at);
    const recorded = await enrollAll(deps, plan, window, verdicts, accounts, errors);
    playbooks[plan.playbook] = { version: plan.version, answers: verdicts.answers, closed, ...countDecisions(recorded) };
  }
  return { accounts: loaded.length, exits: left.length, waits: met.length, playbooks, errors };
}

/** All at once; when that fails, one by one, so that an account that cannot be written stops nobody else. */
async function enrollAll(
  deps: SweepDependencies,
  plan: Plan,
  { at }: SweepWindow,
  { open }: TriggerVerdicts,
  accounts: readonly AccountData[],
  errors: string[],
): Promise<RecordedEnrollment[]> {
  if (open.length === 0) return [];
  const byId = new Map(accounts.map((data) => [data.id, data]));
  try {
    return await enrollAccounts(deps.db, { plan, at, met: open, accounts: byId });
  } catch (failure) {
    deps.log.warn('enrolling all at once failed; trying one by one', { playbook: plan.playbook, error: String(failure) });
  }
  const recorded: RecordedEnrollment[] = [];
  let lastFailure: unknown;
  for (const met of open) {
    try {
      recorded.push(...(await enrollAccounts(deps.db, { plan, at, met: [met], accounts: byId })));
    } catch (failure) {
      // A contract date belongs to this window only: what the database could not take now must be asked again.
      if (isStorageUnavailable(failure)) throw failure;
      lastFailure = failure;
      errors.push(`${plan.playbook}/${met.accountId}: ${String(failure)}`);
    }
  }
  // Nobody could be written: that is the database, unless it says that the data is wrong. The window is taken up again.
  if (lastFailure !== undefined && recorded.length === 0 && !isAboutTheData(lastFailure)) throw lastFailure;
  return recorded;
}

/** Wrong values (SQLSTATE 22), broken constraints (23), and our own errors: trying again would end in the same way. */
function isAboutTheData(failure: unknown): boolean {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : undefined;
  return typeof code !== 'string' || /^2[23]/.test(code);
}

function countDecisions(recorded: readonly RecordedEnrollment[]): Pick<PlaybookDetail, 'enrolled' | 'holdout' | 'skipped'> {
  let enrolled = 0;
  let holdout = 0;
  const skipped: Record<string, number> = {};
  for (const { decision } of recorded) {
    if (decision.decision === 'skip') skipped[decision.reason] = (skipped[decision.reason] ?? 0) + 1;
    else if (decision.arm === 'holdout') holdout += 1;
    else enrolled += 1;
  }
  return { enrolled, holdout, skipped };
}
