import type { RuleDefinition } from '../rule.js';

export const duplicateKey: RuleDefinition = {
  code: 'duplicate-key',
  family: 'shape',
  severity: 'error',
  says: 'The same key twice in one place.',
  saysZh: '同一处出现了重复的键。',
  why: 'YAML readers take one of the two and drop the other without a word, so half of what was written would be lost.',
  wrong: 'enroll: { holdout: 10%, priority: 70, holdout: 20% }',
  right: 'enroll: { holdout: 20%, priority: 70 }',
};
