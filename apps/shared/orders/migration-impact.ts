import { liveRunsOf } from '../../../prisma/read-models/live-runs-of.js';
import type { LiveRunOf } from '../../../prisma/read-models/live-runs-of.js';
import { publishedVersions } from '../../../prisma/read-models/published-versions.js';
import { playbookVersion } from '../../../prisma/stores/publication-store.js';
import type { MigrationMove } from '../../../workflows/model/run.js';
import type { Plan } from '../../../workflows/model/plan.js';
import type { Instant } from '../../../workflows/model/time.js';
import { planMigration } from '../../../workflows/run/migration.js';
import { eachAtOnce } from './each-at-once.js';
import type { OrderDependencies } from './order-dependencies.js';
import { RunGone, RunSilent, TemporalAway } from './order-gateway.js';

/** Runs asked at the same time: each question is a query that a worker answers, maybe after a replay. */
const AT_ONCE = 6;

export interface MigrationQuestion {
  readonly playbook: string;
  /** The version to move to. */
  readonly to: number;
  /** Only runs on this version, or only this run. */
  readonly from?: number | undefined;
  readonly run?: string | undefined;
  /** Business time: what is past then is over at once. */
  readonly at: Instant;
}

/** What a migration would do to one run. */
export interface MigrationItem extends LiveRunOf {
  /** Steps under way. */
  readonly at: readonly string[];
  /** `moves` = it can be moved; `refused` = the engine would not, and why; `unanswered` = it could not be asked. */
  readonly verdict: 'moves' | 'refused' | 'unanswered';
  readonly moves: readonly MigrationMove[];
  readonly reason: string | null;
}

export interface MigrationImpact {
  readonly playbook: string;
  readonly to: number;
  readonly runs: readonly MigrationItem[];
  /** Runs by what would become of them. */
  readonly verdicts: Readonly<Record<MigrationItem['verdict'], number>>;
  /** Steps and exits by what would happen to them, over all runs: `wait advances` -> 3. */
  readonly moves: readonly { readonly subject: string; readonly does: MigrationMove['does']; readonly runs: number }[];
}

export type MigrationAnswer =
  | { readonly status: 'ok'; readonly impact: MigrationImpact }
  | { readonly status: 'no_such_version'; readonly versions: readonly number[] };

/**
 * What moving live runs to another version would do, run by run, without doing it: each run is asked where it stands now.
 * Runs that are on that version already are not among them.
 * @throws TemporalAway: nobody could be asked.
 */
export async function migrationImpact(
  deps: OrderDependencies,
  question: MigrationQuestion,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<MigrationAnswer> {
  const target = await playbookVersion(deps.db, question.playbook, question.to);
  if (target === null) return { status: 'no_such_version', versions: await publishedVersions(deps.db, question.playbook) };
  const filter = { version: question.from, run: question.run };
  const live = (await liveRunsOf(deps.db, question.playbook, filter)).filter(({ version }) => version !== question.to);
  const plans = planReader(deps, question.playbook);
  let done = 0;
  let silent = 0;
  const runs = await eachAtOnce(live, AT_ONCE, async (run) => {
    // As many silent ones in a row as are asked at once: no worker is there, and the others would only take their time.
    const item = silent < AT_ONCE ? await look(deps, run, { target: target.plan, plans, at: question.at }) : notAsked(run);
    silent = item.verdict === 'unanswered' ? silent + 1 : 0;
    onProgress((done += 1), live.length);
    return item;
  });
  return { status: 'ok', impact: { playbook: question.playbook, to: question.to, runs, ...counted(runs) } };
}

/** What all runs of a question share. */
interface Ground {
  readonly target: Plan;
  readonly plans: (version: number) => Promise<Plan | null>;
  readonly at: Instant;
}

async function look({ gateway }: OrderDependencies, run: LiveRunOf, { target, plans, at: now }: Ground): Promise<MigrationItem> {
  const none = { ...run, at: [], moves: [] };
  try {
    const { state, plan } = await gateway.state(run.run);
    const from = await plans(plan.version);
    const at = Object.keys(state.active);
    if (from === null)
      return { ...none, at, verdict: 'refused', reason: `version ${plan.version}, which it follows, is not published here` };
    // A run knows the time of its last event; it is moved at the time of the order.
    const found = planMigration(from, target, { ...state, now: Math.max(state.now, now) });
    return 'refused' in found
      ? { ...none, at, verdict: 'refused', reason: found.refused }
      : { ...run, at, verdict: 'moves', moves: found.moves, reason: null };
  } catch (error) {
    if (error instanceof TemporalAway) throw error;
    if (error instanceof RunSilent || error instanceof RunGone) return { ...none, verdict: 'unanswered', reason: error.message };
    throw error;
  }
}

function notAsked(run: LiveRunOf): MigrationItem {
  const reason = 'it was not asked: no worker answers';
  return { ...run, at: [], moves: [], verdict: 'unanswered', reason };
}

function planReader({ db }: OrderDependencies, playbook: string): (version: number) => Promise<Plan | null> {
  const read = new Map<number, Promise<Plan | null>>();
  return (version) => {
    const known = read.get(version) ?? playbookVersion(db, playbook, version).then((found) => found?.plan ?? null);
    read.set(version, known);
    return known;
  };
}

function counted(runs: readonly MigrationItem[]): Pick<MigrationImpact, 'verdicts' | 'moves'> {
  const verdicts = { moves: 0, refused: 0, unanswered: 0 };
  const moves = new Map<string, { subject: string; does: MigrationMove['does']; runs: number }>();
  for (const run of runs) {
    verdicts[run.verdict] += 1;
    for (const { subject, does } of run.moves) {
      const key = `${subject} ${does}`;
      const counter = moves.get(key) ?? { subject, does, runs: 0 };
      counter.runs += 1;
      moves.set(key, counter);
    }
  }
  return { verdicts, moves: [...moves.values()] };
}
