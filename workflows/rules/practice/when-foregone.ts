import { readsOnlyOutcomes } from '../../condition/reads-only-outcomes.js';
import type { Condition } from '../../model/condition.js';
import type { AuthoredStep } from '../../model/playbook.js';
import { excludes, implies } from '../logic/implies.js';
import type { Finding, Rule } from '../rule.js';

function judge(steps: readonly AuthoredStep[], known: readonly Condition[]): readonly Finding[] {
  const enclosing: Condition = { kind: 'all', of: known };
  return steps.flatMap((step): readonly Finding[] => {
    const own: Finding[] = [];
    if (step.when && !step.when.broken && known.length > 0) {
      const { condition, span, text } = step.when;
      if (excludes(enclosing, condition)) {
        const message = `${step.id.value} is always left out: in this arm ${text} cannot be true`;
        own.push({ span, message, suggestion: 'move the step out of the arm, or ask for something else' });
      } else if (implies(enclosing, condition)) {
        own.push({ span, message: `the arm around ${step.id.value} asks for this already`, suggestion: 'remove when:' });
      }
    }
    if (step.verb === 'parallel') return [...own, ...step.lanes.flatMap((lane) => judge(lane.steps, known))];
    if (step.verb !== 'branch') return own;
    const arms = step.arms.flatMap(({ when, steps: inner }) =>
      judge(inner, readsOnlyOutcomes(when.condition) ? [...known, when.condition] : known),
    );
    return [...own, ...arms, ...judge(step.otherwise, known)];
  });
}

/** Outcomes do not change: a `when:` about one that the arm around it asked for has its answer. */
export const whenForegone: Rule = {
  code: 'when-foregone',
  family: 'practice',
  severity: 'warning',
  says: 'A when: whose answer the arm around it has given already.',
  saysZh: '步骤的 when: 在外层分支中早已有了答案。',
  why: 'It is always true or always false there. Most often the step was moved, or another outcome was meant.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "reached"
        then:
          - id: visit
            when: call.outcome is "no_answer"
            task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: visit
    when: call.outcome is "no_answer"
    task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] }`,
  check: ({ playbook }) => judge(playbook.steps, []),
};
