import type { RuleDefinition } from '../rule.js';

export const unknownValue: RuleDefinition = {
  code: 'unknown-value',
  family: 'names',
  severity: 'error',
  says: 'A word outside a closed set of values.',
  saysZh: '取值不在封闭集合之内。',
  why: 'A comparison with a word that never occurs is never true, whatever the account does.',
  wrong: 'enroll: { only: [account.status is "actve"], holdout: 10% }',
  right: 'enroll: { only: [account.status is "active"], holdout: 10% }',
};
