import type { RuleDefinition } from '../rule.js';

export const invalidRecipient: RuleDefinition = {
  code: 'invalid-recipient',
  family: 'names',
  severity: 'error',
  says: 'Nobody a step can reach.',
  saysZh: '步骤无法触达的对象。',
  why: 'A playbook names roles. People change; the role is looked up when the step runs.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.ceo, due: 2bd, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
};
