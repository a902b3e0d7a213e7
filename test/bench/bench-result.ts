/** One figure against its target. Ratios are taken within one run, so that a slow machine slows both sides. */
export interface BenchResult {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  readonly target: number;
  /** The target is a floor, as for a rate; else it is a ceiling, as for a time. */
  readonly atLeast?: boolean;
  /** How it was measured, with the raw numbers. */
  readonly detail: string;
}

/** A benchmark, or the reason why it cannot run here. */
export type Bench = () => Promise<readonly BenchResult[] | { readonly skipped: string }>;

/** The middle one of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
