import type { RunOrder } from '../../../workflows/model/run.js';
import type { OrderAnswer, RunStateView } from '../../../workflows/durable/run-orders.js';

/** Whether Temporal holds the workflow of a run: under way, over, or not (any more). */
export type RunPresence = 'open' | 'closed' | 'unknown';

/** Gives orders to runs and asks how they stand. Every call has an upper bound of time. */
export interface OrderGateway {
  /** @throws TemporalAway */
  look(run: string): Promise<RunPresence>;
  /**
   * Gives an order; the same id a second time gives the same answer and has no other effect.
   * @throws TemporalAway, RunSilent
   */
  give(run: string, order: RunOrder): Promise<OrderAnswer>;
  /**
   * What became of an order that was given before; null = it never reached the run.
   * @throws TemporalAway, RunSilent
   */
  answerOf(run: string, orderId: string): Promise<OrderAnswer | null>;
  /** @throws TemporalAway, RunSilent, RunGone */
  state(run: string): Promise<RunStateView>;
  close(): Promise<void>;
}

/** Temporal does not answer: nothing was ordered. */
export class TemporalAway extends Error {
  readonly code = 'temporal-away';

  constructor(place: string, options?: ErrorOptions) {
    super(`Temporal at ${place} does not answer`, options);
    this.name = 'TemporalAway';
  }
}

/** Temporal took the order and the run has not answered in time: no worker is there, or it is very busy. */
export class RunSilent extends Error {
  readonly code = 'run-silent';

  constructor(run: string, seconds: number) {
    super(`the run ${run} did not answer within ${seconds} s: no worker takes it up`);
    this.name = 'RunSilent';
  }
}

/** Temporal has no such workflow, or it is over and forgotten. */
export class RunGone extends Error {
  readonly code = 'run-gone';

  constructor(run: string) {
    super(`Temporal does not know the run ${run}`);
    this.name = 'RunGone';
  }
}
