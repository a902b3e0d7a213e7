import type { Rule } from './rule.js';

/** Accounts picked at their worst get better by themselves; only untouched ones on the same clock show the effect. */
export const noHoldout: Rule = {
  code: 'no-holdout',
  severity: 'warning',
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
