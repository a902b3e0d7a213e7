import type { LocalDate } from '../../model/time.js';
import type { FollowedTrace } from './followed-trace.js';
import { weekOf } from './week-of.js';

/** Hours of work that playbooks ask of one person in one week. */
export interface WorkHours {
  /** Member id; null = tasks that nobody could be found for. */
  readonly csm: string | null;
  /** Monday. */
  readonly week: LocalDate;
  readonly hours: number;
  /** Hours that a person has for this in a week. */
  readonly capacity: number;
  readonly over: boolean;
  readonly tasks: number;
}

/**
 * The work of every task counts in the local week in which it is opened, whether or not anybody ever does it: it is what
 * the playbooks ask for. A task of the control group is never opened and asks for nothing.
 * @param capacity hours per person and week
 */
export function workHours(followed: readonly FollowedTrace[], capacity: number): WorkHours[] {
  const sums = new Map<string, { csm: string | null; week: LocalDate; minutes: number; tasks: number }>();
  for (const { run } of followed) {
    const { calendar } = run.input.account.data;
    for (const { assignee, openedAt, minutes } of run.work.values()) {
      const week = weekOf(calendar, openedAt);
      const key = `${week} ${assignee === null ? '~' : `=${assignee}`}`;
      const sum = sums.get(key) ?? { csm: assignee, week, minutes: 0, tasks: 0 };
      sum.minutes += minutes;
      sum.tasks += 1;
      sums.set(key, sum);
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { csm, week, minutes, tasks }]) => {
      const hours = Math.round((minutes / 60) * 100) / 100;
      return { csm, week, hours, capacity, over: hours > capacity, tasks };
    });
}
