import { answerOrder, findOrder, noteOrder } from '../../../prisma/stores/order-store.js';
import type { StoredOrder } from '../../../prisma/stores/order-store.js';
import { playbookVersion } from '../../../prisma/stores/publication-store.js';
import type { OrderAnswer } from '../../../workflows/durable/run-orders.js';
import type { RunOrder } from '../../../workflows/model/run.js';
import type { Instant } from '../../../workflows/model/time.js';
import type { OrderDependencies } from './order-dependencies.js';

/**
 * Gives a noted order to its run and writes down the answer. Any number of times has one effect: Temporal and the run
 * know the order by its id.
 * @param at business time at which it is given
 * @throws TemporalAway, RunSilent: the order stays noted without an answer.
 */
export async function carryOutOrder(deps: OrderDependencies, order: StoredOrder, at: Instant): Promise<OrderAnswer> {
  const answer = await answerTo(deps, order, at);
  await answerOrder(deps.db, order, answer.taken ? { status: 'taken' } : { status: 'refused', reason: answer.reason });
  return answer;
}

async function answerTo(deps: OrderDependencies, order: StoredOrder, at: Instant): Promise<OrderAnswer> {
  const given = await orderFor(deps, order, at);
  if ('refused' in given) return { taken: false, reason: given.refused };
  try {
    return await deps.gateway.give(order.run, given);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // A database that is away, too, must not hide what happened.
    await noteOrder(deps.db, order, why).catch(() => undefined);
    throw error;
  }
}

/** The order as the run takes it. */
async function orderFor(
  { db }: OrderDependencies,
  order: StoredOrder,
  at: Instant,
): Promise<RunOrder | { readonly refused: string }> {
  const { id, by, reason, payload, kind } = order;
  const common = { at, id, by, reason };
  switch (kind) {
    case 'pause':
      return { type: kind, ...common, resumeAt: payload.resumeAt ?? null };
    case 'resume': {
      const undone = payload.undoes === undefined ? null : await findOrder(db, order.run, payload.undoes);
      if (undone?.status === 'refused') return { refused: `the freeze had not paused it: ${undone.answer ?? 'it was refused'}` };
      return { type: kind, ...common };
    }
    case 'cancel':
      return { type: kind, ...common };
    case 'skip_step':
    case 'retry_step':
      return { type: kind, ...common, step: payload.step ?? '' };
    case 'hand_over':
      return { type: kind, ...common, to: String(payload.to ?? '') };
    case 'migrate': {
      const version = Number(payload.to);
      const published = await playbookVersion(db, order.playbook, version);
      return published === null
        ? { refused: `version ${version} of ${order.playbook} was never published` }
        : { type: kind, ...common, plan: published.plan };
    }
  }
}
