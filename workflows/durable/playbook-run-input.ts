import type { Plan } from '../model/plan.js';
import type { RunEvent, RunInput, RunState } from '../model/run.js';
import type { BusinessClock } from '../model/time.js';

/** What starts the workflow `playbookRun`. Plan and clock are pinned: a later version or clock never reaches a live run. */
export interface PlaybookRunInput {
  readonly run: RunInput;
  readonly plan: Plan;
  readonly clock: BusinessClock;
  /** Set by a continue-as-new: where the run stood, and the events it had not taken yet. */
  readonly state?: RunState;
  readonly waiting?: readonly RunEvent[];
}

/** The workflow's type name. */
export const PLAYBOOK_RUN = 'playbookRun';
