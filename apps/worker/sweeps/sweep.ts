import { accountZones, currentBook } from '../../../prisma/read-models/current-book.js';
import type { CurrentBook } from '../../../prisma/read-models/current-book.js';
import { zoneCalendars } from '../../../prisma/zone-calendars.js';
import { beginWindow, finishWindow, lastFinishedWindows, underSweepLock } from '../../../prisma/stores/sweep-window-store.js';
import { CATCH_UP_WINDOWS } from '../../../workflows/enroll/due-windows.js';
import { planSweep } from '../../../workflows/enroll/plan-sweep.js';
import type { DroppedWindows, SweepWindow } from '../../../workflows/enroll/plan-sweep.js';
import { UnknownZoneError } from '../../../workflows/evaluate/build-zone-calendar.js';
import type { ZoneCalendar } from '../../../workflows/model/calendar.js';
import type { BusinessClock, Instant } from '../../../workflows/model/time.js';
import { runDaily } from './run-daily.js';
import { runEvaluation } from './run-evaluation.js';
import type { SweepDependencies } from './sweep-dependencies.js';

const DAY = 86_400_000;
/** One lock for the whole book: windows are carried out in the order of business time, whatever the number of replicas. */
const LOCK = 'sweep';

export type SweepOutcome =
  /** `windows` = how many were carried out. */
  | { readonly status: 'swept'; readonly windows: number; readonly dropped: number }
  /** Another replica is at it. */
  | { readonly status: 'busy' }
  /** Nothing was published yet. */
  | { readonly status: 'no_book' };

/**
 * Carries out every window that is due by `upTo`, one after another. Safe to call at any time and from any number of
 * processes; a window that was begun and not finished is taken up again.
 */
export async function sweep(
  deps: SweepDependencies,
  upTo: Instant,
  isStopping: () => boolean = () => false,
): Promise<SweepOutcome> {
  const book = await currentBook(deps.db);
  if (book === null) return { status: 'no_book' };
  const now = Math.min(upTo, deps.until ?? upTo);
  const catchUp = deps.catchUpWindows ?? (deps.clock.rate === 1 ? CATCH_UP_WINDOWS : Number.MAX_SAFE_INTEGER);
  const calendars = await calendarsOf(deps, book, now);
  const question = { calendars, plans: book.plans, begin: firstInstant(deps.clock), now, catchUp };
  // Most looks find nothing due: those need no lock.
  const idle = planSweep({ ...question, lastFinished: await lastFinishedWindows(deps.db) });
  if (idle.due.length === 0) return { status: 'swept', windows: 0, dropped: 0 };

  const work = await underSweepLock(deps.db, LOCK, async () => {
    // Asked again under the lock: another replica may just have finished.
    const { due, dropped } = planSweep({ ...question, lastFinished: await lastFinishedWindows(deps.db) });
    const unsaid = new Map(dropped.map((windows) => [windows.job, windows]));
    let windows = 0;
    for (const window of due) {
      if (isStopping()) break;
      const calendar = calendars.find(({ zone }) => zone === window.zone);
      if (calendar === undefined) continue;
      if (await runWindow(deps, book, window, calendar)) windows += 1;
      // Not before its first window is finished: until then that one still answers for the dates in what is dropped.
      const tooOld = unsaid.get(window.job);
      if (tooOld !== undefined) await drop(deps, tooOld, catchUp);
      unsaid.delete(window.job);
    }
    return { windows, dropped: dropped.length };
  });
  return work.lock === 'taken' ? { status: 'busy' } : { status: 'swept', ...work.result };
}

async function drop(deps: SweepDependencies, { job, count, from, to }: DroppedWindows, catchUp: number): Promise<void> {
  const reason = `more than ${catchUp} windows behind`;
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  await finishWindow(deps.db, job, to, { dropped: count, reason, ...span });
  deps.log.warn('sweep windows dropped', { job, dropped: count, reason, ...span });
}

async function runWindow(
  deps: SweepDependencies,
  book: CurrentBook,
  window: SweepWindow,
  calendar: ZoneCalendar,
): Promise<boolean> {
  const began = await beginWindow(deps.db, window.job, window.at);
  if (began === 'finished') return false;
  const startedAt = deps.machineNow();
  const detail = window.kind === 'daily' ? await runDaily(deps, book, window) : await runEvaluation(deps, book, window, calendar);
  const ms = deps.machineNow() - startedAt;
  await finishWindow(deps.db, window.job, window.at, { ...detail, ms, resumed: began === 'resumed' });
  const fields = { job: window.job, at: new Date(window.at).toISOString(), accounts: detail.accounts, exits: detail.exits, ms };
  deps.log.log('sweep window', fields);
  return true;
}

/**
 * Where a new book begins. A replay begins at its first instant; an install that goes with real time looks one day back,
 * so that its first day is not silent.
 */
function firstInstant(clock: BusinessClock): Instant {
  return clock.rate === 1 ? clock.origin - DAY : clock.origin;
}

/** A zone that nobody knows is left out and named; everything else goes on. */
async function calendarsOf(deps: SweepDependencies, book: CurrentBook, now: Instant): Promise<ZoneCalendar[]> {
  const own = book.plans.map(({ timezone }) => timezone).filter((zone) => zone !== 'account');
  const zones = [...new Set([...(await accountZones(deps.db)), ...own])].sort();
  const calendarOf = zoneCalendars(now, book.catalogue.calendars);
  const calendars: ZoneCalendar[] = [];
  for (const zone of zones) {
    try {
      calendars.push(calendarOf(zone));
    } catch (error) {
      if (!(error instanceof UnknownZoneError)) throw error;
      deps.log.warn(`${error.message} Its accounts are not swept.`, { zone });
    }
  }
  return calendars;
}
