import type { RuleDefinition } from '../rule.js';

export const verbCount: RuleDefinition = {
  code: 'verb-count',
  family: 'shape',
  severity: 'error',
  says: 'A step has not exactly one verb.',
  saysZh: '步骤没有恰好一个动词。',
  why: 'A step is one thing that is done, waited for or asked, so that its record says what happened.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }
    wait: 7d`,
  right: `steps:
  - id: settle
    wait: 7d
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
};
