import { WorkflowNotFoundError } from '@temporalio/client';
import type { PushedRunEvent } from '../../../workflows/model/run.js';
import { isStartPending } from '../../../prisma/stores/outbox-store.js';
import type { RelayDependencies } from './relay-dependencies.js';

/** Name of the signal that the workflow listens to. */
export const RUN_EVENT = 'runEvent';

/** The run is about to be started: its event must wait, not be lost. */
export class RunNotStarted extends Error {
  readonly code = 'run-not-started';

  constructor(runId: string) {
    super(`run ${runId} is not started yet`);
    this.name = 'RunNotStarted';
  }
}

/**
 * Tells a run what happened. The event's id makes a repeat harmless.
 * @returns a note when the run is over, so that nobody is left to tell.
 * @throws RunNotStarted when the run's own start still waits in the outbox.
 */
export async function pushEvent(deps: RelayDependencies, runId: string, event: PushedRunEvent): Promise<string | null> {
  if (await signal(deps, runId, event)) return null;
  if (await isStartPending(deps.db, runId)) throw new RunNotStarted(runId);
  // It may have been started between the two questions.
  return (await signal(deps, runId, event)) ? null : 'the run was over: nobody to tell';
}

async function signal(deps: RelayDependencies, runId: string, event: PushedRunEvent): Promise<boolean> {
  try {
    await deps.client.workflow.getHandle(runId).signal(RUN_EVENT, event);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
