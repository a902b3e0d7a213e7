import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { zoneCalendarFor } from '../../../workflows/evaluate/zone-calendar-for.js';
import { TASK_QUEUE } from '../../../workflows/durable/activities.js';
import { PLAYBOOK_RUN } from '../../../workflows/durable/playbook-run-input.js';
import type { PlaybookRunInput } from '../../../workflows/durable/playbook-run-input.js';
import { PB_ACCOUNT, PB_PLAYBOOK, PB_STATUS, PB_VERSION } from '../../../workflows/durable/search-attributes.js';
import { ENGINE_VERSION } from '../../../workflows/run/engine-version.js';
import { catalogueInForce } from '../../../prisma/read-models/catalogue-in-force.js';
import { findRun } from '../../../prisma/stores/run-store.js';
import type { RelayDependencies } from './relay-dependencies.js';

const YEAR_MS = 366 * 86_400_000;
/** A run knows the offsets of its zone this far ahead; after that the last one stays in force. */
const CALENDAR_YEARS = 3;

/**
 * Starts the workflow of a run. Its id is the run's id, so any number of calls make one run, also after it has ended.
 * @returns a note when there was nothing to start.
 */
export async function startRun(deps: RelayDependencies, runId: string): Promise<string | null> {
  const row = await findRun(deps.db, runId);
  if (!row) return 'no such run';
  const { plan } = await deps.readPlaybook(row.playbook, row.version);
  const zone = plan.timezone === 'account' ? row.timezone : plan.timezone;
  const catalogue = await catalogueInForce(deps.db);
  const [from, to] = [row.startedAt - YEAR_MS, row.startedAt + CALENDAR_YEARS * YEAR_MS];
  const calendar = zoneCalendarFor(catalogue?.calendars, zone, from, to);
  const { playbook, version, accountId: account, arm, startedAt } = row;
  const input: PlaybookRunInput = {
    run: { runId, playbook, version, account, arm, startedAt, calendar, engineVersion: ENGINE_VERSION },
    plan,
    clock: deps.clock,
  };
  try {
    await deps.client.workflow.start(PLAYBOOK_RUN, {
      workflowId: runId,
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      typedSearchAttributes: [
        { key: PB_PLAYBOOK, value: playbook },
        { key: PB_VERSION, value: version },
        { key: PB_ACCOUNT, value: account },
        { key: PB_STATUS, value: 'running' },
      ],
    });
    return null;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'the run had been started and is over';
    throw error;
  }
}
