import { readOutcomes } from './conditions-of.js';
import type { Rule } from './rule.js';

/** A check at the end records; a check in the middle whose answer nobody reads only delays. */
export const checkUnread: Rule = {
  code: 'check-unread',
  severity: 'warning',
  check: ({ playbook, steps }) => {
    const read = readOutcomes(playbook, steps);
    return steps.flatMap((step, index) => {
      if (step.verb !== 'check' || read.has(step.id.value)) return [];
      const touches = steps.slice(index + 1).some(({ verb }) => verb === 'email' || verb === 'in_app' || verb === 'task');
      if (!touches) return [];
      const message = `the answer of ${step.id.value} changes nothing that follows`;
      return [
        { span: step.span, message, suggestion: `branch on ${step.id.value}.outcome is "met", or move the check to the end` },
      ];
    });
  },
};
