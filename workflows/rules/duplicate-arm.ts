import { implies } from './implies.js';
import type { Rule } from './rule.js';

/** The first true arm wins, so an arm whose condition an earlier one covers is never taken. */
export const duplicateArm: Rule = {
  code: 'duplicate-arm',
  severity: 'error',
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'branch') return [];
      return step.arms.flatMap(({ when }, index) => {
        const earlier = step.arms
          .slice(0, index)
          .find((arm) => !arm.when.broken && !when.broken && implies(when.condition, arm.when.condition));
        if (!earlier) return [];
        const message = `this arm is never taken: whenever it fits, the arm in line ${earlier.when.span.line} fits first`;
        return [{ span: when.span, message, suggestion: 'remove it, or move it above the other one' }];
      });
    }),
};
