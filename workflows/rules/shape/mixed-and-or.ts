import type { RuleDefinition } from '../rule.js';

export const mixedAndOr: RuleDefinition = {
  code: 'mixed-and-or',
  family: 'shape',
  severity: 'error',
  says: 'The words and / or are mixed without parentheses.',
  saysZh: 'and 与 or 混用而没有括号。',
  why: 'Readers disagree about which of the two binds more tightly, and so would the author and the reviewer.',
  wrong: `start:
  check: daily at 08:00
  all: [health.score < 60 and logins < 10 or logins = 0]`,
  right: `start:
  check: daily at 08:00
  all: [health.score < 60 and (logins < 10 or monthly_logins = 0)]`,
};
