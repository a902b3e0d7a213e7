import { currentBook } from '../../../prisma/read-models/current-book.js';
import { settledSteps } from '../../../prisma/read-models/run-outcomes.js';
import { recordExit, watchedRuns } from '../../../prisma/stores/exit-store.js';
import type { WatchedRun } from '../../../prisma/stores/exit-store.js';
import { activeWaits, recordConditionMet } from '../../../prisma/stores/wait-store.js';
import { evaluateCondition } from '../../../workflows/condition/evaluate-condition.js';
import { exitMet } from '../../../workflows/enroll/exit-met.js';
import { watchLookback } from '../../../workflows/enroll/plan-lookback.js';
import { watchedConditions } from '../../../workflows/enroll/watched-conditions.js';
import { accountContext } from '../../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import { PlanNotPublished } from '../book/playbook-reader.js';
import { loadAccounts } from './load-accounts.js';
import type { SweepDependencies } from './sweep-dependencies.js';

const DAY = 86_400_000;

type WatchDependencies = Pick<SweepDependencies, 'db' | 'readPlaybook'>;

/** Runs that were told something. */
export interface Told {
  /** Those that leave. */
  readonly left: readonly string[];
  /** Those with a step that waited for what is true now. */
  readonly met: readonly string[];
}

/**
 * Asks what one account's runs watch (exits, and what their steps wait for) as of `at`, right after something about it
 * changed.
 * @returns the runs that were told.
 */
export async function watchRuns(deps: WatchDependencies, accountId: string, at: Instant): Promise<string[]> {
  const runs = await watchedRuns(deps.db, at, { accountId });
  if (!(await watchSomething(deps, runs))) return [];
  const book = await currentBook(deps.db);
  if (book === null) return [];
  const accounts = await loadAccounts(deps.db, book.catalogue, at, {
    accountIds: [accountId],
    since: await runsLookback(deps, runs, at),
  });
  const { left, met } = await askRuns(deps, runs, accounts, at);
  return [...left, ...met];
}

/** Asks what runs watch with what was loaded of their accounts; runs of other accounts are left alone. */
export async function askRuns(
  deps: WatchDependencies,
  runs: readonly WatchedRun[],
  accounts: readonly AccountData[],
  at: Instant,
): Promise<Told> {
  const byId = new Map(accounts.map((data) => [data.id, data]));
  const waits = await activeWaits(deps.db, await runsThatWait(deps, runs), at);
  const left: string[] = [];
  const met: string[] = [];
  for (const run of runs) {
    const data = byId.get(run.accountId);
    const plan = data && (await planOf(deps, run));
    if (!data || !plan) continue;
    if (await leave(deps, run, plan, data, at)) left.push(run.id);
    else if (await tellSteps(deps, run, plan, data, waits.get(run.id) ?? [], at)) met.push(run.id);
  }
  return { left, met };
}

async function leave(deps: WatchDependencies, run: WatchedRun, plan: Plan, data: AccountData, at: Instant): Promise<boolean> {
  const met = exitMet(plan.exits, accountContext(data, { asOf: at, startedAt: run.startedAt }));
  if (met === null) return false;
  // The id names run and exit, so that the same exit seen twice has one effect.
  const event = { type: 'exit_met', at, id: `exit:${run.id}:${met.exit}`, exit: met.exit, facts: met.facts } as const;
  return recordExit(deps.db, run.id, event);
}

async function tellSteps(
  deps: WatchDependencies,
  run: WatchedRun,
  plan: Plan,
  data: AccountData,
  waits: readonly { readonly key: string; readonly step: string }[],
  at: Instant,
): Promise<boolean> {
  if (waits.length === 0) return false;
  const outcomes = await settledSteps(deps.db, run.id);
  let told = false;
  for (const { key, step: id } of waits) {
    const step = Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;
    if (step?.verb !== 'wait_for' || step.condition === null) continue;
    const context = accountContext(data, { asOf: at, startedAt: run.startedAt, outcomes });
    const { value, facts } = evaluateCondition(step.condition.condition, context);
    if (value !== true) continue;
    const event = { type: 'condition_met', at, id: `met:${run.id}:${key}`, key, facts } as const;
    told = (await recordConditionMet(deps.db, run.id, event)) || told;
  }
  return told;
}

/** The oldest instant that these runs ask about: the start of a run that asks what changed since, or as far as `for` looks. */
export async function runsLookback(deps: WatchDependencies, runs: readonly WatchedRun[], at: Instant): Promise<Instant> {
  let oldest = at;
  for (const run of runs) {
    const plan = await planOf(deps, run);
    if (!plan) continue;
    oldest = Math.min(oldest, at - watchLookback(plan) * DAY);
    if (run.startedAt < oldest && JSON.stringify(watchedConditions(plan)).includes('"change_since_start"'))
      oldest = run.startedAt;
  }
  return oldest;
}

/** Most runs have no condition to watch: then nothing is loaded. */
async function watchSomething(deps: WatchDependencies, runs: readonly WatchedRun[]): Promise<boolean> {
  for (const run of runs) {
    const plan = await planOf(deps, run);
    if (plan && watchedConditions(plan).length > 0) return true;
  }
  return false;
}

/** Runs whose plan has a step that waits for a condition; whether it is under way is another question. */
async function runsThatWait(deps: WatchDependencies, runs: readonly WatchedRun[]): Promise<string[]> {
  const ids: string[] = [];
  for (const run of runs) {
    const plan = await planOf(deps, run);
    if (plan && Object.values(plan.steps).some((step) => step.verb === 'wait_for' && step.condition !== null)) ids.push(run.id);
  }
  return ids;
}

/** Null when the run's version is not here: its own steps say so, and no other run must wait for it. */
async function planOf(deps: WatchDependencies, { playbook, version }: WatchedRun): Promise<Plan | null> {
  try {
    return (await deps.readPlaybook(playbook, version)).plan;
  } catch (error) {
    if (error instanceof PlanNotPublished) return null;
    throw error;
  }
}
