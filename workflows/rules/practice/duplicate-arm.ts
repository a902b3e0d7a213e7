import { implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** The first true arm wins, so an arm whose condition an earlier one covers is never taken. */
export const duplicateArm: Rule = {
  code: 'duplicate-arm',
  family: 'practice',
  severity: 'error',
  says: 'An arm of a branch that an earlier arm always takes.',
  saysZh: '分支的某一路总是被前面的一路抢先。',
  why: 'The first arm that fits wins, so what is written in this one never happens.',
  wrong: `steps:
  - id: split
    branch:
      - when: health.score < 50
        then:
          - id: call
            task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      - when: health.score < 30
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  right: `steps:
  - id: split
    branch:
      - when: health.score < 30
        then:
          - id: visit
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - when: health.score < 50
        then:
          - id: call
            task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      - otherwise: []`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'branch') return [];
      return step.arms.flatMap(({ when }, index) => {
        const earlier = step.arms
          .slice(0, index)
          .find((arm) => !arm.when.broken && !when.broken && implies(when.condition, arm.when.condition));
        if (!earlier) return [];
        const message = `this arm is never taken: whenever it fits, the arm in line ${earlier.when.span.line} fits first`;
        return [{ span: when.span, message, suggestion: 'remove it, or move it above the other one' }];
      });
    }),
};
