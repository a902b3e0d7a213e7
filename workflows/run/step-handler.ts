import type { PlanStep } from '../model/plan.js';
import type { ActiveStep, RunEvent } from '../model/run.js';
import type { Draft } from './draft.js';

/** Where a run stands after a step took an event: it waits, goes to a step, or (null) the steps are done. */
export type Progress = 'waiting' | { readonly goto: string | null };

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
  /** Takes back what is under way when an exit cuts the step short; its timers are cancelled by the exit. */
  cutShort?(draft: Draft, step: S, active: ActiveStep, exit: string): void;
}
