import { readsOnlyOutcomes } from '../../condition/reads-only-outcomes.js';
import type { Condition } from '../../model/condition.js';
import type { AuthoredStep } from '../../model/playbook.js';
import { excludes } from '../logic/implies.js';
import type { Finding, Rule } from '../rule.js';

/** Looks through the steps inside an arm, with what is known there for good: outcomes do not change any more. */
function judge(steps: readonly AuthoredStep[], known: readonly Condition[]): readonly Finding[] {
  return steps.flatMap((step): readonly Finding[] => {
    if (step.verb === 'parallel') return step.lanes.flatMap((lane) => judge(lane.steps, known));
    if (step.verb !== 'branch') return [];
    const arms = step.arms.flatMap(({ when, steps: inner }): readonly Finding[] => {
      const here = !when.broken && readsOnlyOutcomes(when.condition) ? [...known, when.condition] : known;
      const enclosing: Condition = { kind: 'all', of: known };
      // Arms that contradict themselves, or that an earlier one takes, are told elsewhere.
      if (known.length === 0 || !excludes(enclosing, when.condition) || excludes(when.condition, when.condition))
        return judge(inner, here);
      const message = `this arm is never taken: it stands inside an arm in which ${when.text} cannot be true`;
      return [{ span: when.span, message, suggestion: 'move the branch out of that arm, or ask for something else' }];
    });
    return [...arms, ...judge(step.otherwise, known)];
  });
}

/** How a task went is settled: inside the arm for one outcome no other outcome comes any more. */
export const unreachableArm: Rule = {
  code: 'unreachable-arm',
  family: 'practice',
  severity: 'error',
  says: 'An arm inside another arm that rules it out.',
  saysZh: '内层分支的条件已被外层分支排除，永远不会执行。',
  why: 'The outcome is known by then and does not change any more, so what is written in this arm never happens.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "reached"
        then:
          - id: again
            branch:
              - when: call.outcome is "no_answer"
                then:
                  - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
              - otherwise: []
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
      - otherwise: []`,
  check: ({ playbook }) => judge(playbook.steps, []),
};
