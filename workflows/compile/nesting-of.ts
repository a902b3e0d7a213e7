import { innerSteps } from '../language/read-playbook.js';
import type { AuthoredStep } from '../model/playbook.js';

export interface NestedStep {
  readonly step: AuthoredStep;
  /** Levels of branch and parallel that it ends: those around it, and its own when it is one of them. */
  readonly depth: number;
}

/** Every step with its depth, in the order they are written. */
export function nestingOf(steps: readonly AuthoredStep[], around = 0): readonly NestedStep[] {
  return steps.flatMap((step) => {
    const inner = innerSteps(step);
    const depth = around + (step.verb === 'branch' || step.verb === 'parallel' ? 1 : 0);
    return [{ step, depth }, ...inner.flatMap((list) => nestingOf(list, depth))];
  });
}
