import { readOutcomes } from '../conditions-of.js';
import { writtenTo } from '../audience.js';
import type { Rule } from '../rule.js';

/** A task of an account without a CSM lies in the list with nobody's name on it, and the run waits for it. */
export const taskUnassigned: Rule = {
  code: 'task-unassigned',
  family: 'practice',
  severity: 'warning',
  says: 'A task that decides how a run goes on, and that nobody gets when the account has no CSM.',
  saysZh: '任务决定后续流程，但客户没有 CSM 时无人接手。',
  why: 'CSMs leave and accounts change hands. Until somebody looks, the task lies there with no name on it and the run waits until it expires.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, else_assign: account.manager, due: 2bd, outcomes: [reached, no_answer] }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  check: ({ playbook, steps }) => {
    if (playbook.start.kind === 'manual') return [];
    const read = readOutcomes(playbook, steps);
    // A manager who hears of the run anywhere in it knows of the account.
    const managerHears = steps.some((step) =>
      step.verb === 'task'
        ? step.assign.value !== 'account.csm' || step.elseAssign || step.escalate?.to.value === 'account.manager'
        : writtenTo(step)?.value === 'account.manager',
    );
    const first = steps.find((step) => step.verb === 'task' && read.has(step.id.value));
    if (managerHears || first?.verb !== 'task') return [];
    return [
      {
        span: first.assign.span,
        message: `the run goes on by how ${first.id.value} went, but in an account without a CSM nobody gets it`,
        suggestion: 'add else_assign: account.manager, or escalate: { after: ..., to: account.manager }',
      },
    ];
  },
};
