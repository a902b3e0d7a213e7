import type { RuleDefinition } from '../rule.js';

export const typeMismatch: RuleDefinition = {
  code: 'type-mismatch',
  family: 'names',
  severity: 'error',
  says: 'Values of different types compared.',
  saysZh: '比较了不同类型的值。',
  why: 'A comparison between a duration and a number, or a text and a number, has no answer.',
  wrong: `start:
  check: daily at 08:00
  all: [days_until(contract.end) < 30]`,
  right: `start:
  check: daily at 08:00
  all: [days_until(contract.end) < 30d]`,
};
