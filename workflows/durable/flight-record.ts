import { proxyLocalActivities } from '@temporalio/workflow';
import type { RunInput, RunState, TraceEntry } from '../model/run.js';
import type { RunLocalActivities, TaskCommand } from './activities.js';
import { RETRIED } from './retried.js';

/** Entries of one call: a storm reaches the database in parts, and the run takes a breath between them. */
const ENTRIES_AT_ONCE = 200;

const { record } = proxyLocalActivities<RunLocalActivities>(RETRIED);

/** What a run has to say and is not in the database yet. */
export class FlightRecord {
  private tasks: TaskCommand[] = [];
  private version: number | null = null;

  constructor(private entries: TraceEntry[]) {}

  get full(): boolean {
    return this.entries.length >= ENTRIES_AT_ONCE;
  }

  add(entry: TraceEntry): void {
    this.entries.push(entry);
  }

  order(task: TaskCommand): void {
    this.tasks.push(task);
  }

  follows(version: number): void {
    this.version = version;
  }

  /** Everything new goes to the database in one call, before the run waits for anything. */
  async write({ runId }: RunInput, { status: running, paused, exit, result }: RunState): Promise<void> {
    if (this.entries.length === 0 && this.tasks.length === 0) return;
    const { entries, tasks, version } = this;
    this.entries = [];
    this.tasks = [];
    this.version = null;
    const status = paused && result === null ? 'paused' : running;
    await record({ runId, entries, tasks, status, exit, result, ...(version === null ? {} : { version }) });
  }
}
