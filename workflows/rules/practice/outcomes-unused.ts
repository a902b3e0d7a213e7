import type { AuthoredStep } from '../../model/playbook.js';
import { readOutcomes } from '../conditions-of.js';
import type { Rule } from '../rule.js';
import { stepsAfter } from '../steps-after.js';

/**
 * A person is asked how a task went, and the playbook goes on regardless. One task like that is book-keeping; when a
 * playbook has none whose answer is read although steps follow, a branch was forgotten.
 */
export const outcomesUnused: Rule = {
  code: 'outcomes-unused',
  family: 'practice',
  severity: 'warning',
  says: 'A task asks for an outcome that nobody reads.',
  saysZh: '任务要求填写结果，但没有人读取。',
  why: 'The CSM says how it went, and the playbook goes on regardless. Most often a branch was forgotten.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: visit
    task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done, refused] }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done, refused] }
      - otherwise: []`,
  check: ({ playbook, steps }) => {
    const asking = steps.filter((step) => step.verb === 'task' && step.outcomes.length > 1);
    const read = readOutcomes(playbook, steps);
    if (asking.some(({ id }) => read.has(id.value))) return [];
    const goesOn = ({ verb }: AuthoredStep): boolean => verb === 'email' || verb === 'in_app' || verb === 'task';
    const first = asking.find((step) => stepsAfter(playbook.steps, step).some(goesOn));
    if (!first) return [];
    return [
      {
        span: first.span,
        message: `nothing depends on how ${first.id.value} went, yet messages or tasks follow`,
        suggestion: `add a branch on ${first.id.value}.outcome, or give the task one outcome only`,
      },
    ];
  },
};
