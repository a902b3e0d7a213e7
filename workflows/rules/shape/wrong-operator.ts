import type { RuleDefinition } from '../rule.js';

export const wrongOperator: RuleDefinition = {
  code: 'wrong-operator',
  family: 'shape',
  severity: 'error',
  says: 'An operator of another language.',
  saysZh: '使用了其他语言的运算符。',
  why: 'The language has one word for each thing: and, or, not, is, =.',
  wrong: `start:
  check: daily at 08:00
  all: [health.score < 60 && logins < 10]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60 and logins < 10]`,
};
