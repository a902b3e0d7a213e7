import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  rootCause,
  workflowInfo,
  type ActivityInterfaceFor,
} from '@temporalio/workflow';
import type { PerformVerb, RunEvent } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { mailQueueOf, SETTLE_GRACE, webQueueOf, type PerformInput, type RunActivities } from './activities.js';

/** A step under way as a continue-as-new carries it. */
export interface Carried {
  readonly verb: PerformVerb;
  readonly input: PerformInput;
  /** Machine time at which it was begun: its limit counts from there. */
  readonly since: number;
}

interface UnderWay extends Carried {
  /** Its place among all that was asked. */
  readonly number: number;
  readonly scope: CancellationScope;
}

const HOUR = 3_600_000;
/** Machine time after which a step that could not be carried out is settled as failed. */
export const PERFORM_LIMIT = 72 * HOUR;

/** What talks to the outside world waits elsewhere, so that a server that does not answer keeps no task waiting. */
const QUEUES: Readonly<Partial<Record<PerformVerb, (taskQueue: string) => string>>> = {
  email: mailQueueOf,
  ask: mailQueueOf,
  webhook: webQueueOf,
  chat: webQueueOf,
};

const channels: ActivityInterfaceFor<RunActivities> = proxyActivities<RunActivities>({
  startToCloseTimeout: '60s',
  // A worker that was killed is noticed after this: activities show a sign of life every few seconds.
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: PERFORM_LIMIT,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});

/** The steps being carried out by activities. They never block the run: their answers join its waiting events. */
export class Performs {
  private readonly underWay = new Map<string, UnderWay>();

  /**
   * @param answer takes the `step_settled` event, with the number under which the step was begun
   * @param businessNow the business time of a step that failed for good
   * @param limit machine time after which a step that could not be carried out is settled as failed
   */
  constructor(
    private readonly answer: (event: RunEvent, number: number) => void,
    private readonly businessNow: () => Instant,
    private readonly limit: number,
  ) {}

  get idle(): boolean {
    return this.underWay.size === 0;
  }

  /** What is under way, for a continue-as-new: begun again under the same keys, a channel does nothing twice. */
  get carried(): readonly Carried[] {
    return [...this.underWay.values()].map(({ verb, input, since }) => ({ verb, input, since }));
  }

  start(verb: PerformVerb, input: PerformInput, number: number, since = Date.now()): void {
    const { key, step } = input;
    const scope = new CancellationScope();
    this.underWay.set(key, { verb, input, since, number, scope });
    const queue = QUEUES[verb]?.(workflowInfo().taskQueue);
    const left = Math.max(1, since + this.limit - Date.now());
    const options = {
      activityId: key,
      summary: step,
      scheduleToCloseTimeout: left,
      ...(queue === undefined ? {} : { taskQueue: queue }),
    };
    void scope
      .run(() => channels[verb].executeWithOptions(options, [input]))
      .then(
        ({ settlement, settledAt }) => this.settle(key, { type: 'step_settled', at: settledAt, key, settlement }),
        (error: unknown) => {
          if (isCancellation(error)) return;
          const settlement = { status: 'failed', outcome: null, reason: this.reasonOf(error) } as const;
          this.settle(key, { type: 'step_settled', at: this.businessNow(), key, settlement });
        },
      );
  }

  abandon(key: string): void {
    const step = this.underWay.get(key);
    this.underWay.delete(key);
    step?.scope.cancel();
  }

  /**
   * Lets steps due before an event settle first, within their grace; null = there is nothing to wait for.
   * @param number steps begun under this number or a later one are not waited for
   */
  settleBefore(at: Instant, number: number): Promise<unknown> | null {
    if (this.underWay.size === 0) return null;
    const due = (): UnderWay[] => [...this.underWay.values()].filter((step) => step.input.at <= at && step.number < number);
    const wait = Math.max(0, ...due().map(({ since }) => since + SETTLE_GRACE)) - Date.now();
    return wait <= 0 ? null : condition(() => due().length === 0, wait);
  }

  private settle(key: string, event: RunEvent): void {
    // An abandoned step may still answer; nobody waits for it.
    const step = this.underWay.get(key);
    this.underWay.delete(key);
    if (step) this.answer(event, step.number);
  }

  /** A short reason without personal data: the failure's own words when it was meant to be final, else its kind. */
  private reasonOf(error: unknown): string {
    if (!(error instanceof ActivityFailure)) throw error;
    const cause = rootCause(error);
    if (error.retryState === 'NON_RETRYABLE_FAILURE' && cause) return cause;
    return `gave_up_after_${this.limit >= HOUR ? `${this.limit / HOUR}h` : `${this.limit / 1_000}s`}`;
  }
}
