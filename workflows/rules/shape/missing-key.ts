import type { RuleDefinition } from '../rule.js';

export const missingKey: RuleDefinition = {
  code: 'missing-key',
  family: 'shape',
  severity: 'error',
  says: 'A key that must be present.',
  saysZh: '缺少必需的键。',
  why: 'There is no sensible value to assume, so the author has to say it.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, outcomes: [reached, no_answer] }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer] }`,
};
