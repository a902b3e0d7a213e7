import type { NamedCondition } from '../model/condition.js';
import type { Plan, PlanStep } from '../model/plan.js';

/** A step with the steps inside it, as its author nested them. */
export interface OutlineStep {
  readonly step: PlanStep;
  /** Cases of a branch (the last one has no condition) and lanes of a parallel step. */
  readonly groups: readonly OutlineGroup[];
}

export type OutlineGroup =
  | { readonly kind: 'case'; readonly when: NamedCondition; readonly steps: readonly OutlineStep[] }
  | { readonly kind: 'otherwise'; readonly steps: readonly OutlineStep[] }
  | { readonly kind: 'lane'; readonly id: string; readonly steps: readonly OutlineStep[] };

/** Nests a plan's flat steps again. Total: a step that is missing or comes round a second time ends its list. */
export function outlineOf(plan: Pick<Plan, 'first' | 'steps'>): readonly OutlineStep[] {
  const seen = new Set<string>();
  const list = (first: string | null, stop: string | null): readonly OutlineStep[] => {
    const steps: OutlineStep[] = [];
    for (let id = first; id !== null && id !== stop && !seen.has(id);) {
      const step: PlanStep | undefined = Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;
      if (!step) break;
      seen.add(id);
      steps.push({ step, groups: groupsOf(step) });
      id = step.next;
    }
    return steps;
  };
  const groupsOf = (step: PlanStep): readonly OutlineGroup[] => {
    if (step.verb === 'branch')
      return [
        ...step.arms.map(({ when, first }) => ({ kind: 'case' as const, when, steps: list(first, step.next) })),
        { kind: 'otherwise' as const, steps: list(step.otherwise, step.next) },
      ];
    // The last step of a lane goes on nowhere: the parallel step itself does.
    if (step.verb === 'parallel')
      return step.lanes.map(({ id, first }) => ({ kind: 'lane' as const, id, steps: list(first, null) }));
    return [];
  };
  return list(plan.first, null);
}
