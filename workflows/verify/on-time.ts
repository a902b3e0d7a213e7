import type { Instant } from '../model/time.js';
import type { Rate } from './rate.js';
import { rateOf } from './rate.js';

/** Something that somebody (or Sopwith) owed by a time. */
export interface Owed {
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
  /** done, failed, expired, cancelled, skipped, or anything else = still open. */
  readonly status: string;
}

export interface Punctuality {
  /** Done by its due time / all that were due: what is open and overdue counts as late. */
  readonly rate: Rate;
  readonly onTime: number;
  /** Done, but after the due time. */
  readonly late: number;
  readonly openOverdue: number;
  /** Ran out of time, or could not be done. */
  readonly notDone: number;
  /** Due later than now. */
  readonly notDue: number;
  /** Taken back because the run left, or deliberately not done: counted, and in no rate. */
  readonly excluded: number;
}

type Standing = Exclude<keyof Punctuality, 'rate'>;

/** Judges what was owed as of an instant; what happened later than that has not happened yet. */
export function punctuality(owed: readonly Owed[], asOf: Instant): Punctuality {
  const counts: Record<Standing, number> = { onTime: 0, late: 0, openOverdue: 0, notDone: 0, notDue: 0, excluded: 0 };
  for (const one of owed) counts[standing(one, asOf)] += 1;
  const due = counts.onTime + counts.late + counts.openOverdue + counts.notDone;
  return { rate: rateOf(counts.onTime, due), ...counts };
}

function standing({ dueAt, doneAt, status }: Owed, asOf: Instant): Standing {
  const settled = doneAt !== null && doneAt <= asOf;
  if (settled && (status === 'cancelled' || status === 'skipped')) return 'excluded';
  if (dueAt > asOf) return 'notDue';
  if (!settled) return 'openOverdue';
  if (status !== 'done') return 'notDone';
  return doneAt <= dueAt ? 'onTime' : 'late';
}
