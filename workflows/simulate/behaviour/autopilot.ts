import type { Duration } from '../../model/time.js';

/** How one person deals with tasks. */
export type Behaviour =
  /** Never closes anything. */
  | { readonly never: true }
  | {
      readonly never: false;
      /** Share of tasks that get closed, 0..1. */
      readonly closes: number;
      /** Earliest and latest moment after a task was opened (or escalated to the person). */
      readonly after: readonly [Duration, Duration];
      readonly note: string;
      /** Outcome -> share, 0..1. Only outcomes a task declares count; declared ones not named share what is left. */
      readonly outcomes: Readonly<Record<string, number>>;
    };

/** How contacts deal with in-app messages. */
export interface InAppBehaviour {
  /** Share of messages that are seen, 0..1. */
  readonly seen: number;
  /** All of that happens within this span. */
  readonly within: Duration;
  /** Share of the seen ones that are dismissed, 0..1. */
  readonly dismissed: number;
}

/** How people deal with questions that a playbook asks them. */
export interface AnswerBehaviour {
  /** Share of questions that are answered, 0..1. */
  readonly answered: number;
  /** All of that happens within this span. */
  readonly within: Duration;
  /** Answer -> share, 0..1. Only answers a question offers count; offered ones not named share what is left. */
  readonly answers: Readonly<Record<string, number>>;
}

/** How people behave in a replay; whatever they do is labelled simulated. */
export interface Autopilot {
  readonly seed: string;
  /** By member id. */
  readonly people: Readonly<Record<string, Behaviour>>;
  /** Of everybody not named; null = they close nothing. */
  readonly otherwise: Behaviour | null;
  readonly inApp: InAppBehaviour | null;
  /** Absent = nobody answers a question. */
  readonly questions?: AnswerBehaviour;
}
