import { answerOrder, findOrder, waitsForOlder } from '../../../prisma/stores/order-store.js';
import { findRun } from '../../../prisma/stores/run-store.js';
import { toBusinessTime } from '../../../workflows/model/time.js';
import { carryOutOrder } from '../../shared/orders/carry-out-order.js';
import { gatewayOver } from '../../shared/orders/temporal-gateway.js';
import { RunNotStarted } from './push-event.js';
import type { RelayDependencies } from './relay-dependencies.js';

/** Machine milliseconds; the lease of the outbox is a multiple of it. */
const GIVE_MS = 5_000;

/** An order that was given before has no answer yet: they must not overtake each other. */
class OlderOrderWaits extends Error {
  readonly code = 'older-order-waits';

  constructor(runId: string) {
    super(`an older order of run ${runId} has no answer yet`);
    this.name = 'OlderOrderWaits';
  }
}

/**
 * Carries out an order that was noted for the relay; a refusal is an answer and ends it.
 * @returns a note when nothing was left to do.
 * @throws RunNotStarted, RunSilent, TemporalAway: it stays in the outbox.
 */
export async function orderQueued(deps: RelayDependencies, runId: string, orderId: string): Promise<string | null> {
  const { db, client, clock } = deps;
  const order = await findOrder(db, runId, orderId);
  if (order === null) return 'no such order';
  if (order.status !== 'asked') return `answered before: ${order.status}`;
  if (await waitsForOlder(db, order)) throw new OlderOrderWaits(runId);
  const run = await findRun(db, runId);
  if (run === null || run.status === 'finished' || run.status === 'failed') {
    const reason = run === null ? 'there is no such run' : `the run is over (${run.status})`;
    await answerOrder(db, order, { status: 'refused', reason });
    return reason;
  }
  // A run that has not begun refuses every order: this one was given for good, so it waits.
  if (run.status === 'starting') throw new RunNotStarted(runId);
  const gateway = gatewayOver(client, deps.temporal, GIVE_MS);
  const answer = await carryOutOrder({ db, gateway }, order, toBusinessTime(clock, Date.now()));
  return answer.taken ? null : answer.reason;
}
