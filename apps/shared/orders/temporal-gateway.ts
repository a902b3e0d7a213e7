import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { OrderAnswer, RunStateView } from '../../../workflows/durable/run-orders.js';
import { RunGone, RunSilent, TemporalAway } from './order-gateway.js';
import type { OrderGateway, RunPresence } from './order-gateway.js';

/** Upper bounds in machine milliseconds: a look is answered by the server, the others by a worker. */
const LOOK_MS = 3_000;
const GIVE_MS = 10_000;
const CONNECT_MS = 3_000;
/** How often an order is sent again that the server dropped, and the pause before. */
const DROPPED_TRIES = 20;
const DROPPED_PAUSE_MS = 100;

// gRPC status codes.
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;
const UNAVAILABLE = 14;

/**
 * Orders over a connection that somebody else closes.
 * @param place what messages call the server
 * @param giveMs how long (machine time) a run may take to answer
 */
export function gatewayOver(client: Client, place: string, giveMs = GIVE_MS): Omit<OrderGateway, 'close'> {
  const away = (error: unknown): TemporalAway => new TemporalAway(place, { cause: error });
  const within = <T>(ms: number, work: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + ms, work);

  return {
    async look(run): Promise<RunPresence> {
      try {
        const { status } = await within(LOOK_MS, () => client.workflow.getHandle(run).describe());
        return status.name === 'RUNNING' ? 'open' : 'closed';
      } catch (error) {
        if (isGone(error)) return 'unknown';
        throw isAway(error) || isLate(error) ? away(error) : error;
      }
    },

    async give(run, order): Promise<OrderAnswer> {
      const options = { args: [order], updateId: order.id };
      const once = (): Promise<OrderAnswer> =>
        client.workflow.getHandle(run).executeUpdate<OrderAnswer, [typeof order]>(order.type, options as never);
      try {
        return await within(giveMs, () => untilKept(once));
      } catch (error) {
        return refusalIn(error) ?? rethrow(error, run);
      }
    },

    async answerOf(run, orderId): Promise<OrderAnswer | null> {
      try {
        return await within(giveMs, () => client.workflow.getHandle(run).getUpdateHandle<OrderAnswer>(orderId).result());
      } catch (error) {
        if (isGone(error)) return null;
        return refusalIn(error) ?? rethrow(error, run);
      }
    },

    async state(run): Promise<RunStateView> {
      try {
        return await within(giveMs, () => client.workflow.getHandle(run).query<RunStateView>('runState'));
      } catch (error) {
        if (isGone(error)) throw new RunGone(run);
        return rethrow(error, run);
      }
    },
  };

  function rethrow(error: unknown, run: string): never {
    if (isLate(error)) throw new RunSilent(run, giveMs / 1_000);
    if (isAway(error)) throw away(error);
    throw error;
  }
}

/** Orders over a connection of its own, made at the first use. */
export function temporalGateway(options: { readonly address: string; readonly namespace: string }): OrderGateway {
  const connection = Connection.lazy({ address: options.address, connectTimeout: CONNECT_MS });
  const client = new Client({ connection, namespace: options.namespace });
  return { ...gatewayOver(client, options.address), close: () => connection.close() };
}

/** For an install that was not told where Temporal is. */
export function noGateway(): OrderGateway {
  const refuse = (): Promise<never> => Promise.reject(new TemporalAway('an address that was not given (TEMPORAL_ADDRESS)'));
  return { look: refuse, give: refuse, answerOf: refuse, state: refuse, close: () => Promise.resolve() };
}

/** The validator's refusal, or the end of a run that overtook the order; null = another failure. */
function refusalIn(error: unknown): OrderAnswer | null {
  if (error instanceof WorkflowUpdateFailedError) return { taken: false, reason: error.cause?.message ?? error.message };
  if (isGone(error)) return { taken: false, reason: 'the run was over before the order reached it' };
  return null;
}

/**
 * A run that begins a fresh history while something else arrives has its task turned down, and the server drops the orders
 * that came with it, unseen. Sent again under the same id, such an order has one effect.
 */
async function untilKept<T>(give: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await give();
    } catch (error) {
      if (codeOf(error) !== FAILED_PRECONDITION || tries === DROPPED_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, DROPPED_PAUSE_MS));
    }
  }
}

function codeOf(error: unknown): number | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 6; current = current.cause, depth += 1) {
    if (isGrpcServiceError(current)) return current.code;
  }
  return null;
}

const isGone = (error: unknown): boolean => error instanceof WorkflowNotFoundError || codeOf(error) === NOT_FOUND;
const isAway = (error: unknown): boolean => codeOf(error) === UNAVAILABLE;
const isLate = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  [CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION].includes(codeOf(error) ?? -1);
