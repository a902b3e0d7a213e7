import type { Plan } from '../model/plan.js';
import type { RunEvent, RunInput, RunState } from '../model/run.js';
import type { BusinessClock } from '../model/time.js';
import type { Carried } from './performs.js';

/**
 * What starts the workflow `playbookRun`. Plan and clock are pinned: a later version or clock never reaches a live run
 * unless a migration says so, and then `plan` and `run.version` are those of the plan it follows.
 */
export interface PlaybookRunInput {
  readonly run: RunInput;
  readonly plan: Plan;
  readonly clock: BusinessClock;
  /** For tests that cannot wait; absent = what `performs.ts` and `run-host.ts` say. */
  readonly limits?: {
    /** Machine time after which a step that could not be carried out is settled as failed. */
    readonly perform?: number;
    /** Events after which a fresh history begins. */
    readonly history?: number;
  };
  /** Set by a continue-as-new: where the run stood, the events it had not taken yet, and the steps under way. */
  readonly state?: RunState;
  readonly waiting?: readonly RunEvent[];
  readonly performing?: readonly Carried[];
}

/** The workflow's type name. */
export const PLAYBOOK_RUN = 'playbookRun';
