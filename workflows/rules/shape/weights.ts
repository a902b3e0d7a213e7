import type { RuleDefinition } from '../rule.js';

export const weights: RuleDefinition = {
  code: 'weights',
  family: 'shape',
  severity: 'error',
  says: 'The weights of a health score do not add up.',
  saysZh: '健康分各维度的权重之和不是 100%。',
  why: 'A score whose weights add up to 90% can never reach 100, and its bands mean something else than they say.',
  wrong: {
    'default.health.yaml': `id: default_health
dimensions:
  - { id: use, weight: 60%, value: logins, zero_at: 0, full_at: 50 }
  - { id: activation, weight: 30%, value: activation_rate, zero_at: 20%, full_at: 80% }
bands: { green: 75, yellow: 50 }
`,
  },
  right: {
    'default.health.yaml': `id: default_health
dimensions:
  - { id: use, weight: 60%, value: logins, zero_at: 0, full_at: 50 }
  - { id: activation, weight: 40%, value: activation_rate, zero_at: 20%, full_at: 80% }
bands: { green: 75, yellow: 50 }
`,
  },
};
