import { answerOrder, noteOrder, unansweredOrders } from '../../../prisma/stores/order-store.js';
import type { OrderDependencies } from '../../shared/orders/order-dependencies.js';
import { RunSilent } from '../../shared/orders/order-gateway.js';

/** Machine milliseconds after which whoever gave an order has stopped waiting for its answer. */
const OLDER_THAN_MS = 30_000;
const MOST = 20;

/**
 * Finds out what became of orders whose caller did not hear the answer (it took too long, or the caller died): taken,
 * refused, or never arrived. It asks and gives no order itself.
 * @returns how many have their answer now.
 * @throws TemporalAway
 */
export async function settleOrders({ db, gateway }: OrderDependencies): Promise<number> {
  let settled = 0;
  for (const order of await unansweredOrders(db, { olderThanMs: OLDER_THAN_MS, limit: MOST })) {
    try {
      const answer = await gateway.answerOf(order.run, order.id);
      if (answer === null) await answerOrder(db, order, { status: 'refused', reason: 'it never reached the run' });
      else await answerOrder(db, order, answer.taken ? { status: 'taken' } : { status: 'refused', reason: answer.reason });
      settled += 1;
    } catch (error) {
      if (!(error instanceof RunSilent)) throw error;
      await noteOrder(db, order, error.message);
      // The others would only wait as long.
      break;
    }
  }
  return settled;
}
