import type { AskStep } from '../../model/plan.js';
import { settleFailed } from '../settle-failed.js';
import { performKey } from '../perform-key.js';
import type { StepHandler } from '../step-handler.js';

/** A question to a person: put by a channel, answered from outside, upper-bounded by `expires`. */
export const askStep: StepHandler<AskStep> = {
  start(draft, step) {
    const expires = draft.later(step.expires);
    const active = draft.begin(step, expires);
    // As long as a person may take, so that both arms are verified on the same clock.
    if (draft.state.arm === 'holdout') draft.setTimer(`shadow:${active.key}`, expires);
    else draft.perform(step, active);
    return 'waiting';
  },

  settled(draft, step, active, { settlement }) {
    if (active.open) return { ignored: 'the question is already put' };
    if (settlement.status === 'leaving') return draft.leave(step, active);
    if (settlement.status !== 'opened') return settleFailed(draft, step, active, settlement);
    const expires = draft.later(step.expires);
    draft.keep(step, { ...active, open: true });
    draft.record({ type: 'question_opened', step: step.id, key: active.key, expires });
    draft.setTimer(`expire:${active.key}`, expires);
    return 'waiting';
  },

  timer(draft, step, active, purpose) {
    if (purpose === 'shadow') {
      draft.settle(step, active, { status: 'skipped', outcome: null, reason: 'holdout' });
      return { goto: step.next };
    }
    draft.command({ type: 'close_question', key: performKey(active), step: step.id, reason: 'expired', at: draft.at });
    draft.settle(step, active, { status: 'expired', outcome: 'no_answer' });
    return { goto: step.next };
  },

  // A person may be quicker than the news that the question is put; the answer counts, the news is ignored.
  answered(draft, step, active, { answer, by }) {
    if (!step.answers.includes(answer)) return { ignored: `"${answer}" is none of the answers: ${step.answers.join(', ')}` };
    draft.cancelTimer(`expire:${active.key}`);
    draft.settle(step, active, { status: 'done', outcome: answer, by });
    return { goto: step.next };
  },

  cutShort(draft, step, active, reason) {
    if (!active.open) draft.command({ type: 'abandon', key: performKey(active), step: step.id });
    draft.command({ type: 'close_question', key: performKey(active), step: step.id, reason, at: draft.at });
  },
};
