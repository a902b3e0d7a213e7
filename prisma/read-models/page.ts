/** One page of a list. `nextCursor` null = this was the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Where a page begins and how long it is. */
export interface PageRequest {
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** 1..200, default 50. */
  readonly limit?: number | undefined;
}

export const PAGE_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** The cursor is not one that this list gave out. */
export class CursorError extends Error {
  readonly code = 'bad-cursor';
  constructor() {
    super('This cursor was not given out by this list. Use `nextCursor` of the page before as it is, or leave it out.');
  }
}

/** Keys of the last row of the page before, or null on the first page. */
export function readCursor(request: PageRequest, keys: number): string[] | null {
  if (request.cursor === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(request.cursor, 'base64url').toString('utf8'));
    // U+0000 cannot be asked of PostgreSQL, and no list ever gave one out.
    if (
      Array.isArray(parsed) &&
      parsed.length === keys &&
      parsed.every((key) => typeof key === 'string' && !key.includes('\0'))
    ) {
      return parsed as string[];
    }
  } catch {
    // Falls through to the one error that names the fix.
  }
  throw new CursorError();
}

/** Like `readCursor` for lists whose first key is an instant. */
export function readTimeCursor(request: PageRequest): { at: string; id: string } | null {
  const keys = readCursor(request, 2);
  if (keys === null) return null;
  const [at, id] = keys as [string, string];
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) || Number.isNaN(Date.parse(at))) throw new CursorError();
  return { at, id };
}

/** Rows to ask for: one more than shown, to know whether another page follows. */
export function rowsToAsk(request: PageRequest): number {
  return Math.min(Math.max(request.limit ?? DEFAULT_LIMIT, 1), PAGE_LIMIT) + 1;
}

/** Cuts the extra row off and gives the cursor that continues after the last row shown. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  asked: number,
  keys: (row: Row) => string[],
  view: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, asked - 1);
  const last = shown.at(-1);
  const more = rows.length >= asked && last !== undefined;
  return {
    items: shown.map(view),
    nextCursor: more ? Buffer.from(JSON.stringify(keys(last)), 'utf8').toString('base64url') : null,
  };
}
