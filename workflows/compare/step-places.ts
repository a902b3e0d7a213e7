import type { Plan, PlanStep } from '../model/plan.js';

/** Where a step is written: the list it stands in and the step before it there. */
export interface StepPlace {
  /** `` = the playbook's own list, `by_result: arm 2`, `outreach: lane users`. */
  readonly list: string;
  readonly after: string | null;
}

interface InnerList {
  readonly name: string;
  readonly first: string | null;
}

/** The lists inside a step, by name. */
export function innerLists(step: PlanStep): readonly InnerList[] {
  if (step.verb === 'branch')
    return [
      ...step.arms.map((arm, index) => ({ name: `${step.id}: arm ${index + 1}`, first: arm.first })),
      { name: `${step.id}: otherwise`, first: step.otherwise },
    ];
  return step.verb === 'parallel' ? step.lanes.map(({ id, first }) => ({ name: `${step.id}: lane ${id}`, first })) : [];
}

/** The place of every step, in the order they are written. An empty arm points at the step after its branch, which is no step of its own. */
export function stepPlaces(plan: Plan): ReadonlyMap<string, StepPlace> {
  const places = new Map<string, StepPlace>();
  const walk = (list: string, first: string | null, stop: string | null): void => {
    let after: string | null = null;
    for (let id = first; id !== null && id !== stop && !places.has(id);) {
      const step: PlanStep | undefined = Object.hasOwn(plan.steps, id) ? plan.steps[id] : undefined;
      if (step === undefined) return;
      places.set(id, { list, after });
      // The last step of a lane goes nowhere; the last one of an arm goes on where the branch goes on.
      const end = step.verb === 'parallel' ? null : step.next;
      for (const inner of innerLists(step)) walk(inner.name, inner.first, end);
      after = id;
      id = step.next;
    }
  };
  walk('', plan.first, null);
  return places;
}
