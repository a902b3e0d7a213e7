import type { RuleDefinition } from '../rule.js';

export const invalidId: RuleDefinition = {
  code: 'invalid-id',
  family: 'shape',
  severity: 'error',
  says: 'Not lower snake_case, or a word that YAML readers take for yes/no.',
  saysZh: 'ID 不是小写 snake_case，或是会被 YAML 读作是/否的词。',
  why: 'Ids are identity: they name audit records and join the versions of a playbook, so they are written in one way only.',
  wrong: `steps:
  - id: callOwner
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call_owner
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
};
