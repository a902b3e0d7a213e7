import { startOfPeriod } from '../model/calendar.js';
import type { ZoneCalendar } from '../model/calendar.js';
import type { Cadence, Plan } from '../model/plan.js';
import type { Instant } from '../model/time.js';
import { boundWindows, scheduledInstants } from './due-windows.js';
import type { DueWindows } from './due-windows.js';

/** `daily` scores health at local midnight; `evaluate` asks triggers at the times the playbooks name. */
export type SweepKind = 'daily' | 'evaluate';

/** Work that is due: everything in it is answered as of `at`. */
export interface SweepWindow {
  readonly kind: SweepKind;
  readonly zone: string;
  /** `daily:Europe/London`: with `at` the unique key of the window. */
  readonly job: string;
  readonly at: Instant;
  /** The window before: dates reached in `after < date <= at` belong to this one. */
  readonly after: Instant;
  /** True for the first window ever of this job. */
  readonly first: boolean;
}

/** Windows that nobody will carry out any more. */
export interface DroppedWindows {
  readonly job: string;
  readonly count: number;
  readonly from: Instant;
  readonly to: Instant;
}

export interface SweepQuestion {
  /** Zones of accounts and of playbooks with a zone of their own. */
  readonly calendars: readonly ZoneCalendar[];
  readonly plans: readonly Plan[];
  /** Job -> its newest finished window. */
  readonly lastFinished: ReadonlyMap<string, Instant>;
  /** Where windows begin in a book that was never swept. */
  readonly begin: Instant;
  readonly now: Instant;
  readonly catchUp: number;
}

const MIDNIGHT: Cadence = { every: 'day', weekday: null, at: { hour: 0, minute: 0 } };

export function sweepJob(kind: SweepKind, zone: string): string {
  return `${kind}:${zone}`;
}

/** True when a playbook is looked at in the windows of a zone. */
export function isSweptIn(plan: Plan, zone: string): boolean {
  return plan.start.kind !== 'manual' && (plan.timezone === 'account' || plan.timezone === zone);
}

/** Everything that is due, in the order of business time; at the same instant health comes before triggers. */
export function planSweep(question: SweepQuestion): { due: readonly SweepWindow[]; dropped: readonly DroppedWindows[] } {
  const due: SweepWindow[] = [];
  const dropped: DroppedWindows[] = [];
  for (const calendar of question.calendars) {
    for (const kind of ['daily', 'evaluate'] as const) {
      const job = sweepJob(kind, calendar.zone);
      const cadences = kind === 'daily' ? [MIDNIGHT] : cadencesOf(question.plans, calendar.zone);
      const { after, bounded } = windowsOf(kind, calendar, cadences, question);
      const [oldest, newest] = [bounded.dropped[0], bounded.dropped.at(-1)];
      if (oldest !== undefined && newest !== undefined)
        dropped.push({ job, count: bounded.dropped.length, from: oldest, to: newest });
      let previous = after;
      for (const at of bounded.due) {
        const first = previous === after && !question.lastFinished.has(job);
        due.push({ kind, zone: calendar.zone, job, at, after: previous, first });
        previous = at;
      }
    }
  }
  due.sort((a, b) => a.at - b.at || ORDER[a.kind] - ORDER[b.kind] || (a.zone < b.zone ? -1 : 1));
  return { due, dropped };
}

const ORDER: Readonly<Record<SweepKind, number>> = { daily: 0, evaluate: 1 };

/**
 * The windows of one job, and the instant they come after. A zone or playbook that joins a book already swept begins with
 * its present day, so that it never fires for the past. Windows are carried out in the order of business time, so a job
 * without any that was there from the start has its first one still before it; a first one that lies behind the others'
 * newest was never meant.
 */
function windowsOf(
  kind: SweepKind,
  calendar: ZoneCalendar,
  cadences: readonly Cadence[],
  question: SweepQuestion,
): { readonly after: Instant; readonly bounded: DueWindows } {
  const { lastFinished, begin, now, catchUp } = question;
  const since = (after: Instant) => {
    const instants = new Set(cadences.flatMap((cadence) => scheduledInstants(cadence, calendar, after, now)));
    const sorted = [...instants].sort(ascending);
    return { after, oldest: sorted[0] ?? now, bounded: boundWindows(sorted, catchUp) };
  };
  const own = lastFinished.get(sweepJob(kind, calendar.zone));
  if (own !== undefined) return since(own);
  const fromBegin = since(kind === 'daily' ? startOfPeriod(calendar, begin, 'day') - 1 : begin - 1);
  const newest = Math.max(...lastFinished.values(), Number.NEGATIVE_INFINITY);
  return fromBegin.oldest < newest ? since(startOfPeriod(calendar, now, 'day') - 1) : fromBegin;
}

function cadencesOf(plans: readonly Plan[], zone: string): Cadence[] {
  return plans
    .filter((plan) => isSweptIn(plan, zone))
    .flatMap(({ start }) => {
      if (start.kind === 'becomes_true') return [start.cadence];
      return start.kind === 'at_date' ? [{ every: 'day', weekday: null, at: start.at }] : [];
    });
}

/**
 * The playbooks to ask in an `evaluate` window, the most important first. A condition is asked at its own times only;
 * dates are looked at in every window, because they belong to the first one that reaches them.
 */
export function plansDueIn(plans: readonly Plan[], calendar: ZoneCalendar, at: Instant): Plan[] {
  return plans
    .filter((plan) => isSweptIn(plan, calendar.zone))
    .filter(({ start }) => start.kind === 'at_date' || (start.kind === 'becomes_true' && falls(start.cadence, calendar, at)))
    .sort((a, b) => b.enroll.priority - a.enroll.priority || (a.playbook < b.playbook ? -1 : 1));
}

function falls(cadence: Cadence, calendar: ZoneCalendar, at: Instant): boolean {
  return scheduledInstants(cadence, calendar, at - 1, at).length > 0;
}

function ascending(a: number, b: number): number {
  return a - b;
}
