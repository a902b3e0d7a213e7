import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { Database } from '../../../prisma/database.js';
import { endRun, liveAmong } from '../../../prisma/stores/end-run.js';
import { TASK_QUEUE } from '../../../workflows/durable/activities.js';
import type { Instant } from '../../../workflows/model/time.js';

/** Machine milliseconds: how far the first look goes back, and how much every later one overlaps the one before. */
const FIRST_LOOK_MS = 7 * 86_400_000;
const OVERLAP_MS = 120_000;
/** Most workflows of one look; what is left is seen by the next one. */
const MOST = 500;
const CALL_MS = 5_000;
const UNIMPLEMENTED = 12;

const ENDS = {
  CANCELLED: { result: 'cancelled', how: 'was cancelled in Temporal itself' },
  TERMINATED: { result: 'cancelled', how: 'was terminated in Temporal itself' },
  FAILED: { result: 'failed', how: 'failed' },
  TIMED_OUT: { result: 'failed', how: 'ran out of time in Temporal' },
} as const;

export interface EndedRunsDependencies {
  readonly db: Database;
  readonly client: Client;
  readonly machineNow: () => number;
  readonly businessNow: () => Instant;
}

/**
 * Looks for workflows that ended without having said so (somebody cancelled or terminated one in Temporal's own UI) and
 * ends their runs here, too. One cheap question to Temporal each time, about what closed since the last one.
 */
export class EndedRuns {
  private since: number | null = null;
  /** A server without visibility cannot be asked, and need not be. */
  private unable = false;

  constructor(private readonly deps: EndedRunsDependencies) {}

  /** @returns the runs that were ended. */
  async look(): Promise<string[]> {
    if (this.unable) return [];
    const { db, client, machineNow, businessNow } = this.deps;
    const began = machineNow();
    const ended = await this.endedSince(this.since ?? began - FIRST_LOOK_MS);
    const marked: string[] = [];
    for (const id of await liveAmong(db, [...ended.keys()])) {
      const { result, how } = ENDS[ended.get(id) ?? 'TERMINATED'];
      const reason = await client.withDeadline(machineNow() + CALL_MS, () => this.reasonOf(id));
      const error = `its workflow ${how}${reason === '' ? '' : `: ${reason}`}`;
      if (await endRun(db, id, { result, at: businessNow(), error })) marked.push(id);
    }
    // Full: the rest is asked for again.
    if (ended.size < MOST) this.since = began - OVERLAP_MS;
    return marked;
  }

  private async endedSince(since: number): Promise<Map<string, keyof typeof ENDS>> {
    const { client, machineNow } = this.deps;
    const ended = new Map<string, keyof typeof ENDS>();
    const query = `TaskQueue = '${TASK_QUEUE}' AND CloseTime > '${new Date(since).toISOString()}' AND ExecutionStatus IN ('Canceled', 'Terminated', 'Failed', 'TimedOut')`;
    try {
      await client.withDeadline(machineNow() + CALL_MS, async () => {
        for await (const { workflowId, status } of client.workflow.list({ query, pageSize: 100 })) {
          if (status.name in ENDS) ended.set(workflowId, status.name as keyof typeof ENDS);
          if (ended.size >= MOST) break;
        }
      });
    } catch (error) {
      if (!isUnimplemented(error)) throw error;
      this.unable = true;
    }
    return ended;
  }

  /** What whoever ended it gave as the reason; empty = nothing. */
  private async reasonOf(workflowId: string): Promise<string> {
    const { client } = this.deps;
    const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: 1,
    });
    const last = history?.events?.[0];
    const told =
      last?.workflowExecutionTerminatedEventAttributes?.reason ?? last?.workflowExecutionFailedEventAttributes?.failure?.message;
    return (told ?? '').slice(0, 500);
  }
}

function isUnimplemented(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 6; current = current.cause, depth += 1)
    if (isGrpcServiceError(current) && Number(current.code) === UNIMPLEMENTED) return true;
  return false;
}
