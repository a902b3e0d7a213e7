import { databasePlace, StorageAccessDenied, StorageDatabaseMissing, StorageError, StorageUnavailable } from './errors.js';

const DOWN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  // pg: starting up, shutting down, crash, out of connections; connection exceptions of class 08
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  // Prisma: cannot reach, timed out, closed the connection, no transaction slot
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
]);
const DENIED = new Set(['28000', '28P01', 'P1000', 'P1010']);
const MISSING = new Set(['3D000', 'P1003']);
const DOWN_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const DOWN_TEXT =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Can't reach database server|Server has closed the connection|the database system is (starting up|shutting down|in recovery mode)|Unable to start a transaction/i;

type Verdict = 'down' | 'denied' | 'missing';

function texts(value: object, key: string): string | undefined {
  const field = (value as Record<string, unknown>)[key];
  return typeof field === 'string' ? field : undefined;
}

function judge(error: unknown, depth = 0): { verdict: Verdict; reason: string } | undefined {
  if (typeof error !== 'object' || error === null || depth > 6) return undefined;
  const message = texts(error, 'message') ?? texts(error, 'originalMessage') ?? '';
  for (const key of ['code', 'originalCode', 'errorCode', 'kind']) {
    const code = texts(error, key);
    if (code === undefined) continue;
    const verdict =
      DOWN.has(code) || DOWN_KINDS.has(code)
        ? 'down'
        : DENIED.has(code) || code === 'AuthenticationFailed' || code === 'DatabaseAccessDenied'
          ? 'denied'
          : MISSING.has(code) || code === 'DatabaseDoesNotExist'
            ? 'missing'
            : undefined;
    if (verdict !== undefined) return { verdict, reason: message || code };
  }
  // Node tries every address of a name and reports all failures at once.
  if (error instanceof AggregateError) {
    for (const inner of error.errors) {
      const found = judge(inner, depth + 1);
      if (found) return found;
    }
  }
  const inner = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
  const deeper = judge(inner.cause, depth + 1) ?? judge(inner.meta?.driverAdapterError, depth + 1);
  if (deeper) return deeper;
  return DOWN_TEXT.test(message) ? { verdict: 'down', reason: message } : undefined;
}

/** True when the database was not there to answer, so that the same call may work later. */
export function isStorageUnavailable(error: unknown): boolean {
  return error instanceof StorageUnavailable || judge(error)?.verdict === 'down';
}

/**
 * What pg and Prisma throw when the database cannot be used, as one of our errors; anything else is given back as it is.
 * @param url only its host, port and database name appear in the message.
 */
export function storageFault(error: unknown, url: string): unknown {
  if (error instanceof StorageError) return error;
  const found = judge(error);
  if (!found) return error;
  const place = databasePlace(url);
  const reason = found.reason.split('\n').filter(Boolean).at(-1)?.trim() ?? 'no answer';
  if (found.verdict === 'denied') return new StorageAccessDenied(place, reason, { cause: error });
  if (found.verdict === 'missing') return new StorageDatabaseMissing(place, { cause: error });
  return new StorageUnavailable(place, reason, { cause: error });
}
