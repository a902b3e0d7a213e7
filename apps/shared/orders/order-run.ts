import { randomUUID } from 'node:crypto';
import { findRun } from '../../../prisma/stores/run-store.js';
import type { RunRow } from '../../../prisma/stores/run-store.js';
import { answerOrder, findOrder, openOrder } from '../../../prisma/stores/order-store.js';
import type { OrderKind, OrderOrigin, OrderPayload, StoredOrder } from '../../../prisma/stores/order-store.js';
import { isActiveMember } from '../../../prisma/read-models/member-exists.js';
import type { Instant } from '../../../workflows/model/time.js';
import { carryOutOrder } from './carry-out-order.js';
import type { OrderDependencies } from './order-dependencies.js';
import { pauseEnd } from './pause-end.js';

/** The orders that are given to one run; a migration is given by its playbook. */
export type SingleOrder =
  | { readonly kind: 'resume' | 'cancel' }
  /** `until`: a day or an instant; left out = until somebody resumes it. */
  | { readonly kind: 'pause'; readonly until?: string | undefined }
  | { readonly kind: 'skip_step' | 'retry_step'; readonly step: string }
  | { readonly kind: 'hand_over'; readonly to: string };

export interface OrderRequest {
  readonly run: string;
  readonly order: SingleOrder;
  readonly by: string;
  readonly reason: string;
  readonly origin: Extract<OrderOrigin, 'api' | 'cli'>;
  /** The same id twice has one effect; default a fresh one. */
  readonly id?: string | undefined;
  /** Business time. */
  readonly at: Instant;
}

/** What became of an order. A refusal is an answer, not an error. */
export type OrderResult =
  /** `repeated` = it had been answered before; this is that answer. */
  | { readonly status: 'taken'; readonly order: StoredOrder; readonly repeated: boolean }
  | { readonly status: 'refused'; readonly order: StoredOrder; readonly reason: string; readonly repeated: boolean }
  | { readonly status: 'no_such_run' }
  /** The id was used for something else about this run. */
  | { readonly status: 'other_order'; readonly order: StoredOrder }
  /** A value of the order means nothing; nothing was noted. */
  | { readonly status: 'unusable'; readonly place: 'until' | 'to'; readonly cause: string; readonly fix: string };

/**
 * Gives one order to a run and waits for its answer, which is on record either way.
 * @throws TemporalAway: nothing was ordered; RunSilent: it may still be taken, and the same id again asks for the answer.
 */
export async function orderRun(deps: OrderDependencies, request: OrderRequest): Promise<OrderResult> {
  const { db } = deps;
  const run = await findRun(db, request.run);
  if (run === null) return { status: 'no_such_run' };
  const payload = await payloadOf(deps, request, run);
  if ('status' in payload) return payload;
  const id = request.id ?? randomUUID();
  const before = await findOrder(db, run.id, id);
  if (before !== null && !sameOrder(before, request.order.kind, payload)) return { status: 'other_order', order: before };
  if (before !== null && before.status !== 'asked') return resultOf(before, true);

  const refusal = await hopeless(deps, run);
  const { by, reason, origin, at } = request;
  const draft = {
    run: run.id,
    id,
    kind: request.order.kind,
    playbook: run.playbook,
    by,
    origin,
    batch: null,
    at,
    reason,
    payload,
  };
  const { order } = await openOrder(db, draft);
  if (refusal === null) {
    const answer = await carryOutOrder(deps, order, at);
    return answer.taken
      ? { status: 'taken', order: { ...order, status: 'taken' }, repeated: false }
      : refused(order, answer.reason);
  }
  await answerOrder(db, order, { status: 'refused', reason: refusal });
  return refused(order, refusal);
}

function refused(order: StoredOrder, reason: string): OrderResult {
  return { status: 'refused', order: { ...order, status: 'refused', answer: reason }, reason, repeated: false };
}

function resultOf(order: StoredOrder, repeated: boolean): OrderResult {
  if (order.status === 'taken') return { status: 'taken', order, repeated };
  return { status: 'refused', order, reason: order.answer ?? 'it was refused', repeated };
}

async function payloadOf(
  { db }: OrderDependencies,
  { order, at }: OrderRequest,
  run: RunRow,
): Promise<OrderPayload | Extract<OrderResult, { status: 'unusable' }>> {
  switch (order.kind) {
    case 'resume':
    case 'cancel':
      return {};
    case 'pause': {
      if (order.until === undefined) return { resumeAt: null };
      const resumeAt = pauseEnd(order.until, run.timezone);
      if (resumeAt === null)
        return unusable(
          'until',
          `${JSON.stringify(order.until)} is neither a day nor an instant with zone`,
          'give 2026-03-02 or 2026-03-02T08:00:00Z',
        );
      if (resumeAt <= at)
        return unusable(
          'until',
          `${new Date(resumeAt).toISOString()} is past on the clock of this install`,
          'give a later moment',
        );
      return { resumeAt };
    }
    case 'skip_step':
    case 'retry_step':
      return { step: order.step };
    case 'hand_over':
      if (await isActiveMember(db, order.to)) return { to: order.to };
      return unusable('to', `there is no active member ${JSON.stringify(order.to)} who could take it over`, "give a member's id");
  }
}

function unusable(place: 'until' | 'to', cause: string, fix: string): Extract<OrderResult, { status: 'unusable' }> {
  return { status: 'unusable', place, cause, fix };
}

/** Why no worker needs to be asked: the run is over, or has no workflow that could answer. */
async function hopeless({ gateway }: OrderDependencies, run: RunRow): Promise<string | null> {
  if (run.status === 'finished' || run.status === 'failed') return `the run is over (${run.status})`;
  const presence = await gateway.look(run.id);
  if (presence === 'open') return null;
  if (run.status === 'starting') return 'the run is about to start: give the order again in a moment';
  return 'the workflow of the run has ended in Temporal, so nobody can carry it out; its row is put right within a minute';
}

function sameOrder(before: StoredOrder, kind: OrderKind, payload: OrderPayload): boolean {
  const text = (of: OrderPayload): string => JSON.stringify(Object.entries(of).sort());
  return before.kind === kind && text(before.payload) === text(payload);
}
