import { flatten } from '../language/read-playbook.js';
import type { AuthoredStep } from '../model/playbook.js';

function listsOf(step: AuthoredStep): readonly (readonly AuthoredStep[])[] {
  if (step.verb === 'branch') return [...step.arms.map((arm) => arm.steps), step.otherwise];
  return step.verb === 'parallel' ? step.lanes.map((lane) => lane.steps) : [];
}

function search(
  steps: readonly AuthoredStep[],
  wanted: AuthoredStep,
  then: readonly AuthoredStep[],
): readonly AuthoredStep[] | null {
  for (const [index, step] of steps.entries()) {
    const after = [...flatten(steps.slice(index + 1)), ...then];
    if (step === wanted) return [...listsOf(step).flatMap(flatten), ...after];
    for (const list of listsOf(step)) {
      const found = search(list, wanted, after);
      if (found) return found;
    }
  }
  return null;
}

/** Steps that can come after one on the same way through the playbook, in the order they are written: never a sibling arm. */
export function stepsAfter(steps: readonly AuthoredStep[], step: AuthoredStep): readonly AuthoredStep[] {
  return search(steps, step, []) ?? [];
}
