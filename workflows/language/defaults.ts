import type { TimeOfDay } from '../model/plan.js';
import type { Duration } from '../model/time.js';

/** The values of what an author leaves out. Constants: no default depends on another value. */
export const DEFAULTS = {
  timezone: 'account',
  /** Of a dated start. */
  time: { hour: 8, minute: 0 } satisfies TimeOfDay,
  holdout: 0,
  priority: 50,
  /** A task nobody closes closes itself with outcome `expired`. */
  taskExpires: { amount: 30, unit: 'd' } satisfies Duration,
  inAppExpires: { amount: 14, unit: 'd' } satisfies Duration,
  whenPaused: 'keep',
  /** What a step that could not be carried out leads to. */
  ifItFails: 'task',
  /** Work of a CSM that a task takes. */
  taskTakes: { amount: 15, unit: 'min' } satisfies Duration,
  /** Longest wait until a date. */
  waitAtMost: { amount: 365, unit: 'd' } satisfies Duration,
  askBy: 'email',
  /** Of a question of the verification. */
  subjectiveExpires: { amount: 14, unit: 'd' } satisfies Duration,
  healthOf: 'account',
  ratioAs: 'percent',
  weekend: ['saturday', 'sunday'],
} as const;
