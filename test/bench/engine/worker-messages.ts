import type { TraceEntry } from '../../../workflows/model/run.js';
import type { BusinessClock } from '../../../workflows/model/time.js';

/** How a worker of a benchmark is started. */
export interface WorkerSettings {
  readonly address: string;
  readonly taskQueue: string;
  readonly clock: BusinessClock;
  readonly codePath: string;
  readonly cache: number;
  readonly inMainThread: boolean;
}

/** A question to a worker of a benchmark. */
export interface WorkerOrder {
  readonly id: number;
  /** Collects garbage before the heap is told. */
  readonly collect?: boolean;
  /** Tells the flight record of this run. */
  readonly runId?: string;
}

export interface WorkerAnswer {
  readonly id: number;
  /** Processor time of the whole process so far, all threads. */
  readonly cpuMs: number;
  readonly heapUsed: number;
  readonly rss: number;
  readonly entries: readonly TraceEntry[];
}
