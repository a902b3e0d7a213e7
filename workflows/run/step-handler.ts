import type { PlanStep } from '../model/plan.js';
import type { ActiveStep, RunEvent } from '../model/run.js';
import type { Draft } from './draft.js';

/**
 * Where a run stands after a step took an event: it waits, goes to a step, or (null) the steps of its lane are done.
 * A fork goes to several steps at once, in this order; a stop ends the run as failed.
 */
export type Progress =
  'waiting' | { readonly goto: string | null } | { readonly fork: readonly string[] } | { readonly stop: string };

/** Why an event had nothing to act on. */
export interface Ignored {
  readonly ignored: string;
}

export type StepEvent<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/** What a step kind does with what can happen to it. A missing answer means that the event is not for this kind. */
export interface StepHandler<S extends PlanStep> {
  start(draft: Draft, step: S): Progress;
  settled?(draft: Draft, step: S, active: ActiveStep, event: StepEvent<'step_settled'>): Progress | Ignored;
  evaluated?(draft: Draft, step: S, active: ActiveStep, event: StepEvent<'evaluated'>): Progress;
  /** @param purpose the timer's name before the colon */
  timer?(draft: Draft, step: S, active: ActiveStep, purpose: string): Progress;
  closed?(draft: Draft, step: S, active: ActiveStep, event: StepEvent<'task_closed'>): Progress;
  answered?(draft: Draft, step: S, active: ActiveStep, event: StepEvent<'answered'>): Progress | Ignored;
  /** Something happened at the account that a step under way may wait for. */
  happened?(draft: Draft, step: S, active: ActiveStep, event: string): Progress | Ignored;
  conditionMet?(draft: Draft, step: S, active: ActiveStep, event: StepEvent<'condition_met'>): Progress | Ignored;
  /** Takes back what is under way when the step is cut short; its timers are cancelled by the caller. */
  cutShort?(draft: Draft, step: S, active: ActiveStep, reason: string): void;
}
