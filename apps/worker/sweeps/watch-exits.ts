import { currentBook } from '../../../prisma/read-models/current-book.js';
import { recordExit, watchedRuns } from '../../../prisma/stores/exit-store.js';
import type { WatchedRun } from '../../../prisma/stores/exit-store.js';
import { exitMet } from '../../../workflows/enroll/exit-met.js';
import { exitsLookback } from '../../../workflows/enroll/plan-lookback.js';
import { accountContext } from '../../../workflows/evaluate/account-context.js';
import type { AccountData } from '../../../workflows/model/account-data.js';
import type { PlanExit } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import { PlanNotPublished } from '../book/playbook-reader.js';
import { loadAccounts } from './load-accounts.js';
import type { SweepDependencies } from './sweep-dependencies.js';

const DAY = 86_400_000;

type ExitDependencies = Pick<SweepDependencies, 'db' | 'readPlaybook'>;

/**
 * Asks the exit conditions of one account's runs as of `at`, right after something about it changed.
 * @returns the runs that leave.
 */
export async function watchExits(deps: ExitDependencies, accountId: string, at: Instant): Promise<string[]> {
  const runs = await watchedRuns(deps.db, at, { accountId });
  if (!(await hasWatchedExit(deps, runs))) return [];
  const book = await currentBook(deps.db);
  if (book === null) return [];
  const accounts = await loadAccounts(deps.db, book.catalogue, at, {
    accountIds: [accountId],
    since: await exitLookback(deps, runs, at),
  });
  return leaveRuns(deps, runs, accounts, at);
}

/** Asks the exits of runs with what was loaded of their accounts; runs of other accounts are left alone. */
export async function leaveRuns(
  deps: ExitDependencies,
  runs: readonly WatchedRun[],
  accounts: readonly AccountData[],
  at: Instant,
): Promise<string[]> {
  const byId = new Map(accounts.map((data) => [data.id, data]));
  const left: string[] = [];
  for (const run of runs) {
    const data = byId.get(run.accountId);
    if (data === undefined) continue;
    const met = exitMet(await exitsOf(deps, run), accountContext(data, { asOf: at, startedAt: run.startedAt }));
    if (met === null) continue;
    // The id names run and exit, so that the same exit seen twice has one effect.
    const event = { type: 'exit_met', at, id: `exit:${run.id}:${met.exit}`, exit: met.exit, facts: met.facts } as const;
    if (await recordExit(deps.db, run.id, event)) left.push(run.id);
  }
  return left;
}

/** The oldest instant that these runs' exits ask about: the start of a run that asks what changed since, or as far as `for` looks. */
export async function exitLookback(deps: ExitDependencies, runs: readonly WatchedRun[], at: Instant): Promise<Instant> {
  let oldest = at;
  for (const run of runs) {
    const exits = await exitsOf(deps, run);
    oldest = Math.min(oldest, at - exitsLookback({ exits }) * DAY);
    if (run.startedAt < oldest && JSON.stringify(exits).includes('"change_since_start"')) oldest = run.startedAt;
  }
  return oldest;
}

/** Most runs have no condition to watch: then nothing is loaded. */
async function hasWatchedExit(deps: ExitDependencies, runs: readonly WatchedRun[]): Promise<boolean> {
  for (const run of runs) if ((await exitsOf(deps, run)).some(({ when }) => when !== null)) return true;
  return false;
}

/** None when the run's version is not here: its own steps say so, and no other run must wait for it. */
async function exitsOf(deps: ExitDependencies, { playbook, version }: WatchedRun): Promise<readonly PlanExit[]> {
  try {
    return (await deps.readPlaybook(playbook, version)).plan.exits;
  } catch (error) {
    if (error instanceof PlanNotPublished) return [];
    throw error;
  }
}
