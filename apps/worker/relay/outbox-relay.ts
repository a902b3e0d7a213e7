import { isStorageUnavailable } from '../../../prisma/storage-fault.js';
import { claimOutbox, finishOutbox, retryOutbox } from '../../../prisma/stores/outbox-store.js';
import type { OutboxItem } from '../../../prisma/stores/outbox-store.js';
import { RunSilent, TemporalAway } from '../../shared/orders/order-gateway.js';
import { errorText } from '../logging/line-logger.js';
import { isTemporalUnavailable } from '../temporal/temporal-fault.js';
import { orderQueued } from './order-queued.js';
import { pushEvent } from './push-event.js';
import type { RelayDependencies } from './relay-dependencies.js';
import { startRun } from './start-run.js';

const BATCH = 50;
/** Rows worked on at the same time; rows of one run stay in order. */
const LANES = 8;
/** Longer than any call of the batch may take. */
const LEASE_MS = 60_000;
const CALL_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Carries decisions from the outbox to Temporal, at least once and by several lanes at a time. While Temporal or
 * PostgreSQL is away rows stay where they are; whoever calls `drain` again later goes on with them.
 */
export class OutboxRelay {
  constructor(
    private readonly deps: RelayDependencies,
    /** Machine milliseconds after which a failed row is due again, doubled with every attempt up to 10 s. */
    private readonly pauseMs: number,
  ) {}

  /**
   * Claims due rows and carries them out until none is left.
   * @returns how many rows were claimed.
   * @throws what is away (Temporal, PostgreSQL), after everything in hand was given back.
   */
  async drain(): Promise<number> {
    for (let claimed = 0; ;) {
      const items = await claimOutbox(this.deps.db, { limit: BATCH, leaseMs: LEASE_MS });
      await this.carryOutAll(items);
      claimed += items.length;
      if (items.length < BATCH) return claimed;
    }
  }

  private async carryOutAll(items: readonly OutboxItem[]): Promise<void> {
    const lanes = [...byOrder(items).values()];
    let away: unknown = null;
    // Nobody takes orders up just now: the others of this batch need not be tried, what else waits goes first.
    let silent: RunSilent | null = null;
    const work = async (): Promise<void> => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
        for (const [index, item] of lane.entries()) {
          const failure = away ?? (item.kind === 'order_run' ? silent : null) ?? (await this.carryOut(item));
          if (failure === null) continue;
          if (isAway(failure)) away = failure;
          if (failure instanceof RunSilent) silent = failure;
          // What comes after it for the same run must not overtake it.
          await this.giveBack(lane.slice(index), failure);
          break;
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, work));
    if (away !== null) throw away;
  }

  /** @returns null when it is done, else why not. */
  private async carryOut(item: OutboxItem): Promise<unknown> {
    try {
      const note = await this.deps.client.withDeadline(Date.now() + CALL_TIMEOUT_MS, () => this.work(item));
      await finishOutbox(this.deps.db, [item.id], note);
      return null;
    } catch (error) {
      return error ?? new Error('unknown failure');
    }
  }

  private async work(item: OutboxItem): Promise<string | null> {
    switch (item.kind) {
      case 'start_run':
        return startRun(this.deps, item.payload.runId);
      case 'push_event':
        return pushEvent(this.deps, item.payload.runId, item.payload.event);
      case 'order_run':
        return orderQueued(this.deps, item.payload.runId, item.payload.order);
      case 'watch_exits':
        await this.deps.watchRuns(item.payload.accountId, item.payload.at);
        return null;
    }
  }

  private async giveBack(items: readonly OutboxItem[], failure: unknown): Promise<void> {
    const attempts = Math.max(1, ...items.map((item) => item.attempts));
    const delay = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2 ** Math.min(attempts, 10));
    const ids = items.map(({ id }) => id);
    await retryOutbox(this.deps.db, ids, errorText(failure), delay).catch(() => undefined);
  }
}

/** Everything waits for what is away; any other failure is one row's own. */
function isAway(failure: unknown): boolean {
  return isTemporalUnavailable(failure) || failure instanceof TemporalAway || isStorageUnavailable(failure);
}

/** Rows about the same run (or account) in one lane, in the order they were written. */
function byOrder(items: readonly OutboxItem[]): Map<string, OutboxItem[]> {
  const lanes = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const key = item.kind === 'watch_exits' ? `account:${item.payload.accountId}` : `run:${item.payload.runId}`;
    const lane = lanes.get(key);
    if (lane) lane.push(item);
    else lanes.set(key, [item]);
  }
  return lanes;
}
