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
import type { RunCommand, RunEvent } from '../model/run.js';
import type { Instant } from '../model/time.js';
import { mailQueueOf, SETTLE_GRACE, type PerformInput, type RunActivities } from './activities.js';

type PerformCommand = Extract<RunCommand, { readonly type: 'perform' }>;

interface UnderWay {
  readonly at: Instant;
  readonly scope: CancellationScope;
  /** Machine time up to which later events wait for it. */
  readonly graceEnds: number;
}

/** Machine time after which a step that could not be carried out is settled as failed. */
export const PERFORM_LIMIT = 72 * 3_600_000;

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
   * @param answer takes the `step_settled` event
   * @param businessNow the business time of a step that failed for good
   */
  constructor(
    private readonly answer: (event: RunEvent) => void,
    private readonly businessNow: () => Instant,
  ) {}

  get idle(): boolean {
    return this.underWay.size === 0;
  }

  start(command: PerformCommand, input: PerformInput): void {
    const { key, verb, at } = command;
    const scope = new CancellationScope();
    this.underWay.set(key, { at, scope, graceEnds: Date.now() + SETTLE_GRACE });
    const queue = verb === 'email' ? { taskQueue: mailQueueOf(workflowInfo().taskQueue) } : {};
    const options = { activityId: key, summary: command.step, ...queue };
    void scope
      .run(() => channels[verb].executeWithOptions(options, [input]))
      .then(
        ({ settlement, settledAt }) => this.settle(key, { type: 'step_settled', at: settledAt, key, settlement }),
        (error: unknown) => {
          if (isCancellation(error)) return;
          const settlement = { status: 'failed', outcome: null, reason: reasonOf(error) } as const;
          this.settle(key, { type: 'step_settled', at: this.businessNow(), key, settlement });
        },
      );
  }

  abandon(key: string): void {
    const step = this.underWay.get(key);
    this.underWay.delete(key);
    step?.scope.cancel();
  }

  /** Lets steps due before an event settle first, within their grace. False = there was nothing to wait for. */
  async settleBefore(at: Instant): Promise<boolean> {
    const ends = [...this.underWay.values()].filter((step) => step.at <= at).map((step) => step.graceEnds);
    const wait = Math.max(0, ...ends) - Date.now();
    if (wait <= 0) return false;
    await condition(() => ![...this.underWay.values()].some((step) => step.at <= at), wait);
    return true;
  }

  private settle(key: string, event: RunEvent): void {
    // An abandoned step may still answer; nobody waits for it.
    if (this.underWay.delete(key)) this.answer(event);
  }
}

/** A short reason without personal data: the failure's own words when it was meant to be final, else its kind. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ActivityFailure)) throw error;
  const cause = rootCause(error);
  return error.retryState === 'NON_RETRYABLE_FAILURE' && cause ? cause : 'gave_up_after_72h';
}
