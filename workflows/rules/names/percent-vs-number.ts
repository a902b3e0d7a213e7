import type { RuleDefinition } from '../rule.js';

export const percentVsNumber: RuleDefinition = {
  code: 'percent-vs-number',
  family: 'names',
  severity: 'error',
  says: 'A percent compared with a number or the other way round.',
  saysZh: '百分比与数字相互比较。',
  why: 'Half is 50%, never 50 and never 0.5: one way to write it, and no rule that fires for everybody by mistake.',
  wrong: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 50]`,
  right: `start:
  check: daily at 08:00
  all: [wow_drop(logins) >= 50%]`,
};
