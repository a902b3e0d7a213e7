import { namesOf } from '../../condition/walk-condition.js';
import type { Rule } from '../rule.js';
import { enters } from './no-entering-test.js';

/** By reading alone: a branch on how a task went takes one way only when no test closes that task. */
export const branchUntested: Rule = {
  code: 'branch-untested',
  family: 'practice',
  severity: 'warning',
  says: 'A branch of which the tests see one way only.',
  saysZh: '测试只走到了分支的一条路。',
  why: 'No test closes the task that decides, so in all of them it expires and the same arm is taken. The others were never run.',
  wrong: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
      - otherwise: []
tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true } }
  - { name: so is a very sick one, given: { health: { score: 4 } }, expect: { enrolled: true } }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  right: `steps:
  - id: call
    task: { title: Call them, assign: account.csm, due: 2bd, outcomes: [reached, no_answer], escalate: { after: 3bd, to: account.manager } }
  - id: by_call
    branch:
      - when: call.outcome is "no_answer"
        then:
          - { id: visit, task: { title: Visit them, assign: account.csm, due: 5bd, outcomes: [done] } }
      - otherwise: []
tests:
  - { name: a sick account is called, given: { health: { score: 40 } }, expect: { enrolled: true } }
  - name: who does not answer is visited
    given: { health: { score: 40 } }
    timeline: [{ at: 1d, close: { call: no_answer } }]
    expect: { enrolled: true, ran: [call, visit] }
  - { name: a healthy account is left alone, given: { health: { score: 90 } }, expect: { enrolled: false } }`,
  check: ({ playbook: { tests }, steps }) => {
    const entering = tests.filter(enters);
    if (entering.length < 2) return [];
    const answered = new Set(
      entering.flatMap(({ timeline }) => timeline.flatMap(({ close, answer }) => Object.keys({ ...close, ...answer }))),
    );
    const untested = steps.flatMap((step) => {
      if (step.verb !== 'branch') return [];
      const names = step.arms.flatMap(({ when }) => namesOf(when.condition));
      const [name] = names;
      const asked = steps.find(({ id, verb }) => `${id.value}.outcome` === name && (verb === 'task' || verb === 'ask'));
      if (!asked || new Set(names).size !== 1 || answered.has(asked.id.value)) return [];
      const what = asked.verb === 'ask' ? 'answers' : 'closes';
      const message = `no test ${what} ${asked.id.value}, so all of them take the same way through ${step.id.value}`;
      const key = asked.verb === 'ask' ? 'answer' : 'close';
      return [
        { span: step.span, message, suggestion: `add a test with timeline: [{ at: 1d, ${key}: { ${asked.id.value}: ... } }]` },
      ];
    });
    return untested.slice(0, 1);
  },
};
