import type { EmailStep, InAppStep } from '../../model/plan.js';
import type { StepHandler } from '../step-handler.js';

const WORD = { email: 'sent', in_app: 'posted' } as const;

/** E-mail and in-app message: carried out by a channel. One that cannot go out does not stop the run. */
export const touchStep: StepHandler<EmailStep | InAppStep> = {
  start(draft, step) {
    const active = draft.begin(step, draft.at);
    if (draft.state.arm === 'holdout') {
      draft.settle(step, active, { status: 'skipped', outcome: null, reason: 'holdout' });
      return { goto: step.next };
    }
    draft.command({ type: 'perform', key: active.key, step: step.id, verb: step.verb, at: draft.at });
    return 'waiting';
  },

  settled(draft, step, active, { settlement }) {
    if (settlement.status === 'leaving') return 'waiting';
    const { detail } = settlement;
    const reason = settlement.status === 'opened' ? 'unexpected_answer' : settlement.reason;
    const status = settlement.status === 'opened' ? 'failed' : settlement.status;
    const word = status === 'done' ? WORD[step.verb] : (reason ?? null);
    const outcome = settlement.outcome ?? word;
    draft.settle(step, active, { status, outcome, by: 'sopwith', ...(reason === undefined ? {} : { reason }) }, detail);
    return { goto: step.next };
  },

  cutShort(draft, step, active) {
    draft.command({ type: 'abandon', key: active.key, step: step.id });
  },
};
