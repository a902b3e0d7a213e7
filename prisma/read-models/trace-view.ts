import { factViews, isoTime } from './fact-view.js';

/** One line of the flight record: `{ seq, at, type, step?, ... }`, times in ISO 8601. */
export interface TraceLine {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly step?: string;
  readonly [more: string]: unknown;
}

const INSTANTS = new Set(['due', 'expires', 'until']);

/** The readable form of a stored trace entry: its own fields with instants and facts made readable. */
export function traceLine(row: { seq: number; at: Date; type: string; entry: unknown }): TraceLine {
  const line: Record<string, unknown> = { seq: row.seq, at: isoTime(row.at), type: row.type };
  const entry = typeof row.entry === 'object' && row.entry !== null ? row.entry : {};
  for (const [key, value] of Object.entries(entry)) {
    if (key in line) continue;
    if (key === 'facts') line[key] = factViews(value);
    else line[key] = INSTANTS.has(key) && typeof value === 'number' ? isoTime(value) : value;
  }
  return line as TraceLine;
}
