import type { RuleDefinition } from '../rule.js';

export const missingOtherwise: RuleDefinition = {
  code: 'missing-otherwise',
  family: 'shape',
  severity: 'error',
  says: 'A branch does not say what happens when no arm fits.',
  saysZh: '分支没有说明所有条件都不满足时怎么办。',
  why: 'Sooner or later no arm fits, or the answer is unknown. What happens then is a decision, not an accident.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }`,
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
};
