import type { RuleDefinition } from '../rule.js';

export const alwaysTrue: RuleDefinition = {
  code: 'always-true',
  family: 'names',
  severity: 'error',
  says: 'A comparison that can never be false.',
  saysZh: '永远为真的比较。',
  why: 'It asks nothing. Most often a number or a unit was mistyped.',
  wrong: `start:
  check: daily at 08:00
  all: [health.score < 600]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60]`,
};
