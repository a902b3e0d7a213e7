import type { RuleDefinition } from '../rule.js';

export const conditionSyntax: RuleDefinition = {
  code: 'condition-syntax',
  family: 'shape',
  severity: 'error',
  says: 'A condition that cannot be read.',
  saysZh: '条件无法解析。',
  why: 'A condition is one yes/no question. What cannot be read cannot be asked.',
  wrong: `start:
  check: daily at 08:00
  all: [health.score is less than 60]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60]`,
};
