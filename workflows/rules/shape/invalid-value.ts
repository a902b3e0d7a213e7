import type { RuleDefinition } from '../rule.js';

export const invalidValue: RuleDefinition = {
  code: 'invalid-value',
  family: 'shape',
  severity: 'error',
  says: 'A value outside what is possible.',
  saysZh: '值超出了允许的范围。',
  why: 'The value cannot be used as it is, and guessing what was meant would be worse than asking.',
  wrong: `start:
  check: daily at 8 o clock
  all: [health.score < 60]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60]`,
};
