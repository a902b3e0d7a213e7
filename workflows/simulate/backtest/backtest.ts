import type { Autopilot } from '../behaviour/autopilot.js';
import { simulateRun } from '../simulate-run.js';
import type { ReportRows } from '../../model/report-rows.js';
import type { TraceEntry } from '../../model/run.js';
import type { Instant } from '../../model/time.js';
import { afterwards, type Afterwards } from './afterwards.js';
import { BookSweeps, type BacktestBook, type DecidedEpisode } from './book-sweeps.js';
import { contactTouches, type ContactTouches } from './contact-touches.js';
import { entryOf, type BacktestEntry } from './entry-of.js';
import { FollowedRun } from './followed-run.js';
import { endOf, type FollowedTrace } from './followed-trace.js';
import { reportRowsOf } from './report-rows-of.js';
import { workHours, type WorkHours } from './work-hours.js';

export interface BacktestInput extends BacktestBook {
  /** How people behave; null = nobody closes or answers anything. */
  readonly people: Autopilot | null;
  /** Member id -> name. */
  readonly members: Readonly<Record<string, string>>;
  /** Up to which instant anything is known at all; what lies after it is empty and no answer. */
  readonly known: Instant;
  /** Hours that a person has for playbook work in a week. */
  readonly capacity: number;
  /** Told after each window. */
  readonly onWindow?: (at: Instant, decided: number) => void;
}

export interface Backtest {
  /** What the manager's summary is made of. */
  readonly rows: ReportRows;
  readonly entries: readonly BacktestEntry[];
  readonly hours: readonly WorkHours[];
  readonly touches: ContactTouches;
  readonly afterwards: readonly Afterwards[];
  /** Playbooks that could not be asked. */
  readonly errors: readonly string[];
  /** Each run with its flight record, in the order they began. */
  readonly followed: readonly FollowedTrace[];
}

/**
 * What a book would have done over its history: the decisions of the real sweeps, each run on the virtual clock with people
 * who behave as the seeded model says. Nothing that a run does changes history. The same input gives the same answer.
 */
export function backtest(input: BacktestInput): Backtest {
  const ends = new Map<string, Instant | null>();
  const sweeps = new BookSweeps(input, (runId) => ends.get(runId) ?? null);
  const episodes: DecidedEpisode[] = [];
  const followed: FollowedTrace[] = [];
  for (const window of sweeps.windows) {
    for (const episode of sweeps.decide(window)) {
      episodes.push(episode);
      const run = followedRunOf(input, sweeps, episode);
      if (run === null) continue;
      const trace = traceOf(run, sweeps, input.to);
      ends.set(run.input.runId, endOf(trace));
      followed.push({ run, trace });
    }
    input.onWindow?.(window.at, episodes.length);
  }
  return summarize(input, sweeps, episodes, followed);
}

/** A run that cannot be followed to its end stops no other: it is told, and counts as one that never started. */
function traceOf(run: FollowedRun, sweeps: BookSweeps, until: Instant): readonly TraceEntry[] {
  const { runId, plan, account } = run.input;
  const { zone } = account.data.calendar;
  const scenario = run.scenario((after) => sweeps.nextLook(zone, after), until);
  try {
    return simulateRun(plan, scenario).trace;
  } catch (failure) {
    sweeps.errors.push(`${runId}: ${String(failure)}`);
    return [];
  }
}

/** The run that an episode begins; null = it was skipped. */
export function followedRunOf(
  { calendars, people }: Pick<BacktestInput, 'calendars' | 'people'>,
  { days }: Pick<BookSweeps, 'days'>,
  episode: DecidedEpisode,
): FollowedRun | null {
  const { runId, plan } = episode;
  if (runId === null) return null;
  const own = days.account(episode.account).data.calendar;
  const calendar = plan.timezone === 'account' ? own : (calendars.find(({ zone }) => zone === plan.timezone) ?? own);
  return FollowedRun.of({ ...episode, runId }, { calendar, days, people });
}

/** Everything a backtest says, from what was decided and from the flight records, wherever the runs were driven. */
export function summarize(
  input: BacktestInput,
  { days, errors }: Pick<BookSweeps, 'days' | 'errors'>,
  episodes: readonly DecidedEpisode[],
  followed: readonly FollowedTrace[],
): Backtest {
  const { plans, catalogue, accounts, members, from, to, until, known, capacity } = input;
  const counted = episodes.filter(({ at }) => at < to);
  return {
    rows: reportRowsOf({ plans, accounts: accounts.length, members, from, to, episodes, followed }),
    entries: counted.map((episode) => entryOf(episode, days.account(episode.account).data.calendar)),
    hours: workHours(followed, capacity),
    touches: contactTouches(followed),
    afterwards: [...plans]
      .sort((a, b) => (a.playbook < b.playbook ? -1 : 1))
      .flatMap((plan) => afterwards(plan, catalogue, counted, days, Math.min(until, known))),
    errors,
    followed,
  };
}
