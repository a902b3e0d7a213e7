import type { RuleDefinition } from '../rule.js';

export const unknownFunction: RuleDefinition = {
  code: 'unknown-function',
  family: 'names',
  severity: 'error',
  says: 'A function that does not exist.',
  saysZh: '没有这个函数。',
  why: 'Conditions have a closed set of functions, each with a type and a unit.',
  wrong: `start:
  check: daily at 08:00
  all: [wow_dorp(logins) >= 50%]`,
  right: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 50%]`,
};
