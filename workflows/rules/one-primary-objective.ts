import type { Rule } from './rule.js';

/** The verdict of a run is the answer to one question, so exactly one objective is the primary one. */
export const onePrimaryObjective: Rule = {
  code: 'no-primary-objective',
  severity: 'error',
  check: ({ playbook: { verify } }) => {
    if (!verify || verify.objective.length === 0) return [];
    const [first, second] = verify.objective.filter(({ primary }) => primary);
    if (first && !second) return [];
    if (second) {
      return [{ span: second.id.span, message: 'a second primary objective', suggestion: 'leave primary: true at one of them' }];
    }
    return [
      { span: verify.span, message: 'no objective is the primary one', suggestion: 'add primary: true to the one that decides' },
    ];
  },
};
