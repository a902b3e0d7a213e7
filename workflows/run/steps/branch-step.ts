import { evaluateCondition } from '../../condition/evaluate-condition.js';
import { readsOnlyOutcomes } from '../../condition/reads-only-outcomes.js';
import type { Evaluation } from '../../model/fact.js';
import type { BranchStep } from '../../model/plan.js';
import type { ActiveStep } from '../../model/run.js';
import type { Draft } from '../draft.js';
import { outcomeContext } from '../outcome-context.js';
import type { Progress, StepHandler } from '../step-handler.js';

const UNANSWERED: Evaluation = { value: null, facts: [] };

/** First true arm wins; unknown is not true, and the record says that it was unknown. */
function take(draft: Draft, step: BranchStep, active: ActiveStep, answers: readonly Evaluation[]): Progress {
  const refused: string[] = [];
  for (const [index, arm] of step.arms.entries()) {
    const { value, facts } = answers[index] ?? UNANSWERED;
    draft.record({ type: 'asked', step: step.id, condition: arm.when.text, value, facts });
    if (value === true) return leave(draft, step, active, index, `${arm.when.text} is true`, arm.first);
    refused.push(`${arm.when.text} is ${value === null ? 'unknown' : 'false'}`);
  }
  return leave(draft, step, active, 'otherwise', refused.join('; '), step.otherwise);
}

function leave(
  draft: Draft,
  step: BranchStep,
  active: ActiveStep,
  arm: number | 'otherwise',
  because: string,
  first: string | null,
): Progress {
  draft.record({ type: 'branch_taken', step: step.id, arm, because });
  draft.settle(step, active, { status: 'done', outcome: null });
  return { goto: first ?? step.next };
}

/** A fork. Arms that read only earlier outcomes are decided in place; anything else asks live data. */
export const branchStep: StepHandler<BranchStep> = {
  start(draft, step) {
    const active = draft.begin(step, draft.at);
    const conditions = step.arms.map((arm) => arm.when);
    if (!conditions.every(({ condition }) => readsOnlyOutcomes(condition))) {
      draft.ask(step, active, conditions);
      return 'waiting';
    }
    const context = outcomeContext(draft.state);
    return take(
      draft,
      step,
      active,
      conditions.map(({ condition }) => evaluateCondition(condition, context)),
    );
  },

  evaluated(draft, step, active, { results }) {
    return take(draft, step, active, results);
  },
};
