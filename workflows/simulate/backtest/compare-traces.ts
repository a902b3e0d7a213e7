import type { TraceEntry } from '../../model/run.js';
import type { Instant } from '../../model/time.js';

/** The flight record of one run on one host. */
export interface HostTrace {
  readonly run: string;
  readonly trace: readonly TraceEntry[];
}

/** The first line in which two hosts differ about a run; null = there is no such line. */
export interface TraceDifference {
  readonly run: string;
  readonly line: number;
  readonly backtest: TraceEntry | null;
  readonly durable: TraceEntry | null;
}

export interface TraceComparison {
  readonly runs: number;
  readonly equal: number;
  readonly different: readonly TraceDifference[];
}

/**
 * Compares run by run what two hosts put on record up to and including an instant. A run that only one of them has differs
 * in its first line.
 */
export function compareTraces(backtest: readonly HostTrace[], durable: readonly HostTrace[], upTo: Instant): TraceComparison {
  const [ours, theirs] = [backtest, durable].map((traces) => new Map(traces.map(({ run, trace }) => [run, trace])));
  const runs = [...new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])].sort();
  const different = runs.flatMap((run) => firstDifference(run, cut(ours?.get(run), upTo), cut(theirs?.get(run), upTo)) ?? []);
  return { runs: runs.length, equal: runs.length - different.length, different };
}

function cut(trace: readonly TraceEntry[] | undefined, upTo: Instant): readonly TraceEntry[] {
  return trace?.filter(({ at }) => at <= upTo) ?? [];
}

function firstDifference(run: string, ours: readonly TraceEntry[], theirs: readonly TraceEntry[]): TraceDifference | null {
  for (let line = 0; line < Math.max(ours.length, theirs.length); line += 1) {
    const [backtest, durable] = [ours[line] ?? null, theirs[line] ?? null];
    if (canonical(backtest) !== canonical(durable)) return { run, line, backtest, durable };
  }
  return null;
}

/** JSON with the keys in order: a record that went over a wire may have them in another one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
