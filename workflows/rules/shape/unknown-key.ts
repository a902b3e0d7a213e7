import type { RuleDefinition } from '../rule.js';

export const unknownKey: RuleDefinition = {
  code: 'unknown-key',
  family: 'shape',
  severity: 'error',
  says: 'A key that has no meaning here.',
  saysZh: '此处没有这个键。',
  why: 'A misspelled key would be passed over, and what it was meant to do would never happen.',
  wrong: 'enroll: { holdout: 10%, priorty: 70 }',
  right: 'enroll: { holdout: 10%, priority: 70 }',
};
