import type { ChatStep, EmailStep, InAppStep, SetStep, WebhookStep } from '../../model/plan.js';
import { performKey } from '../perform-key.js';
import { settleFailed } from '../settle-failed.js';
import type { StepHandler } from '../step-handler.js';

/** The outcome of a step that was carried out. */
export const TOUCH_WORDS = { email: 'sent', in_app: 'posted', webhook: 'delivered', chat: 'posted', set: 'set' } as const;

/** What a channel carries out by itself: messages, calls to other systems, a changed attribute. */
export const touchStep: StepHandler<EmailStep | InAppStep | WebhookStep | ChatStep | SetStep> = {
  start(draft, step) {
    const active = draft.begin(step, draft.at);
    if (draft.state.arm === 'holdout') {
      draft.settle(step, active, { status: 'skipped', outcome: null, reason: 'holdout' });
      return { goto: step.next };
    }
    draft.perform(step, active);
    return 'waiting';
  },

  settled(draft, step, active, { settlement }) {
    const { status, outcome, detail } = settlement;
    if (status === 'leaving') return draft.leave(step, active);
    if (status !== 'done') return settleFailed(draft, step, active, settlement);
    draft.settle(step, active, { status, outcome: outcome ?? TOUCH_WORDS[step.verb], by: 'sopwith' }, detail);
    return { goto: step.next };
  },

  cutShort(draft, step, active) {
    draft.command({ type: 'abandon', key: performKey(active), step: step.id });
  },
};
