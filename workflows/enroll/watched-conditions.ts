import type { NamedCondition } from '../model/condition.js';
import type { Plan } from '../model/plan.js';

/** What somebody outside a run looks at for it: exits, and what steps wait for. */
export function watchedConditions({ exits, steps }: Pick<Plan, 'exits' | 'steps'>): readonly NamedCondition[] {
  return [
    ...exits.flatMap(({ when }) => when ?? []),
    ...Object.values(steps).flatMap((step) => (step.verb === 'wait_for' ? (step.condition ?? []) : [])),
  ];
}
