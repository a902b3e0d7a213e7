import { commonValues, implies } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** Two arms that share some values, neither of them within the other: the order decides, and nobody meant it to. */
export const armsOverlap: Rule = {
  code: 'arms-overlap',
  family: 'practice',
  severity: 'warning',
  says: 'Two arms of a branch that overlap.',
  saysZh: '分支的两路条件有重叠。',
  why: 'For the values that fit both, the order of the arms decides. Whoever moves one of them changes what customers get, without seeing it.',
  wrong: `steps:
  - id: split
    branch:
      - when: health.score < 60
        then:
          - id: call
            task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      - when: health.score >= 50
        then:
          - id: note
            task: { title: Write them a note, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  right: `steps:
  - id: split
    branch:
      - when: health.score < 60
        then:
          - id: call
            task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [done] }
      - when: health.score >= 60
        then:
          - id: note
            task: { title: Write them a note, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'branch') return [];
      return step.arms.flatMap(({ when }, index) => {
        const other = step.arms.slice(0, index).find(
          (arm) =>
            commonValues(arm.when.condition, when.condition) !== null &&
            // An arm within a later, wider one is a cascade: first the worst, then the rest.
            !implies(arm.when.condition, when.condition) &&
            !implies(when.condition, arm.when.condition),
        );
        if (!other) return [];
        const message = `this overlaps with ${other.when.text} in line ${other.when.span.line}: what fits both takes the earlier arm`;
        return [{ span: when.span, message, suggestion: 'let one begin where the other ends' }];
      });
    }),
};
