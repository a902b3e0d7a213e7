import type { TaskStep } from '../../model/plan.js';
import { performKey } from '../perform-key.js';
import { settleFailed } from '../settle-failed.js';
import type { StepHandler } from '../step-handler.js';

/** Something a person does: opened by the channel, closed from outside, upper-bounded by `expires`. */
export const taskStep: StepHandler<TaskStep> = {
  start(draft, step) {
    const due = draft.later(step.due);
    const active = draft.begin(step, due);
    if (draft.state.arm === 'holdout') {
      // As long as a person may take, so that both arms are checked and verified on the same clock.
      draft.setTimer(`shadow:${active.key}`, due);
      return 'waiting';
    }
    draft.perform(step, active);
    return 'waiting';
  },

  settled(draft, step, active, { settlement }) {
    if (active.open) return { ignored: 'the task is already open' };
    if (settlement.status === 'leaving') return draft.leave(step, active);
    if (settlement.status === 'opened') {
      const expires = draft.later(step.expires);
      draft.keep(step, { ...active, open: true });
      draft.record({ type: 'task_opened', step: step.id, key: active.key, due: draft.later(step.due), expires });
      if (step.escalate) draft.setTimer(`escalate:${active.key}`, draft.later(step.escalate.after));
      draft.setTimer(`expire:${active.key}`, expires);
      return 'waiting';
    }
    return settleFailed(draft, step, active, settlement);
  },

  timer(draft, step, active, purpose) {
    if (purpose === 'shadow') {
      draft.settle(step, active, { status: 'skipped', outcome: null, reason: 'holdout' });
      return { goto: step.next };
    }
    if (purpose === 'escalate' && step.escalate) {
      const { to } = step.escalate;
      draft.record({ type: 'task_escalated', step: step.id, key: active.key, to });
      draft.command({ type: 'escalate_task', key: performKey(active), step: step.id, to, at: draft.at });
      return 'waiting';
    }
    draft.cancelTimer(`escalate:${active.key}`);
    draft.command({ type: 'close_task', key: performKey(active), step: step.id, reason: 'expired', at: draft.at });
    draft.settle(step, active, { status: 'expired', outcome: 'expired' });
    return { goto: step.next };
  },

  // A person may be quicker than the news that the task is open; the close counts, the news is ignored.
  closed(draft, step, active, { outcome, by }) {
    draft.cancelTimer(`escalate:${active.key}`);
    draft.cancelTimer(`expire:${active.key}`);
    draft.settle(step, active, { status: 'done', outcome, by });
    return { goto: step.next };
  },

  // A task that was not opened yet may be opened by an attempt under way: abandon the attempt and close what it opened.
  cutShort(draft, step, active, reason) {
    if (!active.open) draft.command({ type: 'abandon', key: performKey(active), step: step.id });
    draft.command({ type: 'close_task', key: performKey(active), step: step.id, reason, at: draft.at });
  },
};
