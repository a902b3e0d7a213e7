import type { RunOrder } from '../model/run.js';
import { advanceFrom } from './advance.js';
import { cutShort, takeBack } from './cut-short.js';
import type { Draft } from './draft.js';
import { finish } from './finish.js';
import { migrate } from './migrate.js';
import { own } from './own.js';
import { pause, resume } from './pause.js';
import type { PerformStep } from './settle-failed.js';
import { refusalOf } from './refusal.js';
import type { Ignored } from './step-handler.js';

/** Carries out what a person ordered about the run; what cannot be carried out is ignored with the reason. */
export function takeOrder(draft: Draft, order: RunOrder): null | Ignored {
  const refused = refusalOf(draft.plan, draft.state, order);
  if (refused !== null) return { ignored: refused };
  switch (order.type) {
    case 'pause':
      pause(draft, order);
      return null;
    case 'resume':
      resume(draft, order);
      return null;
    case 'cancel':
      cancel(draft, order);
      return null;
    case 'hand_over':
      draft.update({ csm: order.to });
      draft.record({ type: 'run_handed_over', to: order.to, by: order.by, reason: order.reason });
      draft.command({ type: 'assign_tasks', to: order.to, at: draft.at });
      return null;
    case 'skip_step':
      skip(draft, order);
      return null;
    case 'retry_step':
      retry(draft, order);
      return null;
    case 'migrate':
      migrate(draft, order);
      return null;
  }
}

/** Ends the run without a verdict, and takes back what is still open or unsent. */
export function cancel(draft: Draft, { by, reason }: { readonly by: string; readonly reason: string }): void {
  draft.record({ type: 'run_cancelled', by, reason });
  cutShort(draft, 'cancelled');
  draft.command({ type: 'recall_messages', reason: 'cancelled', at: draft.at });
  finish(draft, 'cancelled');
}

function skip(draft: Draft, { step: id, by, reason }: Extract<RunOrder, { type: 'skip_step' }>): void {
  const step = own(draft.plan.steps, id);
  const active = own(draft.state.active, id);
  if (!step) return;
  if (!active) {
    draft.record({ type: 'skip_planned', step: id, by, reason });
    draft.update({ skips: { ...draft.state.skips, [id]: { by, reason } } });
    return;
  }
  const begun = active.gate ? draft.begin(step, draft.at) : active;
  if (!active.gate) takeBack(draft, step, begun, 'skipped');
  draft.settle(step, begun, { status: 'skipped', outcome: null, reason, by });
  advanceFrom(draft, step, begun, { goto: step.next });
}

function retry(draft: Draft, { step: id, by }: Extract<RunOrder, { type: 'retry_step' }>): void {
  const step = own(draft.plan.steps, id) as PerformStep | undefined;
  if (!step) return;
  const waiting = own(draft.state.active, id);
  if (waiting) {
    draft.cancelTimersOf(waiting);
    tryAgain(draft, step, by);
    return;
  }
  const { key, attempt = 1, reason = 'failed' } = own(draft.state.outcomes, id) ?? {};
  if (key === undefined) return;
  draft.keep(step, { key, startedAt: draft.at, attempt: attempt + 1, detached: true });
  draft.record({ type: 'step_retried', step: id, key, attempt: attempt + 1, by, reason, due: draft.at });
  draft.perform(step, { key, startedAt: draft.at, attempt: attempt + 1 });
}

/** Has a step carried out again that failed and waits for its next try. @param by a person who did not wait for the timer */
export function tryAgain(draft: Draft, step: PerformStep, by?: string): void {
  const active = own(draft.state.active, step.id);
  if (!active) return;
  const { failed = 'failed', ...rest } = active;
  draft.keep(step, rest);
  const { key, attempt = 2 } = rest;
  if (by !== undefined) draft.record({ type: 'step_retried', step: step.id, key, attempt, by, reason: failed, due: draft.at });
  draft.perform(step, rest);
}
