import type { Rule } from '../rule.js';

/** The verdict of a run is the answer to one question, so exactly one objective is the primary one. */
export const noPrimaryObjective: Rule = {
  code: 'no-primary-objective',
  family: 'practice',
  severity: 'error',
  says: 'A verification without a primary objective.',
  saysZh: '验证没有指定主要目标。',
  why: 'The verdict of a run is the answer to one question. With none, or with two, two readers would count differently.',
  wrong: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70 }`,
  right: `verify:
  after: 30d
  objective:
    - { id: health_up, expect: health.score >= 70, primary: true }`,
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
