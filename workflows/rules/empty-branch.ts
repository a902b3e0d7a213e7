import type { Rule } from './rule.js';

/** A branch without a step in any arm decides nothing. */
export const emptyBranch: Rule = {
  code: 'empty-branch',
  severity: 'warning',
  check: ({ steps }) =>
    steps.flatMap((step) =>
      step.verb === 'branch' && step.otherwise.length === 0 && step.arms.every((arm) => arm.steps.length === 0)
        ? [
            {
              span: step.span,
              message: `no arm of ${step.id.value} has a step`,
              suggestion: 'write steps into an arm, or remove the branch',
            },
          ]
        : [],
    ),
};
