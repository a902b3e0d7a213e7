import type { RuleDefinition } from '../rule.js';

export const definitionCycle: RuleDefinition = {
  code: 'definition-cycle',
  family: 'names',
  severity: 'error',
  says: 'Milestones that are reached through each other.',
  saysZh: '里程碑互相定义。',
  why: 'A milestone that waits for another one which waits for the first is never reached by anybody.',
  wrong: {
    'lifecycle.yaml': `milestones:
  - { id: trained, reached: reached(key_behaviour) }
  - { id: key_behaviour, reached: reached(trained) and logins >= 10 }
`,
  },
  right: {
    'lifecycle.yaml': `milestones:
  - { id: trained, event: training_held, by: day 30 }
  - { id: key_behaviour, reached: reached(trained) and logins >= 10 }
`,
  },
};
