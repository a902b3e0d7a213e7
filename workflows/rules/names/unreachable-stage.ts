import type { RuleDefinition } from '../rule.js';

export const unreachableStage: RuleDefinition = {
  code: 'unreachable-stage',
  family: 'names',
  severity: 'error',
  says: 'A lifecycle stage that no account is ever in.',
  saysZh: '没有任何客户会处于的生命周期阶段。',
  why: 'An account is in the last stage that has begun. A stage behind which the next one begins at the same time or earlier has no time of its own, and what is meant for it never happens.',
  wrong: {
    'lifecycle.yaml': `stages:
  - { id: growth, from: 30d after contract.start }
  - { id: onboarding, from: 0d after contract.start }
`,
  },
  right: {
    'lifecycle.yaml': `stages:
  - { id: onboarding, from: 0d after contract.start }
  - { id: growth, from: 30d after contract.start }
`,
  },
};
