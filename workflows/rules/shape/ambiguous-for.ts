import type { RuleDefinition } from '../rule.js';

export const ambiguousFor: RuleDefinition = {
  code: 'ambiguous-for',
  family: 'shape',
  severity: 'error',
  says: 'It is not clear what a "for N weeks" belongs to.',
  saysZh: '看不出 "for N weeks" 属于哪一部分。',
  why: 'Whether all of it must last two weeks, or only the last part, changes who is caught.',
  wrong: `start:
  check: daily at 08:00
  all: [health.score < 60 and logins < 10 for 2 weeks]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60 and (logins < 10 for 2 weeks)]`,
};
