import { touches } from '../audience.js';
import { readOutcomes } from '../conditions-of.js';
import type { Rule } from '../rule.js';
import { stepsAfter } from '../steps-after.js';

/** A check at the end records; a check in the middle whose answer nobody reads only delays. */
export const checkUnread: Rule = {
  code: 'check-unread',
  family: 'practice',
  severity: 'warning',
  says: 'The answer of a check changes nothing.',
  saysZh: '检查的结果不影响后续任何步骤。',
  why: 'A check at the end records the effect. One in the middle whose answer nobody reads only looks like a decision.',
  wrong: `steps:
  - id: look
    check: { expect: health.score >= 70 }
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: look
    check: { expect: health.score >= 70 }
  - id: by_look
    branch:
      - when: look.outcome is "not_met"
        then:
          - id: call
            task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
      - otherwise: []`,
  check: ({ playbook, steps }) => {
    const read = readOutcomes(playbook, steps);
    return steps.flatMap((step) => {
      if (step.verb !== 'check' || read.has(step.id.value)) return [];
      if (!stepsAfter(playbook.steps, step).some(touches)) return [];
      const message = `the answer of ${step.id.value} changes nothing that follows`;
      return [
        { span: step.span, message, suggestion: `branch on ${step.id.value}.outcome is "met", or move the check to the end` },
      ];
    });
  },
};
