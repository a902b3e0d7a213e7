import type { RuleDefinition } from '../rule.js';

export const unknownName: RuleDefinition = {
  code: 'unknown-name',
  family: 'names',
  severity: 'error',
  says: 'A name that is not in the catalogue.',
  saysZh: '目录中没有这个名称。',
  why: 'A condition on a name nobody knows would be unknown for ever, and the playbook would never start.',
  wrong: `start:
  check: daily at 08:00
  all: [loginz < 10]`,
  right: `start:
  check: daily at 08:00
  all: [logins < 10]`,
};
