import type { Rule } from '../rule.js';

/** A branch without a step in any arm decides nothing. */
export const emptyBranch: Rule = {
  code: 'empty-branch',
  family: 'practice',
  severity: 'warning',
  says: 'A branch in which every arm does the same.',
  saysZh: '分支的每一路都不做任何事。',
  why: 'It decides nothing. Either the steps were forgotten, or the branch can go.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "reached"
        then: []
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
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
