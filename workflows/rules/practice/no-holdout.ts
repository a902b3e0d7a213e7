import type { Rule } from '../rule.js';

/** Accounts picked at their worst get better by themselves; only untouched ones on the same clock show the effect. */
export const noHoldout: Rule = {
  code: 'no-holdout',
  family: 'practice',
  severity: 'warning',
  says: 'A verification without a control group.',
  saysZh: '验证效果却没有对照组。',
  why: 'Accounts picked at their worst get better by themselves. Only untouched ones on the same clock show what the playbook did.',
  wrong: 'enroll: { again_after: 90d }',
  right: 'enroll: { again_after: 90d, holdout: 10% }',
  check: ({ playbook }) =>
    playbook.verify && playbook.enroll.holdout === null && playbook.start.kind !== 'manual'
      ? [
          {
            span: playbook.verify.span,
            message: 'the outcome is verified, but no accounts are held out to compare with',
            suggestion: 'write enroll: holdout: 10%, or holdout: 0% when that is what you want',
          },
        ]
      : [],
};
