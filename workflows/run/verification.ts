import type { Evaluation } from '../model/fact.js';
import { askStep } from './steps/ask-step.js';
import type { Draft } from './draft.js';
import { finish } from './finish.js';
import { own } from './own.js';
import { questionStep, stepOf } from './step-of.js';

export const VERIFY = 'verify';

const UNANSWERED: Evaluation = { value: null, facts: [] };

/** After the last step or an exit: the objectives are measured `verify.after` later, or the run ends at once. */
export function beginVerification(draft: Draft): void {
  const { verify } = draft.plan;
  if (!verify || (verify.objective.length === 0 && (verify.subjective ?? []).length === 0)) {
    finish(draft, draft.state.exit?.as ?? 'completed');
    return;
  }
  draft.update({ status: 'verifying' });
  draft.setTimer(VERIFY, draft.later(verify.after));
}

/** Asks for all objectives at the instant they are due, and puts the questions. */
export function verify(draft: Draft): void {
  const { objective = [], subjective = [] } = draft.plan.verify ?? {};
  if (objective.length > 0) {
    const conditions = objective.map(({ expect }) => expect);
    const { outcomes, startedAt } = draft.state;
    draft.command({ type: 'evaluate', request: VERIFY, at: draft.at, conditions, outcomes, startedAt });
  }
  for (const { id } of subjective) {
    const step = stepOf(draft.plan, questionStep(id));
    if (step?.verb === 'ask') askStep.start(draft, step);
  }
}

/** The objectives as observed at this instant; the run is over once every question has its answer, too. */
export function judge(draft: Draft, results: readonly Evaluation[]): void {
  const objectives = draft.plan.verify?.objective ?? [];
  const decisive = Math.max(
    0,
    objectives.findIndex(({ primary }) => primary),
  );
  for (const [index, { id, primary, expect }] of objectives.entries()) {
    const { value, facts } = results[index] ?? UNANSWERED;
    draft.record({ type: 'verified', objective: id, primary, condition: expect.text, value, facts });
  }
  draft.update({ observed: { value: (results[decisive] ?? UNANSWERED).value } });
  endWhenVerified(draft);
}

/** A question was answered, ran out, or could not be put. */
export function questionEnded(draft: Draft, question: string): void {
  const asked = draft.plan.verify?.subjective?.find(({ id }) => id === question);
  const outcome = own(draft.state.outcomes, questionStep(question));
  const answer = outcome?.status === 'done' ? outcome.outcome : null;
  const good = answer === null ? null : (asked?.good.includes(answer) ?? null);
  const by = outcome?.by === undefined || answer === null ? {} : { by: outcome.by };
  draft.record({ type: 'subjective_verified', question, answer, good, ...by });
  endWhenVerified(draft);
}

/** An exit's own word wins, else the primary objective; a run that only asked people is completed. */
function endWhenVerified(draft: Draft): void {
  const { observed, exit, active } = draft.state;
  const measured = observed !== undefined || (draft.plan.verify?.objective ?? []).length === 0;
  if (!measured || Object.keys(active).length > 0) return;
  finish(draft, exit?.as ?? (observed ? WORDS[`${observed.value}`] : 'completed'));
}

const WORDS = { true: 'success', false: 'not_met', null: 'unknown' } as const;
