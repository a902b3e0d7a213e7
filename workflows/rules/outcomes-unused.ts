import { readOutcomes } from './conditions-of.js';
import type { Rule } from './rule.js';

/**
 * A person is asked how a task went, and the playbook goes on regardless. One task like that is book-keeping; when a
 * playbook has none whose answer is read although steps follow, a branch was forgotten.
 */
export const outcomesUnused: Rule = {
  code: 'outcomes-unused',
  severity: 'warning',
  check: ({ playbook, steps }) => {
    const asking = steps.filter((step) => step.verb === 'task' && step.outcomes.length > 1);
    const read = readOutcomes(playbook, steps);
    const [first] = asking;
    if (!first || asking.some(({ id }) => read.has(id.value))) return [];
    const after = steps.slice(steps.indexOf(first) + 1);
    if (!after.some(({ verb }) => verb === 'email' || verb === 'in_app' || verb === 'task')) return [];
    return [
      {
        span: first.span,
        message: `nothing depends on how ${first.id.value} went, yet messages or tasks follow`,
        suggestion: `add a branch on ${first.id.value}.outcome, or give the task one outcome only`,
      },
    ];
  },
};
