import type { AskStep, Plan, PlanStep } from '../model/plan.js';
import { own } from './own.js';

const PREFIX = 'verify.';

/** The id under which a question of the verification is put; step ids hold no dot. */
export function questionStep(question: string): string {
  return `${PREFIX}${question}`;
}

/** The question a step id stands for; null = it is a step of the playbook. */
export function questionOf(step: string): string | null {
  return step.startsWith(PREFIX) ? step.slice(PREFIX.length) : null;
}

/** A step of the plan, or a question of its verification as the step it amounts to. */
export function stepOf(plan: Plan, id: string): PlanStep | undefined {
  const question = questionOf(id);
  if (question === null) return own(plan.steps, id);
  const asked = plan.verify?.subjective?.find((each) => each.id === question);
  if (!asked) return undefined;
  const { ask: to, elseAsk, question: text, answers, expires } = asked;
  // Nobody is troubled with a task about a question that could not be put: it counts as not answered.
  const step: AskStep = {
    ...{ id, verb: 'ask', next: null, ifItFails: 'continue' },
    ...{ to, elseAsk, by: 'email', question: text, answers, expires },
  };
  return step;
}
