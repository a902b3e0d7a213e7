import type { PerformInput, PerformResult } from '../../../workflows/durable/activities.js';
import type { LocalizedText } from '../../../workflows/model/localized-text.js';
import { textIn } from '../../../workflows/model/localized-text.js';
import type { ActivityDependencies } from './activity-dependencies.js';
import { openFallback } from './open-fallback.js';
import { settledAt } from './settled-at.js';

/** Why a step was not carried out; a closed set of words that branches and reports can compare with. */
export type FailureWord =
  | 'no_recipient'
  | 'missing_value'
  | 'no_template'
  | 'rejected'
  | 'unknown'
  | 'undeliverable'
  | 'no_channel'
  | 'no_account'
  | 'unknown_attribute'
  | 'wrong_type';

export interface Failure {
  readonly word: FailureWord;
  /** What a person should know, without names or addresses: goes into the flight record and the task. */
  readonly because: LocalizedText;
}

/**
 * Settles a step as failed. From version 2 of the engine on the run itself has it tried again, and orders the task for a
 * person when it stays failed; before that the task is opened here, so that nothing is silently not sent.
 */
export async function failStep(deps: ActivityDependencies, input: PerformInput, failure: Failure): Promise<PerformResult> {
  const { word, because } = failure;
  const opened = (input.engineVersion ?? 1) === 1 ? await openFallback(deps, input, because) : null;
  const told = { because: textIn(because, 'en') };
  const detail = opened
    ? { ...told, fallback_task: true, assigned: opened.assigned }
    : { ...told, because_zh: textIn(because, 'zh') };
  return {
    settlement: { status: 'failed', outcome: word, reason: word, detail },
    settledAt: settledAt(deps.clock, input.at, deps.machineNow()),
  };
}
