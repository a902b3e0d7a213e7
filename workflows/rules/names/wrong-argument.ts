import type { RuleDefinition } from '../rule.js';

export const wrongArgument: RuleDefinition = {
  code: 'wrong-argument',
  family: 'names',
  severity: 'error',
  says: 'A function called with something it cannot take.',
  saysZh: '函数的参数不合适。',
  why: 'A week-over-week change needs a metric that is measured per week; of any other it has no meaning.',
  wrong: `start:
  check: daily at 08:00
  all: [wow_drop(monthly_logins) >= 50%]`,
  right: `start:
  check: monthly on day 2 at 08:00
  all: [mom_drop(monthly_logins) >= 50%]`,
};
