import type { AuthoredStep } from '../../model/playbook.js';
import { namesOf } from '../../condition/walk-condition.js';
import { excludes } from '../logic/implies.js';
import type { Rule } from '../rule.js';

/** The words a person can answer with. */
function wordsOf(step: AuthoredStep): readonly string[] {
  if (step.verb === 'task') return step.outcomes.map(({ value }) => value);
  return step.verb === 'ask' ? step.answers.map(({ value }) => value) : [];
}

/** Two outcomes have an arm each, a third has none and nothing happens: most often it was added later and forgotten. */
export const outcomeFallsThrough: Rule = {
  code: 'outcome-falls-through',
  family: 'practice',
  severity: 'warning',
  says: 'An outcome for which a branch has no arm and an empty otherwise.',
  saysZh: '分支没有处理某个结果，otherwise 也是空的。',
  why: 'The others are handled one by one, so the reader believes that all are. With this one the playbook silently does nothing.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left_company], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "reached"
        then:
          - { id: plan, task: { title: Write the plan, assign: account.csm, due: 5bd, outcomes: [done] } }
      - when: call.outcome is "no_answer"
        then:
          - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
      - otherwise: []`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer, left_company], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "reached"
        then:
          - { id: plan, task: { title: Write the plan, assign: account.csm, due: 5bd, outcomes: [done] } }
      - when: call.outcome is "no_answer"
        then:
          - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
      - when: call.outcome is "left_company"
        then:
          - { id: find, task: { title: Find a successor, assign: account.csm, due: 5bd, outcomes: [done] } }
      - otherwise: []`,
  check: ({ steps }) =>
    steps.flatMap((step) => {
      if (step.verb !== 'branch' || step.otherwise.length > 0) return [];
      return steps.flatMap((asked) => {
        const words = wordsOf(asked);
        const name = `${asked.id.value}.outcome`;
        const arms = step.arms.filter(({ when }) => namesOf(when.condition).includes(name));
        if (words.length < 3 || arms.length < 2) return [];
        const left = words.filter((word) =>
          arms.every(({ when }) =>
            excludes(when.condition, {
              kind: 'is',
              left: { kind: 'name', path: name, type: 'text' },
              value: word,
              negated: false,
            }),
          ),
        );
        if (left.length === 0 || words.length - left.length < 2) return [];
        const message = `nothing happens when ${asked.id.value} ends with ${left.map((word) => `"${word}"`).join(' or ')}`;
        return [{ span: step.span, message, suggestion: 'add an arm for it, or write steps under otherwise:' }];
      });
    }),
};
