import type { RuleDefinition } from '../rule.js';

export const alwaysFalse: RuleDefinition = {
  code: 'always-false',
  family: 'names',
  severity: 'error',
  says: 'A comparison that can never be true.',
  saysZh: '永远为假的比较。',
  why: 'What depends on it never happens. Most often a number or a unit was mistyped.',
  wrong: `start:
  check: daily at 08:00
  all: [logins < 0]`,
  right: `start:
  check: daily at 08:00
  all: [logins < 10]`,
};
