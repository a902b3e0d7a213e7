import { ServiceError, isGrpcServiceError } from '@temporalio/client';

/** gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE, and CANCELLED by a connection that goes away. */
const AWAY = new Set([1, 4, 8, 14]);

/** True when the Temporal server was not there to answer, so that the same call may work later. */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 6; current = current.cause, depth += 1) {
    if (isGrpcServiceError(current) && AWAY.has(current.code)) return true;
    if (current instanceof ServiceError && current.cause === undefined) return true;
    if (current.name === 'TransportError') return true;
  }
  return false;
}
