import type { RunResult, RunState, TraceEntry } from '../../../workflows/model/run.js';
import type { RecordInput } from '../../../workflows/durable/activities.js';
import type { Instant } from '../../../workflows/model/time.js';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The lines that a workflow written by hand has not handed to the database yet. */
export class FlightRecord {
  private entries: TraceEntry[] = [];
  private seq = 1;

  say(at: Instant, entry: DistributiveOmit<TraceEntry, 'seq' | 'at'>): void {
    this.entries.push({ seq: this.seq, at, ...entry } as TraceEntry);
    this.seq += 1;
  }

  /** What the database is told next, or null when nothing is new. */
  take(runId: string, status: RunState['status'], exit: RunState['exit'], result: RunResult | null): RecordInput | null {
    if (this.entries.length === 0) return null;
    const { entries } = this;
    this.entries = [];
    return { runId, entries, tasks: [], status, exit, result };
  }
}
