import { factViews, isoTime } from './fact-view.js';

/** One line of the flight record: `{ seq, at, type, step?, ... }`, times in ISO 8601. */
export interface TraceLine {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly step?: string;
  readonly [more: string]: unknown;
}

const INSTANTS = new Set(['due', 'expires', 'until', 'resumeAt', 'bound']);

/** The readable form of a stored trace entry: its own fields with instants and facts made readable. */
export function traceLine(row: { seq: number; at: Date; type: string; entry: unknown }): TraceLine {
  const line: Record<string, unknown> = { seq: row.seq, at: isoTime(row.at), type: row.type };
  const entry = typeof row.entry === 'object' && row.entry !== null ? row.entry : {};
  for (const [key, value] of Object.entries(entry)) {
    if (key in line) continue;
    if (key === 'facts') line[key] = factViews(value);
    else if (key === 'moves' && Array.isArray(value)) line[key] = value.map(moveLine);
    else line[key] = INSTANTS.has(key) && typeof value === 'number' ? isoTime(value) : value;
  }
  return line as TraceLine;
}

/** What a migration did to one step, with its new date made readable. */
function moveLine(move: unknown): unknown {
  if (typeof move !== 'object' || move === null || !('due' in move) || typeof move.due !== 'number') return move;
  return { ...move, due: isoTime(move.due) };
}
