import type { CheckStep } from '../../model/plan.js';
import type { Truth } from '../../model/fact.js';
import type { StepHandler } from '../step-handler.js';

function word(value: Truth): string {
  if (value === null) return 'unknown';
  return value ? 'met' : 'not_met';
}

/**
 * A question to live data. With `every` and `up_to` it is asked at once and again at that pace until it is met;
 * the last answer inside the bound is the outcome. Unknown is reported as unknown, never as failed.
 */
export const checkStep: StepHandler<CheckStep> = {
  start(draft, step) {
    const repeats = step.every !== null && step.upTo !== null;
    const until = repeats ? draft.later(step.upTo) : draft.at;
    const active = { ...draft.begin(step, until), ...(repeats ? { until } : {}) };
    draft.ask(step, active, [step.expect]);
    return 'waiting';
  },

  evaluated(draft, step, active, { results }) {
    const { value, facts } = results[0] ?? { value: null, facts: [] };
    draft.record({ type: 'asked', step: step.id, condition: step.expect.text, value, facts });
    if (value !== true && step.every && active.until !== undefined) {
      const again = draft.later(step.every);
      // `again > now` keeps a pace of zero from asking for ever.
      if (again <= active.until && again > draft.at) {
        const { request: _answered, ...rest } = active;
        draft.keep(step, rest);
        draft.setTimer(`ask:${active.key}`, again);
        return 'waiting';
      }
    }
    draft.settle(step, active, { status: 'done', outcome: word(value) });
    return { goto: step.next };
  },

  timer(draft, step, active) {
    draft.ask(step, active, [step.expect]);
    return 'waiting';
  },
};
